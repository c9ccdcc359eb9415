"""orders/edited. It says which lines changed, and nothing about money."""

from typing import Any

from sandbox.clock import local_text
from sandbox.order import Edit, Order
from sandbox.store import Store


def order_edited(store: Store, order: Order, edit: Edit) -> dict[str, Any]:
    at = local_text(edit.committed_at, store.timezone)
    return {
        "order_edit": {
            "id": edit.id,
            "app_id": None,
            "created_at": at,
            "committed_at": at,
            "notify_customer": False,
            "order_id": order.id,
            "staff_note": edit.note,
            "user_id": None,
            "line_items": {
                "additions": [{"id": line_id, "delta": units} for line_id, units in edit.additions],
                "removals": [{"id": line_id, "delta": units} for line_id, units in edit.removals],
            },
            "discounts": {"line_item": {"additions": [], "removals": []}},
            "shipping_lines": {"additions": [], "removals": []},
        }
    }
