"""Where products are published: the one publication that matters here is the online store's."""

from app.platform.calls import ShopCalls


def online_store(calls: ShopCalls) -> str | None:
    """Its id; None if the store has no online store. Raises PlatformError.

    It is the only publication that can publish at a future date (schema 2026-10, `PublicationInput`).
    """
    for node in calls.named("publications").data["publications"]["nodes"]:
        if node["supportsFuturePublishing"]:
            return str(node["id"])
    return None
