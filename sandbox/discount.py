"""A discount of a store: percent or amount off, or free shipping; applied by itself or by a code."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True)
class BuyerContext:
    """Who may have it: everybody, these customers, or whoever is in one of these segments."""

    kind: str = "all"  # all, customers, segments
    ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Combines:
    """Which classes of other discounts it stands beside; the others must allow its class, too."""

    order: bool = False
    product: bool = False
    shipping: bool = False

    def allows(self, discount_class: str) -> bool:
        return {"ORDER": self.order, "PRODUCT": self.product, "SHIPPING": self.shipping}[discount_class]


@dataclass(frozen=True)
class Discount:
    id: int
    method: str  # automatic, code
    effect: str  # basic, free_shipping
    title: str
    starts_at: datetime
    created_at: datetime
    updated_at: datetime
    ends_at: datetime | None = None
    context: BuyerContext = field(default_factory=BuyerContext)
    combines: Combines = field(default_factory=Combines)
    percent: Decimal | None = None  # 10 for 10 per cent
    amount: int | None = None  # minor units of the store's currency
    amount_on_each: bool = False
    product_ids: tuple[int, ...] | None = None  # None: the whole order
    minimum_subtotal: int | None = None
    minimum_quantity: int | None = None
    maximum_shipping: int | None = None  # dearer rates are not made free
    countries: tuple[str, ...] | None = None  # None: everywhere
    rest_of_world: bool = False
    code: str | None = None
    code_id: int = 0
    usage_limit: int | None = None
    once_per_customer: bool = False
    one_time_purchase: bool = True
    subscription: bool = False
    recurring_cycles: int | None = None
    tags: tuple[str, ...] = ()
    used_by: tuple[str, ...] = ()  # one entry for each order: customer id or e-mail

    @property
    def discount_class(self) -> str:
        if self.effect == "free_shipping":
            return "SHIPPING"
        return "ORDER" if self.product_ids is None else "PRODUCT"

    def status(self, now: datetime) -> str:
        if self.ends_at is not None and self.ends_at <= now:
            return "EXPIRED"
        return "SCHEDULED" if self.starts_at > now else "ACTIVE"
