"""OrderTransaction."""

from typing import Any

from sandbox.clock import utc_text
from sandbox.ids import gid
from sandbox.order import Order
from sandbox.refund_payments import refundable
from sandbox.resolvers.order_bag import bag, transaction_bag
from sandbox.transaction import Transaction

_PAYMENTS = ("sale", "capture")


def transaction(order: Order, record: Transaction) -> dict[str, Any]:
    parent = next((t for t in order.transactions if t.id == record.parent_id), None)
    return {
        "__typename": "OrderTransaction",
        "id": gid("OrderTransaction", record.id),
        "kind": record.kind.upper(),
        "status": record.status.upper(),
        "gateway": record.gateway,
        "formattedGateway": record.gateway.replace("_", " ").title(),
        "manualPaymentGateway": record.gateway == "manual",
        "test": order.test,
        "createdAt": utc_text(record.created_at),
        "processedAt": utc_text(record.created_at),
        "amountSet": transaction_bag(order, record),
        "totalUnsettledSet": bag(order, 0),
        "maximumRefundableV2": _refundable(order, record),
        "order": order,
        "parentTransaction": transaction(order, parent) if parent else None,
        "errorCode": None,
        "paymentId": f"{order.name}.{record.id % 1000}",
    }


def _refundable(order: Order, record: Transaction) -> dict[str, str] | None:
    if record.kind not in _PAYMENTS:
        return None
    left: dict[str, str] = bag(order, refundable(order, record))["presentmentMoney"]
    return left
