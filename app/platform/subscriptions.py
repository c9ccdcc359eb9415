"""Which topics the platform sends us for a store: asked for after install and looked at every night.

The platform drops a subscription after eight failures in a row, so what is missing is made again: all of it
in one request, because whoever installs waits for it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from app.errors import PlatformError, UserErrors
from app.platform.calls import ShopCalls
from app.rules.said import said


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
    if missing:
        _subscribe(calls, missing, uri)
    return len(missing)


def _subscribe(calls: ShopCalls, topics: Sequence[str], uri: str) -> None:
    text, variables = compose(topics, uri)
    answer = calls.run(text, variables)
    for n, topic in enumerate(topics):
        if answer.data.get(f"topic{n}") is None:
            words = "; ".join(str(error.get("message")) for error in answer.errors)
            raise PlatformError(
                said(
                    "Shopify did not subscribe us to %(topic)s: %(problem)s",
                    topic=topic,
                    problem=words or said("no answer"),
                )
            )
        try:
            answer.root(f"topic{n}")
        except UserErrors as refused:
            if "already been taken" not in str(refused):
                raise


def compose(topics: Sequence[str], uri: str) -> tuple[str, dict[str, Any]]:
    """The document with one mutation for each topic, `topic0` and so on, and its variables."""
    body = "\n".join(
        f"  topic{n}: webhookSubscriptionCreate(topic: {enum_of(topic)}, webhookSubscription: $ours)"
        " { userErrors { field message } }"
        for n, topic in enumerate(topics)
    )
    text = f"mutation Subscribe($ours: WebhookSubscriptionInput!) {{\n{body}\n}}"
    return text, {"ours": {"uri": uri}}
