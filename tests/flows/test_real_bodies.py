"""Bodies as Shopify really sent them, each in a store of its own: taken, understood, explained."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlmodel import select

from app.cli.ledger import ledger
from app.models import PrivacyRequest, Shop, WebhookEvent
from app.models.shop import LIVE
from app.programs import ensure_draft
from tests.conftest import SHARED
from tests.stage import Line, Store

FOLDER = SHARED / "payloads"
BODIES = sorted(FOLDER.glob("*/*.json"))
NEEDS_FOLDER = pytest.mark.skipif(not BODIES, reason="needs the folder shared/payloads beside the checkout")
PLACEHOLDER, DOMAIN = "{shop}.myshopify.com", "ada-shop.myshopify.com"

pytestmark = [NEEDS_FOLDER, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]


@pytest.mark.parametrize("path", BODIES, ids=lambda path: path.stem)
def test_a_real_body_is_taken_and_none_dies(line: Line, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    topic, body = topic_and_body(path)
    store = opened(line, currency_of(body))

    assert line.receive(store, topic, json.dumps(body, ensure_ascii=False)) == 200
    while line.worker.post_once() or line.worker.evaluate_once():
        pass

    with line.context.db.read() as session:
        shop_id = store.shop(session).id
        found = session.exec(select(WebhookEvent).where(WebhookEvent.shop_id == shop_id)).all()
        asked = session.exec(select(PrivacyRequest).where(PrivacyRequest.shop_id == shop_id)).all()
    if topic == "shop/redact":  # here the store is still installed: kept, with the reason
        assert "nothing was erased" in asked[0].outcome
    assert [(event.state, event.reason) for event in found if event.state != "done"] == []

    number = order_of(topic, body)
    if number is not None:
        told = shown(line, monkeypatch, number)
        assert told["order"]["order_id"] == number
        if topic == "refunds/create":
            assert told["entries"] == [] and told["order"]["snapshot"] is None
            waiting = [row.subject for row in line.outbox(store, "read_back")]
            assert waiting == [str(number)]


def topic_and_body(path: Path) -> tuple[str, dict[str, Any]]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8").replace(PLACEHOLDER, DOMAIN))
    if path.parent.name == "orders":
        return "orders/updated", content
    if path.parent.name == "refunds":
        return "refunds/create", content
    return str(content["topic"]), dict(content["payload"])


def opened(line: Line, currency: str) -> Store:
    with line.context.db.write() as session:
        shop = Shop(domain=DOMAIN, currency=currency, state=LIVE, access_token="sealed")
        session.add(shop)
        ensure_draft(session, shop, line.context.clock())
    return Store(line, DOMAIN)


def currency_of(body: dict[str, Any]) -> str:
    """Of the order, or of what a refund paid back."""
    paid = [each.get("currency") for each in body.get("transactions", [])]
    return str(body.get("currency") or next(filter(None, paid), "USD"))


def order_of(topic: str, body: dict[str, Any]) -> int | None:
    if topic == "orders/edited":
        return int(body["order_edit"]["order_id"])
    if topic == "refunds/create":
        return int(body["order_id"])
    known = ("orders/create", "orders/paid", "orders/updated", "orders/cancelled", "orders/delete")
    return int(body["id"]) if topic in known else None


def shown(line: Line, monkeypatch: pytest.MonkeyPatch, number: int) -> dict[str, Any]:
    """What `laurel ledger --json` says of an order."""
    monkeypatch.setenv("DATABASE_URL", line.context.db.url.render_as_string(hide_password=False))
    answer = CliRunner().invoke(ledger, [f"gid://shopify/Order/{number}", "--json"])
    assert answer.exit_code == 0, answer.output
    return dict(json.loads(answer.output))
