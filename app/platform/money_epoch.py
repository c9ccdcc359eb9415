"""The count of what was sent of money, kept in the store beside our own (reliability 1c.5).

A metafield of the store in our own namespace, set only where it is what we read: another database that
sends for the same store, or an old one that came back, is noticed before it pays anything.
"""

from dataclasses import dataclass
from typing import Any

from app.platform.calls import ShopCalls

NAMESPACE, KEY = "$app:vip", "money_epoch"


@dataclass(frozen=True, slots=True)
class Epoch:
    owner: str
    """The store's gid."""
    value: int
    digest: str | None
    """None: it was never set."""


def epoch_of(shop: dict[str, Any]) -> Epoch:
    """The epoch in an answer that holds the store's `id` and `metafield { value compareDigest }`."""
    held = shop["metafield"]
    if held is None:
        return Epoch(shop["id"], 0, None)
    return Epoch(shop["id"], int(held["value"]), held["compareDigest"])


def read_epoch(calls: ShopCalls) -> Epoch:
    return epoch_of(calls.named("money_epoch_read", {"namespace": NAMESPACE, "key": KEY}).data["shop"])


def set_epoch(calls: ShopCalls, before: Epoch, value: int) -> None:
    """Raises UserErrors (STALE_OBJECT) where somebody else set it since it was read."""
    wanted = {
        "ownerId": before.owner,
        "namespace": NAMESPACE,
        "key": KEY,
        "type": "number_integer",
        "value": str(value),
        "compareDigest": before.digest,
    }
    calls.named("money_epoch_set", {"metafields": [wanted]}).root("metafieldsSet")
