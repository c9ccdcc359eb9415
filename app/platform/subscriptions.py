"""Which topics the platform sends us for a store: asked for after install and looked at every night.

The platform drops a subscription after eight failures in a row, so what is missing is made again.
"""

from collections.abc import Iterable

from app.errors import UserErrors
from app.platform.calls import ShopCalls


def enum_of(topic: str) -> str:
    """`orders/create` → ORDERS_CREATE."""
    return topic.replace("/", "_").replace(".", "_").upper()


def ensure(calls: ShopCalls, topics: Iterable[str], uri: str) -> int:
    """Subscribes to what is missing; returns how many were made. Raises PlatformError."""
    present = set()
    after = None
    while True:
        page = calls.named("subscriptions", {"after": after}).data["webhookSubscriptions"]
        present |= {node["topic"] for node in page["nodes"] if node["uri"] == uri}
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    missing = [topic for topic in topics if enum_of(topic) not in present]
    for topic in missing:
        answer = calls.named("subscribe", {"topic": enum_of(topic), "subscription": {"uri": uri}})
        try:
            answer.root("webhookSubscriptionCreate")
        except UserErrors as refused:
            if "already been taken" not in str(refused):
                raise
    return len(missing)
