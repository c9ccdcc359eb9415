"""Agreements of an order and their sales."""

from typing import Any

from sandbox.clock import utc_text
from sandbox.ids import gid
from sandbox.order import Order
from sandbox.order_money import tax_in
from sandbox.refund import Refund
from sandbox.resolvers.order_bag import RefundOf, bag, line_of
from sandbox.resolvers.order_line import tax_lines
from sandbox.sale import Agreement, Sale

_AGREEMENTS = {"ORDER": "OrderAgreement", "ORDER_EDIT": "OrderEditAgreement", "REFUND": "RefundAgreement"}
_SALES = {
    "PRODUCT": "ProductSale",
    "SHIPPING": "ShippingLineSale",
    "TIP": "TipSale",
    "GIFT_CARD": "GiftCardSale",
    "ADJUSTMENT": "AdjustmentSale",
    "DUTY": "DutySale",
}


def agreement(order: Order, record: Agreement) -> dict[str, Any]:
    body: dict[str, Any] = {
        "__typename": _AGREEMENTS[record.reason],
        "id": gid("SalesAgreement", record.id),
        "happenedAt": utc_text(record.happened_at),
        "reason": record.reason,
        "app": None,
        "user": None,
        "sales": [_sale(order, row) for row in record.sales],
    }
    if record.refund_id is not None:
        body["refund"] = RefundOf(order, _refund(order, record.refund_id))
    return body


def _refund(order: Order, refund_id: int) -> Refund:
    return next(row for row in order.refunds if row.id == refund_id)


def _sale(order: Order, record: Sale) -> dict[str, Any]:
    of = line_of(order, record.line_id)
    rate = of.line.tax_rate if of else order.shipping.tax_rate if order.shipping else None
    body = {
        "__typename": _SALES[record.line_type],
        "id": gid("Sale", record.id),
        "lineType": record.line_type,
        "actionType": record.action,
        "quantity": record.quantity,
        "totalAmount": bag(order, record.total),
        "totalTaxAmount": bag(order, record.tax),
        **_discounts(order, record),
        "taxes": [
            {"id": gid("SaleTax", record.id), "amount": row["priceSet"], "taxLine": row}
            for row in tax_lines(order, rate, record.tax)
        ]
        if rate and record.tax
        else [],
    }
    if record.line_type in ("PRODUCT", "GIFT_CARD", "TIP"):
        body["lineItem"] = of
    if record.line_type == "DUTY":
        duty = order.duties[0]
        body["duty"] = {"id": gid("Duty", duty.id), "price": bag(order, duty.amount), "taxLines": []}
    return body


def _discounts(order: Order, record: Sale) -> dict[str, Any]:
    """The discount with and without the tax that it saved."""
    of = line_of(order, record.line_id)
    saved = tax_in(record.discount, of.line.tax_rate, order.taxes_included) if of else 0
    before, after = (
        (record.discount - saved, record.discount)
        if order.taxes_included
        else (record.discount, record.discount + saved)
    )
    return {
        "totalDiscountAmountBeforeTaxes": bag(order, before),
        "totalDiscountAmountAfterTaxes": bag(order, after),
    }
