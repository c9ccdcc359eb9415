"""The door: verify, limit, store, answer 200. Nothing is judged here.

The headers are not signed: where the body names a shop, it must be the header's. A repeated webhook id
answers 200 and changes nothing. Privacy topics of stores we know are taken whatever their state; they
erase, so their body must name the store: no other signed body passes for one.
"""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, current_app, request
from sqlmodel import select
from werkzeug.exceptions import RequestEntityTooLarge

from app.config import Config
from app.db import Database
from app.inbox import Delivery, Inbox
from app.models import Shop
from app.models.shop import UNINSTALLED
from webhooks.strict_json import BadJson, read_object
from webhooks.verify import signature_holds

MAX_BODY = 16 * 1024 * 1024
SHOP = re.compile(r"[a-z0-9][a-z0-9-]{0,60}\.myshopify\.com", re.ASCII)
TOPIC = re.compile(r"[a-z_]+(?:/[a-z_]+|\.[a-z_]+)+", re.ASCII)
LONGEST_TOPIC = 100
WEBHOOK_ID = re.compile(r"[!-~]{1,200}", re.ASCII)
NOTE = re.compile(r"[ -~]*", re.ASCII)
PRIVACY = frozenset({"customers/data_request", "customers/redact", "shop/redact"})
KNOWN_FOR = 2.0
"""Seconds for which the door may trust what it knows of a shop's state."""

receive = Blueprint("receive", __name__)


@dataclass(frozen=True, slots=True)
class _Known:
    shop_id: int | None
    state: str
    until: float


class Door:
    """What the door needs: the secrets, the inbox, and which shops there are."""

    def __init__(self, config: Config, db: Database, inbox: Inbox, clock: Callable[[], datetime]) -> None:
        self.config, self.db, self.inbox, self.clock = config, db, inbox, clock
        self._shops: dict[str, _Known] = {}
        self._lock = threading.Lock()

    def shop(self, domain: str) -> _Known:
        known = self._shops.get(domain)
        if known is None or known.until < time.monotonic():
            with self.db.read() as session:
                row = session.exec(select(Shop).where(Shop.domain == domain)).first()
            known = _Known(row.id if row else None, row.state if row else "", time.monotonic() + KNOWN_FOR)
            with self._lock:
                if len(self._shops) > 10_000:
                    self._shops.clear()
                self._shops[domain] = known
        return known


@receive.post("/webhooks")
def take() -> Response:
    door: Door = current_app.extensions["door"]
    if (request.content_length or 0) > MAX_BODY:
        return _answer(413, "The body is larger than 16 MiB.")
    request.max_content_length = MAX_BODY
    try:
        raw = request.get_data(cache=False)
    except RequestEntityTooLarge:
        return _answer(413, "The body is larger than 16 MiB.")
    headers = request.headers
    if not signature_holds(raw, headers.get("X-Shopify-Hmac-Sha256"), door.config.secrets):
        return _answer(401, "The signature does not match the body.")
    domain = headers.get("X-Shopify-Shop-Domain", "").lower()
    topic = headers.get("X-Shopify-Topic", "")
    webhook_id = headers.get("X-Shopify-Webhook-Id", "")
    if not SHOP.fullmatch(domain) or not _is_topic(topic) or not WEBHOOK_ID.fullmatch(webhook_id):
        return _answer(
            400, "X-Shopify-Shop-Domain, X-Shopify-Topic or X-Shopify-Webhook-Id is missing or odd."
        )
    try:
        body = read_object(raw)
    except BadJson as problem:
        return _answer(400, f"The body is not acceptable JSON: {problem}.")
    if not _names_this_shop(body, domain, topic):
        return _answer(401, "The body names another shop than the header, or none.")
    known = door.shop(domain)
    if known.shop_id is None or known.state == UNINSTALLED:
        if topic not in PRIVACY:
            return _answer(410, "This store does not use this app.")
        if known.shop_id is None:
            return _answer(200, "Nothing of this store is kept.")
    delivery = Delivery(
        shop_id=known.shop_id,
        webhook_id=webhook_id,
        topic=topic,
        body=raw,
        received_at=door.clock(),
        event_id=_note(headers.get("X-Shopify-Event-Id", ""), 200),
        api_version=_note(headers.get("X-Shopify-Api-Version", ""), 20),
        triggered_at=_instant(headers.get("X-Shopify-Triggered-At")),
    )
    door.inbox.accept(delivery)
    return _answer(200, "")


def _is_topic(text: str) -> bool:
    return len(text) <= LONGEST_TOPIC and TOPIC.fullmatch(text) is not None


def _names_this_shop(body: dict[str, Any], domain: str, topic: str) -> bool:
    """Whatever names a shop names this one; a privacy topic names it in any case."""
    named = [body[key] for key in ("myshopify_domain", "shop_domain") if isinstance(body.get(key), str)]
    if topic in PRIVACY and not isinstance(body.get("shop_domain"), str):
        return False
    return all(name.lower() == domain for name in named)


def _note(text: str, longest: int) -> str:
    """A header that nothing hangs on; one that not every database could keep is left out."""
    return text[:longest] if NOTE.fullmatch(text) else ""


def _instant(text: str | None) -> datetime | None:
    """The header is a hint only; one that cannot be read, or is of no year of ours, is none.

    Databases keep years that cannot be read from them again, and such a row would block all behind it.
    """
    try:
        instant = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    if instant is None or not 1970 < instant.year < 2200:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _answer(status: int, words: str) -> Response:
    return Response(words, status, mimetype="text/plain")
