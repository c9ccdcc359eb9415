"""An order as Shopify's export tells it, and what its goods are worth."""

from datetime import datetime
from fnmatch import fnmatchcase
from functools import lru_cache

from app.rules.money import half_up
from app.rules.value import value

GIFT_CARD = "Gift Card*"

COUNTED = frozenset({"paid", "partially_refunded", "refunded"})
STATUSES = COUNTED | {"pending", "authorized", "voided", "partially_paid", "expired"}


@value
class ExportedLine:
    name: str
    sku: str
    quantity: int
    price_minor: int  # of one piece
    discount_minor: int  # of the whole line

    @property
    def net_minor(self) -> int:
        return self.price_minor * self.quantity - self.discount_minor


@value
class ExportedOrder:
    line: int  # of the file, where the order begins
    name: str
    order_id: int | None
    email: str | None  # None: a guest
    created_at: datetime
    paid_at: datetime | None
    cancelled_at: datetime | None
    financial_status: str
    currency: str
    subtotal_minor: int
    shipping_minor: int
    tax_minor: int
    total_minor: int
    refunded_minor: int
    lines: tuple[ExportedLine, ...]
    discount_code: str = ""
    discount_minor: int = 0  # as told; what it took off the goods is seen at the lines


def net_goods(order: ExportedOrder, gift_card: str = GIFT_CARD) -> int:
    """What stays paid for the products of an order, in minor units, never below zero (design 4).

    After discounts, without lines whose name matches `gift_card` (any case), without tax, less everything
    refunded. A cancelled order counts what stays paid; an unpaid or partially paid one counts 0.
    """
    if order.financial_status not in COUNTED:
        return 0
    goods = order.subtotal_minor - gift_cards(order, gift_card)
    return max(0, goods - included_tax(order, goods) - order.refunded_minor)


def gift_cards(order: ExportedOrder, pattern: str) -> int:
    """The part of Subtotal that was paid for gift cards."""
    matches = are_gift_cards(order, pattern)
    if not any(matches):
        return 0
    return sum(paid for paid, match in zip(paid_per_line(order), matches, strict=True) if match)


def are_gift_cards(order: ExportedOrder, pattern: str) -> list[bool]:
    """Which of its lines are."""
    return [_matches(line.name, pattern) for line in order.lines]


@lru_cache(maxsize=4096)  # a shop's products come again and again
def _matches(name: str, pattern: str) -> bool:
    return fnmatchcase(name.lower(), pattern.lower())


def paid_per_line(order: ExportedOrder) -> list[int]:
    """Each line after its share of the order's discount; together exactly Subtotal.

    The discount is what the lines come to less Subtotal, shared in proportion, half-up; what rounding leaves
    over goes to the largest line, the first of them if several are.
    """
    nets = [line.net_minor for line in order.lines]
    whole = sum(nets)
    discount = whole - order.subtotal_minor
    if not discount:
        return nets
    shares = [half_up(discount * net, whole) if whole else 0 for net in nets]
    shares[nets.index(max(nets))] += discount - sum(shares)
    return [net - share for net, share in zip(nets, shares, strict=True)]


def included_tax(order: ExportedOrder, goods_minor: int) -> int:
    """The tax inside the goods' prices: none where tax was added on top, so that Total is more.

    Taxes is one figure for goods and shipping, so the goods bear their part; gift cards are not taxed.
    """
    on_top = order.total_minor != order.subtotal_minor + order.shipping_minor
    if on_top or order.tax_minor == 0 or goods_minor <= 0:
        return 0
    return half_up(order.tax_minor * goods_minor, goods_minor + order.shipping_minor)
