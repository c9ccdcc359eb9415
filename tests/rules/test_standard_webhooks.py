"""The signature that receivers check with the libraries of Standard Webhooks 1.0.0."""

import base64
import json
from datetime import UTC, datetime

from app.rules.standard_webhooks import message, secret_of, signed_headers


def test_the_vector_of_the_reference_libraries_is_signed_alike():
    """standard-webhooks/libraries, the vector that all of them share."""
    at = datetime.fromtimestamp(1614265330, UTC)
    headers = signed_headers(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        at,
        b'{"test": 2432232314}',
    )
    assert headers == {
        "Webhook-Id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "Webhook-Timestamp": "1614265330",
        "Webhook-Signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_secret_is_base64_behind_its_prefix():
    secret = secret_of(bytes(range(32)))
    assert secret.startswith("whsec_")
    assert base64.b64decode(secret[6:], validate=True) == bytes(range(32))


def test_a_message_says_what_and_when():
    body = json.loads(message("test", datetime(2026, 11, 26, tzinfo=UTC), {"shop": "x"}))
    assert body == {"type": "test", "timestamp": "2026-11-26T00:00:00+00:00", "data": {"shop": "x"}}
