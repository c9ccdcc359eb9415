"""Orders that wait to be sent, with the stock of what they hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.platform.calls import ShopCalls


@dataclass(frozen=True, slots=True)
class OpenLine:
    """`stock` is what can still be sold, below nought if more was sold; None where it is not counted."""

    title: str
    sku: str
    waiting: int
    stock: int | None


@dataclass(frozen=True, slots=True)
class OpenOrder:
    order_id: int
    name: str
    placed_at: datetime
    customer: int | None
    lines: tuple[OpenLine, ...]


def read(calls: ShopCalls) -> Iterator[OpenOrder]:
    """Every order that is neither cancelled, archived nor fulfilled, oldest first. Raises PlatformError."""
    after = None
    while True:
        page = calls.named("open_orders", {"after": after}, can_wait=True).data["orders"]
        for node in page["nodes"]:
            yield _order(calls, node)
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def _order(calls: ShopCalls, node: dict[str, Any]) -> OpenOrder:
    lines, page = list(node["lineItems"]["nodes"]), node["lineItems"]
    while page["pageInfo"]["hasNextPage"]:
        place = {"id": node["id"], "after": page["pageInfo"]["endCursor"]}
        page = calls.named("open_order_lines", place, can_wait=True).data["order"]["lineItems"]
        lines += page["nodes"]
    return OpenOrder(
        order_id=_number(node["id"]),
        name=node["name"],
        placed_at=datetime.fromisoformat(node["processedAt"]),
        customer=_number(node["customer"]["id"]) if node["customer"] else None,
        lines=tuple(_line(each) for each in lines if each["unfulfilledQuantity"]),
    )


def _line(node: dict[str, Any]) -> OpenLine:
    variant = node["variant"] or {}
    tracked = (variant.get("inventoryItem") or {}).get("tracked")
    stock = variant.get("inventoryQuantity") if tracked else None
    return OpenLine(node["title"], node["sku"] or "", node["unfulfilledQuantity"], stock)


def _number(gid: str) -> int:
    return int(gid.rsplit("/", 1)[-1])
