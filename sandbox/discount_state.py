"""A discount as the control API shows it, with everything that decides who gets what off."""

from datetime import datetime
from typing import Any

from sandbox.amounts import text
from sandbox.clock import utc_text
from sandbox.discount import Discount
from sandbox.discount_items import Items
from sandbox.discount_summary import summary
from sandbox.store import Store


def shown_discount(store: Store, record: Discount, now: datetime) -> dict[str, Any]:
    context = record.context
    return {
        "id": record.id,
        "gid": record.gid,
        "method": record.method,
        "type": record.effect,
        "class": record.discount_class,
        "title": record.title,
        "status": record.status(now),
        "summary": summary(record, store.currency),
        "percent": f"{record.percent.normalize():f}" if record.percent is not None else None,
        "amount": _money(store, record.amount),
        "items": _items(record.items),
        "buys": _buys(store, record),
        "minimum_subtotal": _money(store, record.minimum_subtotal),
        "minimum_quantity": record.minimum_quantity,
        "max_shipping": _money(store, record.maximum_shipping),
        "countries": list(record.countries) if record.countries is not None else None,
        "context": context.kind,
        "segments": list(context.ids) if context.kind == "segments" else [],
        "customers": list(context.ids) if context.kind == "customers" else [],
        "combines_with": {
            "order": record.combines.order,
            "product": record.combines.product,
            "shipping": record.combines.shipping,
        },
        "code": record.code,
        "codes": [row.code for row in record.codes],
        "starts_at": utc_text(record.starts_at),
        "ends_at": utc_text(record.ends_at) if record.ends_at else None,
        "usage_limit": record.usage_limit,
        "once_per_customer": record.once_per_customer,
        "used": len(record.used_by),
    }


def _items(items: Items) -> dict[str, Any]:
    return {
        "kind": items.kind,
        "products": list(items.product_ids),
        "variants": list(items.variant_ids),
        "collections": list(items.collection_ids),
    }


def _buys(store: Store, record: Discount) -> dict[str, Any] | None:
    """What has to be bought for a gift, and how many are given how often."""
    if record.buys is None:
        return None
    return {
        "items": _items(record.buys.items),
        "quantity": record.buys.quantity,
        "amount": _money(store, record.buys.amount),
        "gives": record.gift_quantity,
        "uses_per_order": record.uses_per_order,
    }


def _money(store: Store, amount: int | None) -> str | None:
    return text(amount, store.currency) if amount is not None else None
