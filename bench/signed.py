"""Deliveries as the platform signs them, and as bytes on the wire."""

import base64
import hashlib
import hmac


def signature(secret: str, body: bytes) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def headers(shop: str, topic: str, webhook_id: str, signed: str) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "User-Agent": "Shopify-Captain-Hook",
        "X-Shopify-Topic": topic,
        "X-Shopify-Shop-Domain": shop,
        "X-Shopify-Hmac-Sha256": signed,
        "X-Shopify-Webhook-Id": webhook_id,
        "X-Shopify-Event-Id": f"event-{webhook_id}",
        "X-Shopify-Api-Version": "2026-10",
        "X-Shopify-Triggered-At": "2026-11-21T10:00:00.000000000Z",
    }


def request_bytes(port: int, heading: dict[str, str], body: bytes) -> bytes:
    """A whole HTTP/1.1 request."""
    lines = (
        "POST /webhooks HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        *(f"{name}: {value}" for name, value in heading.items()),
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join((*lines, "", "")).encode() + body
