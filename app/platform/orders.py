"""Reading orders: one with all its facts, and which were updated since."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from app.errors import PlatformError
from app.platform.calls import ShopCalls


def read_facts(calls: ShopCalls, order_id: int) -> bytes | None:
    """The order's node as JSON for the inbox; None if the platform does not show it (any more).

    Raises PlatformError; permanent if the order has more lines than one answer holds.
    """
    node = calls.named("order_facts", {"id": f"gid://shopify/Order/{order_id}"}).data.get("order")
    if node is None:
        return None
    connections = [node["lineItems"], node["agreements"], *(a["sales"] for a in node["agreements"]["nodes"])]
    if any(each["pageInfo"]["hasNextPage"] for each in connections):
        raise PlatformError(f"Order {order_id} is too long for one answer.", permanent=True)
    return json.dumps(node, ensure_ascii=False).encode()


def updated_since(calls: ShopCalls, since: datetime) -> Iterator[tuple[int, datetime]]:
    """Ids and `updated_at` of the orders updated at or after an instant, oldest first, page by page."""
    query = f"updated_at:>='{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}'"
    after = None
    while True:
        page = calls.named("orders_updated", {"query": query, "after": after}, can_wait=True).data["orders"]
        for node in page["nodes"]:
            yield int(node["id"].rsplit("/", 1)[-1]), datetime.fromisoformat(node["updatedAt"])
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]
