"""refunds/create, and the refunds inside orders."""

from typing import Any

from sandbox.amounts import text
from sandbox.clock import local_text
from sandbox.ids import gid
from sandbox.order import Order
from sandbox.payloads.line import line, shipping_line
from sandbox.payloads.money import money_set, number
from sandbox.payloads.transaction import transaction
from sandbox.refund import Adjustment, Refund, RefundLine
from sandbox.store import Store


def refund(store: Store, order: Order, record: Refund) -> dict[str, Any]:
    at = local_text(record.created_at, store.timezone)
    shown = record.adjustments if record.adjustments_in_webhook else ()
    return {
        "id": record.id,
        "admin_graphql_api_id": gid("Refund", record.id),
        "order_id": order.id,
        "created_at": at,
        "processed_at": at,
        "note": record.note,
        "user_id": None,
        "restock": record.restock,
        "duties": [_refunded_duty(order, record)] if record.duties else [],
        "total_duties_set": money_set(order, record.duties),
        "return": None,
        "refund_shipping_lines": [_refunded_shipping(order, record)] if record.shipping_id else [],
        "order_adjustments": [_adjustment(order, record, row) for row in shown],
        "refund_line_items": [_refunded_line(order, row) for row in record.lines],
        "transactions": [transaction(store, order, row) for row in record.transactions],
    }


def _refunded_line(order: Order, record: RefundLine) -> dict[str, Any]:
    of = next(row for row in order.lines if row.id == record.line_id)
    return {
        "id": record.id,
        "quantity": record.quantity,
        "line_item_id": record.line_id,
        "location_id": None,
        "restock_type": record.restock_type,
        "subtotal": number(record.subtotal, order.currency),
        "total_tax": number(record.tax, order.currency),
        "subtotal_set": money_set(order, record.subtotal),
        "total_tax_set": money_set(order, record.tax),
        "line_item": line(order, of),
    }


def _refunded_shipping(order: Order, record: Refund) -> dict[str, Any]:
    assert order.shipping is not None
    return {
        "id": record.shipping_id,
        "shipping_line_id": order.shipping.id,
        "shipping_line": shipping_line(order, order.shipping),
        "subtotal_amount_set": money_set(order, record.shipping),
        "tax_amount_set": money_set(order, record.shipping_tax),
    }


def _refunded_duty(order: Order, record: Refund) -> dict[str, Any]:
    return {"duty_id": order.duties[0].id, "amount_set": money_set(order, record.duties)}


def _adjustment(order: Order, refund_of: Refund, record: Adjustment) -> dict[str, Any]:
    return {
        "id": record.id,
        "order_id": order.id,
        "refund_id": refund_of.id,
        "amount": text(record.amount, order.currency),
        "tax_amount": text(0, order.currency),
        "kind": "refund_discrepancy",
        "reason": record.reason.replace("_", " ").capitalize(),
        "amount_set": money_set(order, record.amount),
        "tax_amount_set": money_set(order, 0),
    }
