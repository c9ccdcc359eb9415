"""What GET /control/{shop}/state shows of orders and discounts."""

from datetime import datetime
from typing import Any

from sandbox import payloads
from sandbox.amounts import text
from sandbox.clock import utc_text
from sandbox.control import the_world
from sandbox.discount import Discount
from sandbox.discount_summary import summary
from sandbox.resolvers.discount_shown import node_gid
from sandbox.store import Store


def commerce_state(store: Store) -> dict[str, Any]:
    now = the_world().clock.now()
    return {
        "orders": {order.id: payloads.order(store, order) for order in store.orders.values()},
        "discounts": [shown_discount(store, row, now) for row in store.discounts.values()],
    }


def shown_discount(store: Store, record: Discount, now: datetime) -> dict[str, Any]:
    context = record.context
    return {
        "id": record.id,
        "gid": node_gid(record),
        "method": record.method,
        "type": record.effect,
        "class": record.discount_class,
        "title": record.title,
        "status": record.status(now),
        "summary": summary(record, store.currency),
        "percent": f"{record.percent.normalize():f}" if record.percent is not None else None,
        "amount": text(record.amount, store.currency) if record.amount is not None else None,
        "max_shipping": text(record.maximum_shipping, store.currency)
        if record.maximum_shipping is not None
        else None,
        "context": context.kind,
        "segments": list(context.ids) if context.kind == "segments" else [],
        "customers": list(context.ids) if context.kind == "customers" else [],
        "combines_with": {
            "order": record.combines.order,
            "product": record.combines.product,
            "shipping": record.combines.shipping,
        },
        "code": record.code,
        "starts_at": utc_text(record.starts_at),
        "ends_at": utc_text(record.ends_at) if record.ends_at else None,
        "usage_limit": record.usage_limit,
        "used": len(record.used_by),
    }
