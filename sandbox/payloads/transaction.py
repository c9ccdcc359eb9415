"""order_transactions/create, and the transactions inside refunds."""

from typing import Any

from sandbox.amounts import convert, text
from sandbox.clock import local_text
from sandbox.ids import gid
from sandbox.order import Order
from sandbox.store import Store
from sandbox.transaction import Transaction


def transaction(store: Store, order: Order, record: Transaction) -> dict[str, Any]:
    """The amount is in the currency the customer saw, which `currency` names."""
    at = local_text(record.created_at, store.timezone)
    shown = record.shown
    if shown is None:
        shown = convert(record.amount, order.currency, order.presentment_rate, order.shown_currency)
    return {
        "id": record.id,
        "order_id": order.id,
        "kind": record.kind,
        "gateway": record.gateway,
        "status": record.status,
        "message": "Transaction approved",
        "created_at": at,
        "test": order.test,
        "authorization": None,
        "location_id": None,
        "user_id": None,
        "parent_id": record.parent_id,
        "processed_at": at,
        "device_id": None,
        "error_code": None,
        "source_name": order.source_name,
        "receipt": {},
        "amount": text(shown, order.shown_currency),
        "currency": order.shown_currency,
        "payment_id": f"{order.name}.{1 + _place(order, record)}",
        "total_unsettled_set": {
            "presentment_money": {"amount": "0.0", "currency": order.shown_currency},
            "shop_money": {"amount": "0.0", "currency": order.currency},
        },
        "manual_payment_gateway": record.gateway == "manual",
        "amount_rounding": None,
        "admin_graphql_api_id": gid("OrderTransaction", record.id),
    }


def _place(order: Order, record: Transaction) -> int:
    return next((at for at, t in enumerate(order.transactions) if t.id == record.id), 0)
