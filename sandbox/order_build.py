"""Makes an order of a draft: ids, allocations, the first payment, the first agreement."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from sandbox.agreements import of_order
from sandbox.ids import Ids
from sandbox.order import Duty, Line, Order, ShippingLine
from sandbox.order_discounts import allocate
from sandbox.order_draft import OrderDraft
from sandbox.order_money import original
from sandbox.refused import Refused
from sandbox.store import Store
from sandbox.transaction import Transaction

_FIRST_NUMBER = 1001

# What a new order may say of its payment, and the transaction that makes it so.
_PAYMENT = {"paid": "sale", "partially_paid": "sale", "authorized": "authorization", "pending": None}


def build(ids: Ids, store: Store, draft: OrderDraft, now: datetime) -> Order:
    if not draft.lines:
        raise Refused("An order needs a line")
    if any(line.quantity < 1 or line.price < 0 for line in draft.lines):
        raise Refused("A line needs a quantity of at least 1 and a price of at least nought")
    created_at = draft.created_at or now
    order = Order(
        id=draft.id or ids.take("Order"),
        number=_next_number(store),
        created_at=created_at,
        processed_at=draft.processed_at or created_at,
        updated_at=now,
        currency=store.currency,
        lines=(),
        presentment_currency=draft.presentment_currency,
        presentment_rate=draft.presentment_rate,
        taxes_included=store.taxes_included,
        test=draft.test,
        source_name=draft.source_name,
        customer_id=draft.customer_id,
        email=draft.email,
        note=draft.note,
        tags=draft.tags,
    )
    order = _with_money(ids, order, draft)
    order = _with_payment(ids, order, draft)
    return replace(order, agreements=(of_order(ids, order),))


def _with_money(ids: Ids, order: Order, draft: OrderDraft) -> Order:
    applications, on_lines, on_shipping = allocate(draft, order.currency)
    lines = [
        Line(
            id=ids.take("LineItem"),
            title=line.title,
            price=line.price,
            quantity=line.quantity,
            product_id=line.product_id,
            variant_id=line.variant_id,
            sku=line.sku,
            gift_card=line.gift_card,
            tax_rate=Decimal(0) if line.gift_card else draft.tax_rate,
            allocations=given,
        )
        for line, given in zip(draft.lines, on_lines, strict=True)
    ]
    if draft.tip:
        lines.append(Line(ids.take("LineItem"), "Tip", draft.tip, 1, tip=True))
    shipping = None
    if draft.shipping:
        shipping = ShippingLine(
            ids.take("ShippingLine"), draft.shipping_title, draft.shipping, draft.tax_rate, on_shipping
        )
    duties = (Duty(ids.take("Duty"), lines[0].id, draft.duties),) if draft.duties else ()
    return replace(order, lines=tuple(lines), applications=applications, shipping=shipping, duties=duties)


def _with_payment(ids: Ids, order: Order, draft: OrderDraft) -> Order:
    if draft.financial_status in ("voided", "expired"):
        return replace(order, told_status=draft.financial_status)
    if draft.financial_status not in _PAYMENT:
        raise Refused(f"An order cannot begin as {draft.financial_status}: refund or cancel it instead")
    kind = _PAYMENT[draft.financial_status]
    total = original(order).total
    if draft.financial_status == "partially_paid":
        total = total // 2 if draft.paid_amount is None else draft.paid_amount
    if kind is None or not total:
        return order
    at, by_card = order.processed_at, total - sum(t.amount for t in draft.tenders)
    rows = [
        Transaction(ids.take("OrderTransaction"), kind, t.amount, at, t.gateway, source_id=t.source_id)
        for t in draft.tenders
    ]
    if by_card:
        gateway = "bogus" if order.test else "shopify_payments"
        rows.append(Transaction(ids.take("OrderTransaction"), kind, by_card, at, gateway))
    return replace(order, transactions=tuple(rows))


def _next_number(store: Store) -> int:
    last = next(reversed(store.orders.values()), None)
    return last.number + 1 if last is not None else _FIRST_NUMBER
