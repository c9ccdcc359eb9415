"""Who is asking through the store's app proxy: a shopper of a store, proven by Shopify's signature.

The signed text has no separators, so one signature fits several ways to split it into parameters. Hence a
closed list: each key at most once, no other key, each value by a pattern of its own without `=`; no key
ends with another key, so there is one way to read it (reliability T11–T14).
Source: https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies
"""

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote_to_bytes

from app.config import Config
from app.errors import Refused
from app.platform.auth import is_shop

FRESH_SECONDS = 90
LONGEST_QUERY = 1000

PATTERNS = {
    "shop": r"[a-z0-9.-]{1,100}",
    "path_prefix": r"(/[A-Za-z0-9._-]{1,80}){1,8}",
    "timestamp": r"[0-9]{1,12}",
    "logged_in_customer_id": r"[1-9][0-9]{0,18}|",
    "signature": r"[0-9a-f]{64}",
    "locale": r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}",
}
OPTIONAL = {"locale"}


@dataclass(frozen=True, slots=True)
class Shopper:
    """`customer_id` is the platform's; None where nobody is logged in. `prefix` is where the store has us."""

    shop: str
    customer_id: int | None
    prefix: str


def shopper_of(query: bytes, config: Config, now: datetime) -> Shopper:
    """Checks the raw query of a proxied request strictly. Raises Refused, saying no more than that."""
    given = _parameters(query)
    named = dict(given)
    whole = PATTERNS.keys() - OPTIONAL <= named.keys() <= PATTERNS.keys() and len(named) == len(given)
    if not whole or not all(re.fullmatch(PATTERNS[name], value, re.ASCII) for name, value in given):
        raise Refused("The request is not one of the app proxy.")
    signature = named.pop("signature").encode()
    if not any(hmac.compare_digest(made, signature) for made in _signatures(named, config.secrets)):
        raise Refused("The signature of the request is not right.")
    if abs(now.timestamp() - int(named["timestamp"])) > FRESH_SECONDS or not is_shop(named["shop"]):
        raise Refused("The request is too old, or names no store.")
    customer = named["logged_in_customer_id"]
    return Shopper(named["shop"], int(customer) if customer else None, named["path_prefix"])


def _parameters(query: bytes) -> list[tuple[str, str]]:
    """As they stand, blank ones too. Raises Refused for what is no plain ASCII or has no `=`."""
    if len(query) > LONGEST_QUERY:
        raise Refused("The request is too long.")
    found = []
    for part in query.split(b"&"):
        name, equals, value = part.partition(b"=")
        if not equals:
            raise Refused("A parameter has no value.")
        try:
            found.append((name.decode("ascii"), unquote_to_bytes(value).decode("ascii")))
        except UnicodeDecodeError as wrong:
            raise Refused("A parameter is not ASCII.") from wrong
    return found


def _signatures(named: dict[str, str], secrets: Iterable[str]) -> Iterable[bytes]:
    """By each secret that may be in use: hex, over the sorted `name=value` with nothing between them."""
    signed = "".join(sorted(f"{name}={value}" for name, value in named.items())).encode()
    for secret in secrets:
        yield hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest().encode()
