"""Reading orders: one with all its facts, and which were updated since, each with what tells its state."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.platform.calls import ShopCalls
from app.rules.money import minor


@dataclass(frozen=True, slots=True)
class OrderRead:
    """One answer: the order's node as JSON, with `readAt` beside it. `same` tells equal nodes."""

    body: bytes
    updated_at: datetime
    same: str


@dataclass(frozen=True, slots=True)
class OrderSeen:
    """An order in a list: enough to tell whether we hold this state of it. The total is what is left now."""

    order_id: int
    updated_at: datetime
    payment: str
    total_minor: int
    cancelled: bool = False


def read_facts(calls: ShopCalls, order_id: int, now: datetime) -> OrderRead | None:
    """Reads an order whole; None if the platform does not show it (any more). Raises PlatformError."""
    gid = f"gid://shopify/Order/{order_id}"
    node = calls.named("order_facts", {"id": gid}).data.get("order")
    if node is None:
        return None
    _more_lines(calls, gid, node["lineItems"])
    agreements = _all_agreements(calls, gid, node["agreements"])
    whole = node | {"agreements": {"nodes": agreements}}
    same = hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:16]
    body = json.dumps(whole | {"readAt": now.isoformat()}, ensure_ascii=False).encode()
    return OrderRead(body, datetime.fromisoformat(node["updatedAt"]), same)


def _more_lines(calls: ShopCalls, gid: str, lines: dict[str, Any]) -> None:
    page = lines
    while page["pageInfo"]["hasNextPage"]:
        after = {"id": gid, "after": page["pageInfo"]["endCursor"]}
        page = calls.named("order_lines", after).data["order"]["lineItems"]
        lines["nodes"] += page["nodes"]


def _all_agreements(calls: ShopCalls, gid: str, page: dict[str, Any]) -> list[dict[str, Any]]:
    """Agreements are no nodes of their own: one is found again by the cursor of the one before it."""
    agreements: list[dict[str, Any]] = []
    before = None
    while True:
        for edge in page["edges"]:
            _more_sales(calls, gid, before, edge["node"]["sales"])
            agreements.append(edge["node"])
            before = edge["cursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return agreements
        after = {"id": gid, "after": page["pageInfo"]["endCursor"]}
        page = calls.named("order_agreements", after).data["order"]["agreements"]


def _more_sales(calls: ShopCalls, gid: str, before: str | None, sales: dict[str, Any]) -> None:
    page = sales
    while page["pageInfo"]["hasNextPage"]:
        place = {"id": gid, "before": before, "after": page["pageInfo"]["endCursor"]}
        page = calls.named("order_sales", place).data["order"]["agreements"]["nodes"][0]["sales"]
        sales["nodes"] += page["nodes"]


def updated_since(calls: ShopCalls, since: datetime) -> Iterator[OrderSeen]:
    """The orders updated at or after an instant, oldest first, page by page."""
    query = f"updated_at:>='{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}'"
    after = None
    while True:
        page = calls.named("orders_updated", {"query": query, "after": after}, can_wait=True).data["orders"]
        for node in page["nodes"]:
            yield _seen(node)
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def look(calls: ShopCalls, order_id: int) -> OrderSeen | None:
    """One order as lists show it; None if the platform does not know it (any more). Raises PlatformError."""
    node = calls.named("order_seen", {"id": f"gid://shopify/Order/{order_id}"}).data.get("order")
    return _seen(node) if node else None


def _seen(node: dict[str, Any]) -> OrderSeen:
    total = node["currentTotalPriceSet"]["shopMoney"]
    return OrderSeen(
        order_id=int(node["id"].rsplit("/", 1)[-1]),
        updated_at=datetime.fromisoformat(node["updatedAt"]),
        payment=(node["displayFinancialStatus"] or "pending").lower(),
        total_minor=minor(total["amount"], total["currencyCode"]),
        cancelled=node["cancelledAt"] is not None,
    )
