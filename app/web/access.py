"""What Laurel may do in the store: optional permissions, what each is for, and which are missing (T43).

They are those of `shopify.app.toml`; a test compares the two.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import LazyString, lazy_gettext

from app.models import Shop
from app.rules.benefits import of_kind
from app.rules.benefits.early_access import EarlyAccess
from app.rules.benefits.kind import Kind
from app.rules.benefits.price_protection import PriceProtection
from app.rules.benefits.priority_orders import PriorityOrders
from app.rules.benefits.private_collection import PrivateCollection
from app.rules.benefits.reward import Reward
from app.rules.program import Program


@dataclass(frozen=True, slots=True)
class Purpose:
    key: str
    what: LazyString
    without: LazyString
    """What cannot be done as long as it is missing."""
    scopes: tuple[str, ...]
    wanted: Callable[[Sequence[Kind]], bool]
    """Does a program with these benefits need it?"""


@dataclass(frozen=True, slots=True)
class Missing:
    purpose: Purpose
    scopes: tuple[str, ...]
    wanted: bool


def missing(shop: Shop, program: Program | None) -> list[Missing]:
    """Those that were not granted, the ones that the program needs first; none before the store was read."""
    if not shop.scopes:
        return []
    granted = set(shop.scopes.split(","))
    granted |= {f"read_{each.removeprefix('write_')}" for each in granted if each.startswith("write_")}
    benefits = [each for tier in program.tiers for each in tier.benefits] if program else []
    found = []
    for purpose in PURPOSES:
        lacking = tuple(scope for scope in purpose.scopes if scope not in granted)
        if lacking:
            found.append(Missing(purpose, lacking, purpose.wanted(benefits)))
    return sorted(found, key=lambda each: not each.wanted)


def _rewards(benefits: Sequence[Kind], form: str) -> bool:
    return any(each.form == form for each in of_kind(benefits, Reward))


def _early(benefits: Sequence[Kind]) -> bool:
    return bool(of_kind(benefits, EarlyAccess) or of_kind(benefits, PrivateCollection))


def _of_orders(benefits: Sequence[Kind]) -> bool:
    return bool(of_kind(benefits, PriorityOrders) or of_kind(benefits, PriceProtection))


PURPOSES = (
    Purpose(
        "history",
        lazy_gettext("Orders that are older than 60 days"),
        lazy_gettext("Whoever bought earlier stands too low."),
        ("read_all_orders",),
        lambda _: True,
    ),
    Purpose(
        "orders",
        lazy_gettext("Tags on the orders of members, and refunds of price protection"),
        lazy_gettext("Orders of members carry no tag, and nobody is refunded a price that fell."),
        ("write_orders",),
        _of_orders,
    ),
    Purpose(
        "credit",
        lazy_gettext("Store credit"),
        lazy_gettext("Store credit that is promised waits."),
        (
            "write_store_credit_account_transactions",
            "read_store_credit_account_transactions",
            "read_store_credit_accounts",
        ),
        lambda benefits: _rewards(benefits, "store_credit"),
    ),
    Purpose(
        "gift_cards",
        lazy_gettext("Gift cards"),
        lazy_gettext("Gift cards that are promised wait."),
        ("read_gift_cards", "write_gift_cards"),
        lambda benefits: _rewards(benefits, "gift_card"),
    ),
    Purpose(
        "early",
        lazy_gettext("Products of early access, hidden and shown at the right second"),
        lazy_gettext("Drops cannot be carried out."),
        ("write_products", "read_publications", "write_publications"),
        _early,
    ),
    Purpose(
        "checkout",
        lazy_gettext("The checkout that refuses whoever may not buy yet"),
        lazy_gettext("Whoever has the link of a product can buy it early."),
        ("read_validations", "write_validations"),
        _early,
    ),
    Purpose(
        "fulfilment",
        lazy_gettext("Deadlines and notes on the parcels of members"),
        lazy_gettext("Whoever packs does not see that an order goes first."),
        ("read_merchant_managed_fulfillment_orders", "write_merchant_managed_fulfillment_orders"),
        lambda benefits: bool(of_kind(benefits, PriorityOrders)),
    ),
)
