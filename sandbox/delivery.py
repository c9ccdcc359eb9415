"""One webhook delivery: what is sent to one address, over all its attempts."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Any

API_VERSION = "2026-10"


@dataclass
class Delivery:
    id: str  # X-Shopify-Webhook-Id: the same over retries and duplicates
    shop: str
    topic: str
    event_id: str
    url: str
    body: bytes
    triggered_at: str
    subscription_id: int | None = None  # None for compliance topics, which belong to no subscription
    name: str | None = None
    status: int | str | None = None  # the last answer's code, or what happened instead of one
    attempts: int = 0
    response_ms: int | None = None
    at: str = field(default="")  # when the last attempt ended

    def headers(self, secret: str) -> dict[str, str]:
        digest = hmac.new(secret.encode(), self.body, hashlib.sha256).digest()
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Shopify-Captain-Hook",
            "X-Shopify-Topic": self.topic,
            "X-Shopify-Hmac-Sha256": base64.b64encode(digest).decode(),
            "X-Shopify-Shop-Domain": self.shop,
            "X-Shopify-API-Version": API_VERSION,
            "X-Shopify-Webhook-Id": self.id,
            "X-Shopify-Event-Id": self.event_id,
            "X-Shopify-Triggered-At": self.triggered_at,
        }
        return headers if self.name is None else {**headers, "X-Shopify-Name": self.name}

    def logged(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "shop": self.shop,
            "topic": self.topic,
            "status": self.status,
            "attempts": self.attempts,
            "at": self.at,
            "response_ms": self.response_ms,
        }
