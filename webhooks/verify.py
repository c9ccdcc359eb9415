"""Is a delivery really from Shopify? HMAC-SHA256 over the raw bytes, before anything is parsed.

Source: https://shopify.dev/docs/apps/build/webhooks/subscribe/https (base64 in X-Shopify-Hmac-Sha256).
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence


def signature_holds(raw: bytes, header: str | None, secrets: Sequence[str]) -> bool:
    """True if one of the secrets (current, previous) signed these bytes. Compares in constant time.

    Headers are compared as bytes: `compare_digest` raises on text that is not ASCII.
    """
    got, holds = (header or "").strip().encode("utf-8", "surrogateescape"), False
    for secret in secrets:
        wanted = base64.b64encode(hmac.new(secret.encode(), raw, hashlib.sha256).digest())
        holds |= hmac.compare_digest(wanted, got)
    return holds
