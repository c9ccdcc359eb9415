"""What of a discount in the store is otherwise than the program wants it, in the merchant's words."""

from collections.abc import Iterator
from decimal import Decimal

from app.platform.objects_seen import SCHEDULED, DiscountSeen
from app.rules.benefits.discount import Discount

ENDED = "ended"
"""The only difference that is undone by starting it again."""


def differences(wanted: Discount, seen: DiscountSeen, segment_id: str) -> tuple[str, ...]:
    """Empty where it does what is wanted. How often a code was used, and texts, are not compared."""
    return tuple(_differences(wanted, seen, segment_id))


def _differences(wanted: Discount, seen: DiscountSeen, segment_id: str) -> Iterator[str]:
    compared = {
        "kind": wanted.form == seen.form,
        "title": wanted.title == seen.title,
        "members": seen.segments == frozenset([segment_id]),
        "percentage": _same(wanted.percent, seen.percent),
        "shipping price": _same(wanted.ship_up_to, seen.ship_up_to),
        "gift": _gift(wanted) == seen.gift,
        "amount to buy": _same(wanted.gift.buys if wanted.gift else None, seen.buys),
        "minimum": _same(wanted.minimum, seen.minimum),
        "collections": seen.collections == collection_ids(wanted),
        "countries": seen.countries == frozenset(wanted.countries),
        "stacking": seen.beside == frozenset(wanted.beside),
        "uses": seen.code is None or wanted.once == seen.once,
        "start": _starts_right(wanted, seen),
    }
    yield from (name for name, equal in compared.items() if not equal)
    if wanted.ends_at != seen.ends_at:
        yield ENDED if wanted.ends_at is None else "end"


def collection_ids(wanted: Discount) -> frozenset[str]:
    return frozenset(f"gid://shopify/Collection/{each}" for each in wanted.collections)


def product_id(wanted: Discount) -> str:
    if wanted.gift is None:
        raise TypeError("only a discount with a gift has a product")
    return f"gid://shopify/Product/{wanted.gift.product}"


def _starts_right(wanted: Discount, seen: DiscountSeen) -> bool:
    return seen.status != SCHEDULED if wanted.starts_at is None else seen.starts_at == wanted.starts_at


def _same(wanted: int | str | None, seen: Decimal | None) -> bool:
    if wanted is None or seen is None:
        return wanted is None and seen is None
    return Decimal(wanted) == seen


def _gift(wanted: Discount) -> tuple[int, frozenset[str]] | None:
    return (wanted.gift.quantity, frozenset([product_id(wanted)])) if wanted.gift else None
