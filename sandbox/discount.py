"""A discount of a store: percent or amount off, gift with a purchase, free shipping; automatic or by code."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from sandbox.discount_items import Buys, Items
from sandbox.ids import gid
from sandbox.redeem_code import RedeemCode


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
    effect: str  # basic, bxgy, free_shipping
    title: str
    starts_at: datetime
    created_at: datetime
    updated_at: datetime
    ends_at: datetime | None = None
    context: BuyerContext = field(default_factory=BuyerContext)
    combines: Combines = field(default_factory=Combines)
    items: Items = field(default_factory=Items)
    percent: Decimal | None = None  # 10 for 10 per cent
    amount: int | None = None  # minor units of the store's currency
    amount_on_each: bool = False
    buys: Buys | None = None  # of bxgy only, like the next two
    gift_quantity: int = 1  # of the items, each time enough was bought
    uses_per_order: int | None = None
    minimum_subtotal: int | None = None
    minimum_quantity: int | None = None
    maximum_shipping: int | None = None  # dearer rates are not made free
    countries: tuple[str, ...] | None = None  # None: everywhere
    rest_of_world: bool = False
    codes: tuple[RedeemCode, ...] = ()
    redeemed: str | None = None  # the code a buyer came with; never kept in the store
    usage_limit: int | None = None  # of each code
    once_per_customer: bool = False
    one_time_purchase: bool = True
    subscription: bool = False
    recurring_cycles: int | None = None
    tags: tuple[str, ...] = ()
    used_by: tuple[str, ...] = ()  # one entry for each order: customer id or e-mail

    @property
    def gid(self) -> str:
        return gid("DiscountAutomaticNode" if self.method == "automatic" else "DiscountCodeNode", self.id)

    @property
    def code(self) -> str | None:
        """The one a buyer came with, else the first."""
        return self.redeemed or next((row.code for row in self.codes), None)

    @property
    def uses(self) -> int:
        """Of the code a buyer came with."""
        return next((row.used for row in self.codes if row.code == self.code), len(self.used_by))

    def with_use(self, buyer: str, code: str | None) -> "Discount":
        codes = tuple(replace(row, used=row.used + 1) if row.code == code else row for row in self.codes)
        return replace(self, codes=codes, used_by=(*self.used_by, buyer))

    @property
    def discount_class(self) -> str:
        if self.effect == "free_shipping":
            return "SHIPPING"
        return "ORDER" if self.items.kind == "all" else "PRODUCT"

    def status(self, now: datetime) -> str:
        if self.ends_at is not None and self.ends_at <= now:
            return "EXPIRED"
        return "SCHEDULED" if self.starts_at > now else "ACTIVE"
