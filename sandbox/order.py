"""What an order is made of. Amounts are minor units of the store's currency unless a name says otherwise.

The records are frozen: every change makes a new order, so a body built from one never mixes two states.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sandbox.fulfillment import Fulfillment, FulfillmentOrder
from sandbox.refund import Refund
from sandbox.sale import Agreement
from sandbox.transaction import Transaction


@dataclass(frozen=True)
class DiscountApplication:
    type: str  # manual, automatic, discount_code
    title: str
    value: str  # decimal text: an amount, or per cent
    value_type: str = "fixed_amount"  # or percentage
    target_type: str = "line_item"  # or shipping_line
    target_selection: str = "all"  # all, entitled, explicit
    allocation_method: str = "across"  # or each
    code: str | None = None


@dataclass(frozen=True)
class Allocation:
    application: int  # index into the order's discount applications
    amount: int


@dataclass(frozen=True)
class Line:
    """A product, a gift card, or a tip: at the platform a tip is a line item too."""

    id: int
    title: str
    price: int  # of one unit
    quantity: int  # ever ordered, whatever became of it
    product_id: int | None = None
    variant_id: int | None = None
    sku: str | None = None
    gift_card: bool = False
    tip: bool = False
    tax_rate: Decimal = Decimal(0)
    allocations: tuple[Allocation, ...] = ()
    removed: int = 0  # units taken out by edits
    refunded: int = 0  # units taken back by refunds
    edit_id: int | None = None  # the edit that added the line

    @property
    def gone(self) -> int:
        return self.removed + self.refunded

    @property
    def current_quantity(self) -> int:
        return self.quantity - self.gone


@dataclass(frozen=True)
class ShippingLine:
    id: int
    title: str
    price: int
    tax_rate: Decimal = Decimal(0)
    allocations: tuple[Allocation, ...] = ()
    refunded: int = 0  # of the discounted price


@dataclass(frozen=True)
class Duty:
    id: int
    line_id: int
    amount: int
    refunded: int = 0


@dataclass(frozen=True)
class Edit:
    id: int
    committed_at: datetime
    note: str = ""
    additions: tuple[tuple[int, int], ...] = ()  # (line id, units)
    removals: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Order:
    id: int
    number: int
    created_at: datetime
    processed_at: datetime
    updated_at: datetime
    currency: str
    lines: tuple[Line, ...]
    shipping: ShippingLine | None = None
    duties: tuple[Duty, ...] = ()
    presentment_currency: str | None = None
    presentment_rate: Decimal = Decimal(1)  # units of the presentment currency for one of the store's
    taxes_included: bool = False
    test: bool = False
    source_name: str = "web"
    customer_id: int | None = None
    email: str | None = None
    note: str | None = None
    tags: tuple[str, ...] = ()
    applications: tuple[DiscountApplication, ...] = ()
    transactions: tuple[Transaction, ...] = ()
    refunds: tuple[Refund, ...] = ()
    edits: tuple[Edit, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    fulfillment_orders: tuple[FulfillmentOrder, ...] = ()
    fulfillments: tuple[Fulfillment, ...] = ()
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None
    told_status: str | None = None  # a financial status that was ordered, e.g. expired

    @property
    def name(self) -> str:
        return f"#{self.number}"

    @property
    def shown_currency(self) -> str:
        return self.presentment_currency or self.currency
