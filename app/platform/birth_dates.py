"""Birth dates, from Shopify's own customer metafield (platform 1.3). The year is never kept."""

from collections.abc import Sequence
from datetime import date

from app.platform.calls import ShopCalls

AT_ONCE = 250


def enable(calls: ShopCalls) -> str:
    """Switches the standard definition on and returns its gid; on again is as on. Raises UserErrors."""
    made = calls.named("birth_date_enable").root("standardMetafieldDefinitionEnable")
    return str((made.get("createdDefinition") or {}).get("id", ""))


def read(calls: ShopCalls, platform_ids: Sequence[int]) -> dict[int, str]:
    """By customer month and day, as `02-29`; empty where none is held. Who is gone is left out."""
    ids = [f"gid://shopify/Customer/{platform_id}" for platform_id in platform_ids]
    nodes = calls.named("birth_dates", {"ids": ids}, can_wait=True).data["nodes"]
    return {int(node["id"].rsplit("/", 1)[-1]): _day(node["metafield"]) for node in nodes if node is not None}


def _day(metafield: dict[str, str] | None) -> str:
    return f"{date.fromisoformat(metafield['value']):%m-%d}" if metafield else ""
