"""Was what we gave spent? Credits, gift cards and codes, as far as the platform shows it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from app.platform.calls import ShopCalls

AT_ONCE = 100


def used(calls: ShopCalls, ids: Sequence[str]) -> set[str]:
    """Those of these gids of which something was used. What is not shown any more is not among them."""
    nodes = calls.named("grants_used", {"ids": list(ids)}, can_wait=True).data["nodes"]
    return {node["id"] for node in nodes if node is not None and _is_used(node)}


def _is_used(node: dict[str, Any]) -> bool:
    if "remainingAmount" in node:
        return Decimal(node["remainingAmount"]["amount"]) < Decimal(node["amount"]["amount"])
    if "balance" in node:
        return Decimal(node["balance"]["amount"]) < Decimal(node["initialValue"]["amount"])
    return bool((node.get("codeDiscount") or {}).get("asyncUsageCount"))
