"""Signing what we send, as Standard Webhooks 1.0.0 has it, so that receivers need no code of ours.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md: the secret is
`whsec_` and base64 of 24 to 64 bytes; what is signed is `id.timestamp.body`; the signature is `v1,` and
base64 of its HMAC-SHA256. The id stays the same over retries, the timestamp is that of the attempt.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime

PREFIX = "whsec_"
SECRET_BYTES = 32


def secret_of(key: bytes) -> str:
    """The secret as receivers keep it."""
    return PREFIX + base64.b64encode(key).decode()


def signed_headers(secret: str, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers of a delivery made at `at`."""
    seconds = str(int(at.timestamp()))
    key = base64.b64decode(secret.removeprefix(PREFIX))
    told = b".".join((message_id.encode(), seconds.encode(), body))
    signature = base64.b64encode(hmac.new(key, told, hashlib.sha256).digest()).decode()
    return {
        "Webhook-Id": message_id,
        "Webhook-Timestamp": seconds,
        "Webhook-Signature": f"v1,{signature}",
    }


def message(kind: str, at: datetime, told: Mapping[str, object]) -> bytes:
    """The body: what happened, when, and its facts."""
    whole = {"type": kind, "timestamp": at.isoformat(), "data": told}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
