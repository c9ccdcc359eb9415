"""Other systems are told of tier changes: signed, at least once, and never in the store's way."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from sqlmodel import select

from app import hooks
from app.db import ACROSS_SHOPS
from app.delivery.hooks import secret_kind
from app.models import Hook
from app.platform.vault import seal, unseal
from jobs.keep_tokens import reseal_hooks
from tests.stage import Line, Store

SECRET = "whsec_" + base64.b64encode(b"a secret of thirty-two bytes....").decode()
SILVER = "2000.00"


@dataclass
class Receiver:
    """A little server of somebody else's. `answers` are given one by one, then 200."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def told(self) -> list[dict[str, object]]:
        return [json.loads(body) for _, body in self.heard]

    def changes(self) -> list[tuple[object, object]]:
        told = [each["data"] for each in self.told if each["type"] == "member.tier_changed"]
        return [(data["from"], data["to"]) for data in told if isinstance(data, dict)]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    heard = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.heard.append((dict(self.headers), body))
            self.send_response(heard.answers.pop(0) if heard.answers else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    heard.url = f"http://127.0.0.1:{server.server_port}/vip"
    yield heard
    server.shutdown()
    thread.join(5)
    server.server_close()


@pytest.fixture
def ada(line: Line, ada_shop: Store) -> int:
    """Ada, in a store that is live and tells nobody yet."""
    ada = ada_shop.customer("ada@example.com")
    ada_shop.install()
    ada_shop.go_live()
    return ada


def tell(line: Line, store: Store, url: str) -> int:
    with line.context.db.write() as session:
        shop = store.shop(session)
        sealed = seal(SECRET, line.context.config.keys, shop.domain, secret_kind(url))
        return hooks.add(session, shop, url, sealed, "operator", line.context.clock()).id


def hook(line: Line, hook_id: int) -> Hook:
    with line.context.db.read() as session:
        shops = select(Hook).where(Hook.id == hook_id, Hook.shop_id > 0)
        return session.exec(shops, execution_options={ACROSS_SHOPS: "a test looks"}).one()


def test_a_change_of_tier_is_told_signed_and_without_anything_personal(
    line: Line, ada_shop: Store, ada: int, receiver: Receiver
) -> None:
    """INT-SUPPORT: verified as the spec says: HMAC-SHA256 of id.timestamp.body."""
    tell(line, ada_shop, receiver.url)
    line.clock(
        advance_seconds=2
    )  # orders know whole seconds: one of the second of going live was there before
    ada_shop.order(ada, SILVER)
    line.settle()

    (headers, body) = receiver.heard[0]
    signed = f"{headers['Webhook-Id']}.{headers['Webhook-Timestamp']}.".encode() + body
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    right = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["Webhook-Signature"] == f"v1,{right}"
    told = json.loads(body)
    assert told["type"] == "member.tier_changed"
    assert told["data"] | {"id": "", "at": ""} == {
        "id": "",
        "at": "",
        "shop": "ada-shop.myshopify.com",
        "customer": f"gid://shopify/Customer/{ada}",
        "from": None,
        "to": "Silver",
        "reason": "spend",
        "version": 1,
    }
    assert b"ada@example.com" not in body and ada_shop.tags(ada) == ["VIP-Silver"]


def test_an_order_of_a_member_is_told_too(line: Line, ada_shop: Store, ada: int, receiver: Receiver) -> None:
    """INT-SHIP: who packs it need not read the store's tags."""
    ada_shop.order(ada, SILVER)
    line.settle()
    line.clock(advance_seconds=60)
    tell(line, ada_shop, receiver.url)

    order = ada_shop.order(ada, "10.00")
    line.settle()

    (told,) = receiver.told
    assert told["type"] == "order.tier_decided"
    assert isinstance(told["data"], dict)
    assert told["data"]["order"] == f"gid://shopify/Order/{order['id']}"
    assert told["data"]["tier"] == "Silver"


def test_a_receiver_that_stumbles_is_told_again_under_the_same_id(
    line: Line, ada_shop: Store, ada: int, receiver: Receiver
) -> None:
    receiver.answers = [500, 503]
    hook_id = tell(line, ada_shop, receiver.url)
    ada_shop.order(ada, SILVER)
    line.settle()

    ids = {headers["Webhook-Id"] for headers, _ in receiver.heard}
    assert (len(receiver.heard), len(ids)) == (3, 1)
    assert hook(line, hook_id).failing_since is None and hook(line, hook_id).problem == ""


def test_after_three_days_a_message_is_given_up_and_shown(
    line: Line, ada_shop: Store, ada: int, receiver: Receiver
) -> None:
    receiver.answers = [500] * 99
    tell(line, ada_shop, receiver.url)
    ada_shop.order(ada, SILVER)
    line.settle()
    line.clock(advance_seconds=timedelta(days=3).total_seconds())
    line.settle()

    (row,) = line.outbox(ada_shop, "hook")
    assert row.dead and "500" in row.problem
    assert ada_shop.tags(ada) == ["VIP-Silver"]


def test_a_receiver_that_is_gone_is_not_asked_again(
    line: Line, ada_shop: Store, ada: int, receiver: Receiver
) -> None:
    """Standard Webhooks: 410 ends it."""
    receiver.answers = [410]
    hook_id = tell(line, ada_shop, receiver.url)
    ada_shop.order(ada, SILVER)
    line.settle()
    ada_shop.order(ada, "3000.00")
    line.settle()

    assert len(receiver.heard) == 1
    assert hook(line, hook_id).ended_at is not None


def test_a_receiver_that_cannot_be_reached_lets_all_its_messages_rest(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """One failure speaks for all that wait: the store's own writes go on meanwhile."""
    ben = ada_shop.customer("ben@example.com")
    tell(line, ada_shop, "http://127.0.0.1:9/nobody")
    ada_shop.order(ada, SILVER)
    ada_shop.order(ben, SILVER)
    line.deliver()
    while line.step():
        pass

    assert (ada_shop.tags(ada), ada_shop.tags(ben)) == (["VIP-Silver"], ["VIP-Silver"])
    assert sorted(row.attempts for row in line.outbox(ada_shop, "hook")) == [0, 1]


def test_what_waits_for_an_ended_hook_is_not_sent(
    line: Line, ada_shop: Store, ada: int, receiver: Receiver
) -> None:
    receiver.answers = [500]
    hook_id = tell(line, ada_shop, receiver.url)
    ada_shop.order(ada, SILVER)
    line.deliver()
    while line.step():
        pass
    with line.context.db.write() as session:
        hooks.end(session, ada_shop.shop(session), hook_id, "operator", line.context.clock())
    line.settle()

    assert len(receiver.heard) == 1
    assert all(row.sent == row.wanted for row in line.outbox(ada_shop, "hook"))


def test_a_store_that_has_left_tells_nobody(
    line: Line, ada_shop: Store, ada: int, receiver: Receiver
) -> None:
    """Reliability F58: what waits when it leaves is not sent."""
    receiver.answers = [500]
    tell(line, ada_shop, receiver.url)
    ada_shop.order(ada, SILVER)
    line.deliver()
    while line.step():
        pass
    ada_shop.post("/uninstall")
    line.settle()
    line.clock(advance_seconds=3600)
    line.settle()

    assert len(receiver.heard) == 1


def test_after_a_night_the_older_key_is_needed_for_no_secret(line: Line, ada_shop: Store) -> None:
    """Reliability T21: a secret is never renewed, and would hold the old key in LAUREL_KEYS for ever."""
    ada_shop.install()
    hook_id = tell(line, ada_shop, "https://crm.example.com/told")
    config, fresh = line.context.config, {"k2": b"2" * 32}

    with line.context.db.write() as session:
        shop = ada_shop.shop(session)
        both = config.model_copy(update={"keys": {**fresh, **config.keys}})
        assert (reseal_hooks(session, both, shop), reseal_hooks(session, both, shop)) == (1, 0)
        domain = shop.domain

    kept = hook(line, hook_id)
    assert unseal(kept.secret, fresh, domain, secret_kind(kept.url)) == SECRET
