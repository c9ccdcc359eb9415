"""What is needed to make an order. Amounts are minor units of the store's currency."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sandbox.order import DiscountApplication
from sandbox.tender import Tender


@dataclass(frozen=True)
class LineDraft:
    title: str
    price: int
    quantity: int = 1
    product_id: int | None = None
    variant_id: int | None = None
    sku: str | None = None
    gift_card: bool = False
    discount: int = 0  # on the whole line


@dataclass(frozen=True)
class Applied:
    """A discount and what it took off: one amount for each line of the draft, and one for the shipping."""

    application: DiscountApplication
    lines: tuple[int, ...] = ()
    shipping: int = 0


@dataclass(frozen=True)
class OrderDraft:
    lines: tuple[LineDraft, ...]
    customer_id: int | None = None
    email: str | None = None
    shipping: int = 0
    shipping_title: str = "Standard"
    tax_rate: Decimal = Decimal(0)
    tip: int = 0
    duties: int = 0
    discount_total: int = 0  # on the whole order, split over its lines
    applied: tuple[Applied, ...] = ()
    financial_status: str = "paid"
    tenders: tuple[Tender, ...] = ()  # what is paid otherwise than by card, of a paid order
    paid_amount: int | None = None  # of a partially paid order
    created_at: datetime | None = None
    processed_at: datetime | None = None
    test: bool = False
    source_name: str = "web"
    presentment_currency: str | None = None
    presentment_rate: Decimal = Decimal(1)
    note: str | None = None
    tags: tuple[str, ...] = ()
    routed: bool = True  # whether its fulfillment order is there at once
    id: int | None = None
