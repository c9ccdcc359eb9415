"""The kinds of benefit a tier can carry. A new kind is one file here, a line in BENEFITS and in Benefit.

Each kind is a frozen model with `kind` and `category`, and answers what `kind.Kind` asks. Most answer
only a few of these:

* `effect()`: its stable key; equal effects share one audience and one discount in the store;
* `told(currency, say)`: what the shopper reads, in the language of `say`, by default in English;
* `said(currency)`: the same as a key and values, for the languages of a theme;
* `entitlement()`: the same as data, in the customer's status, for themes and helpdesks;
* `discounts(shared_by)`: what it needs at the checkout;
* `tags()`: tags of a member beside that of the tier;
* `of_order()`: what it promises of every order of a member;
* `cost(year)`: what a member's year of it costs, for the economics;
* `strength()`: which of two tiers has more of it, for the lint;
* `on(day)` and `turns_on()`: whether it is promised on a local day, where that depends on the day;
* `at_most(percent)`: what is left of it on a step of the soft landing.

Nothing else asks what kind a benefit is, but for the parts of the app that deliver one kind alone.
"""

from collections.abc import Iterable
from typing import Annotated, TypeVar

from pydantic import Field

from app.rules.benefits.anniversary import Anniversary
from app.rules.benefits.annual_gift import AnnualGift
from app.rules.benefits.badge import Badge
from app.rules.benefits.birthday import Birthday
from app.rules.benefits.early_access import EarlyAccess
from app.rules.benefits.entry_reward import EntryReward
from app.rules.benefits.events import Events
from app.rules.benefits.experience import Experience
from app.rules.benefits.extended_returns import ExtendedReturns
from app.rules.benefits.free_shipping import FreeShipping
from app.rules.benefits.gift_with_purchase import GiftWithPurchase
from app.rules.benefits.keep_offer import KeepOffer
from app.rules.benefits.kind import Kind
from app.rules.benefits.percent_off import PercentOff
from app.rules.benefits.personal_contact import PersonalContact
from app.rules.benefits.personal_service import PersonalService
from app.rules.benefits.price_protection import PriceProtection
from app.rules.benefits.priority_orders import PriorityOrders
from app.rules.benefits.private_collection import PrivateCollection
from app.rules.benefits.quarterly import Quarterly
from app.rules.benefits.vip_promotion import VipPromotion

BENEFITS: dict[str, type[Kind]] = {
    "percent_off": PercentOff,
    "vip_promotion": VipPromotion,
    "free_shipping": FreeShipping,
    "extended_returns": ExtendedReturns,
    "early_access": EarlyAccess,
    "private_collection": PrivateCollection,
    "gift_with_purchase": GiftWithPurchase,
    "events": Events,
    "experience": Experience,
    "badge": Badge,
    "personal_contact": PersonalContact,
    "personal_service": PersonalService,
    "priority_orders": PriorityOrders,
    "birthday": Birthday,
    "anniversary": Anniversary,
    "quarterly": Quarterly,
    "annual_gift": AnnualGift,
    "entry_reward": EntryReward,
    "keep_offer": KeepOffer,
    "price_protection": PriceProtection,
}

Known = TypeVar("Known", bound=Kind)

Benefit = Annotated[
    PercentOff
    | VipPromotion
    | FreeShipping
    | ExtendedReturns
    | EarlyAccess
    | PrivateCollection
    | GiftWithPurchase
    | Events
    | Experience
    | Badge
    | PersonalContact
    | PersonalService
    | PriorityOrders
    | Birthday
    | Anniversary
    | Quarterly
    | AnnualGift
    | EntryReward
    | KeepOffer
    | PriceProtection,
    Field(discriminator="kind"),
]


def of_kind(benefits: Iterable[Kind], kind: type[Known]) -> list[Known]:
    """Those of one kind, for whoever delivers it."""
    return [each for each in benefits if isinstance(each, kind)]
