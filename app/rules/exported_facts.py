"""An exported order as order facts, worth exactly what the backtest counts (GAP-BACKTEST, GAP-MIGRATE).

An export says less than the platform: no refund has an id or a day, only their sum is known, and no
instant of change. So `updated_at` is the day the order was made, and whatever else is heard of it is newer.
"""

from itertools import compress

from app.rules.amounts import Amounts
from app.rules.applied_discounts import AppliedDiscount, application, applied
from app.rules.exported_order import (
    GIFT_CARD,
    ExportedLine,
    ExportedOrder,
    are_gift_cards,
    included_tax,
    paid_per_line,
)
from app.rules.money import half_up
from app.rules.order_facts import Line, OrderFacts, Snapshot


def facts_of(
    order_id: int, order: ExportedOrder, gift_card: str = GIFT_CARD, person: int | None = None
) -> OrderFacts:
    """The facts of an order of an export; `order_id` is the platform's, `person` our row of its e-mail."""
    cards = are_gift_cards(order, gift_card)
    paid = paid_per_line(order) if order.lines else []
    paid_for_cards = sum(compress(paid, cards))
    with_tax = order.subtotal_minor - paid_for_cards
    tax = included_tax(order, with_tax)
    snapshot = Snapshot(
        updated_at=order.created_at,
        source="csv",
        name=order.name,
        occurred_at=order.created_at,
        currency=order.currency,
        payment=order.financial_status,
        ordered=_ordered(order, with_tax - tax, tax, paid_for_cards),
        lines=_lines(order, paid, cards, with_tax, tax),
        person=person,
        cancelled_at=order.cancelled_at,
        taxes_included=_tax_is_inside(order),
        presentment=order.currency,
        refunded=order.refunded_minor,
        discounts=_discounts(order),
    )
    return OrderFacts(order_id, snapshot)


def _discounts(order: ExportedOrder) -> tuple[AppliedDiscount, ...]:
    """An export names one code for a whole order; what took nothing off the goods was for the shipping."""
    listed = sum(line.price_minor * line.quantity for line in order.lines)
    off_goods = listed - order.subtotal_minor if order.lines else 0
    amount = off_goods if off_goods > 0 else order.discount_minor
    if amount <= 0:
        return ()
    kind = "code" if order.discount_code else None
    return applied({0: application(kind, order.discount_code, shipping=off_goods <= 0)}, [(0, amount)])


def _tax_is_inside(order: ExportedOrder) -> bool:
    return bool(order.tax_minor) and order.total_minor == order.subtotal_minor + order.shipping_minor


def _ordered(order: ExportedOrder, goods: int, goods_tax: int, paid_for_cards: int) -> Amounts:
    """What was charged beyond goods, shipping and tax is tips or duties; neither ever counts."""
    inside = _tax_is_inside(order)
    shipping_tax = min(order.shipping_minor, order.tax_minor - goods_tax) if inside else 0
    known = order.subtotal_minor + order.shipping_minor + (0 if inside else order.tax_minor)
    return Amounts(
        goods=goods,
        tax=order.tax_minor,
        shipping=order.shipping_minor - shipping_tax,
        tips=max(0, order.total_minor - known),
        gift_card=paid_for_cards,
    )


def _lines(
    order: ExportedOrder, paid: list[int], cards: list[bool], with_tax: int, tax: int
) -> tuple[Line, ...]:
    made = []
    for number, line in enumerate(order.lines, start=1):
        money, card = paid[number - 1], cards[number - 1]
        share = half_up(tax * money, with_tax) if tax and not card else 0
        made.append(Line(number, _product(line), line.quantity, line.quantity, money - share, share, card))
    return tuple(made)


def _product(line: ExportedLine) -> str:
    """An export has no product ids."""
    return f"sku:{line.sku}" if line.sku else f"name:{line.name}"
