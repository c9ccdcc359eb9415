"""Cancelling: what is left of the order goes, by a refund record that may pay nothing back."""

from dataclasses import replace
from datetime import datetime

from sandbox.ids import Ids
from sandbox.order import Order
from sandbox.order_money import net_payment
from sandbox.refunds import everything, refund
from sandbox.refused import Refused
from sandbox.transaction import Transaction, capturable, received


def cancel(
    ids: Ids, order: Order, at: datetime, *, pay_back: bool, reason: str = "other", keep_lines: bool = False
) -> Order:
    """With `keep_lines` the lines and the totals stay, as in the cancelled orders of the documentation;
    otherwise they leave the order (restock type "cancel"). Money that is not paid back stays owed."""
    if order.cancelled_at is not None:
        raise Refused("Cannot cancel an order that has already been canceled")
    has_money = received(order.transactions) > 0
    after = order
    if not keep_lines:
        ask = everything(order, amount=net_payment(order), note="Order canceled")
        ask = replace(ask, restock_type="cancel")
        after = refund(ids, order, ask, at) if pay_back else _without_payment(ids, order, at)
    elif pay_back and has_money:
        raise Refused("A refund takes the lines with it: cancel without keep_lines")
    if capturable(order.transactions):
        after = _voided(ids, after, at)
    return replace(after, cancelled_at=at, cancel_reason=reason, updated_at=at)


def _without_payment(ids: Ids, order: Order, at: datetime) -> Order:
    """The merchant chose to refund later: no transaction, and no adjustment that would settle it."""
    ask = replace(everything(order, amount=0, note="Order canceled"), restock_type="cancel")
    after = refund(ids, order, ask, at)
    unsettled = replace(after.refunds[-1], adjustments=())
    ledger = after.agreements[-1]
    kept = tuple(sale for sale in ledger.sales if sale.line_type != "ADJUSTMENT")
    return replace(
        after,
        refunds=(*after.refunds[:-1], unsettled),
        agreements=(*after.agreements[:-1], replace(ledger, sales=kept)),
    )


def _voided(ids: Ids, order: Order, at: datetime) -> Order:
    opened = next(t for t in order.transactions if t.kind == "authorization")
    void = Transaction(
        ids.take("OrderTransaction"), "void", opened.amount, at, opened.gateway, parent_id=opened.id
    )
    return replace(order, transactions=(*order.transactions, void))
