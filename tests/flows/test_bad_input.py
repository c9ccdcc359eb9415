"""The door: what is not Shopify's is refused; what cannot be understood is kept and blocks nothing."""

import base64
import hashlib
import hmac
import socket
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
import requests
from sqlmodel import select

from app.models import Shop, WebhookEvent
from app.models.shop import LIVE, UNINSTALLED
from tests.stage import CLIENT_SECRET, Line, Store, config_for
from webhooks import process
from webhooks.strict_json import MAX_DEPTH

NO_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what is refused before a database is asked, one engine says enough."""

PRIVACY = ("customers/data_request", "customers/redact", "shop/redact")


@pytest.fixture
def shop(line: Line) -> Store:
    """A store that is live, without the ways of the sandbox: only its row."""
    with line.context.db.write() as session:
        session.add(Shop(domain="ada-shop.myshopify.com", currency="USD", state=LIVE, access_token="sealed"))
    return Store(line, "ada-shop.myshopify.com")


def order(number: int = 1, **more: str) -> str:
    told = {"id": str(number), "created_at": '"2026-01-02T03:04:05Z"', "currency": '"USD"'} | more
    return "{" + ",".join(f'"{name}":{value}' for name, value in told.items()) + "}"


def signature(body: bytes, secret: str = CLIENT_SECRET) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


@NO_DATABASE
@pytest.mark.parametrize(
    "forged",
    [
        "",
        "AAAA",
        "not base64 at all",
        signature(b"another body"),
        signature(order().encode(), "another-secret"),
        signature(order().encode()).rstrip("="),
        signature(order().encode()) + "AAAA",
        hmac.new(CLIENT_SECRET.encode(), order().encode(), hashlib.sha256).hexdigest(),
        "ÄÖÜ".encode().decode("latin-1"),
    ],
)
def test_a_signature_that_does_not_hold_is_refused(line: Line, shop: Store, forged: str) -> None:
    assert line.receive(shop, "orders/create", order(), **{"X-Shopify-Hmac-Sha256": forged}) == 401
    assert events(line) == []


@NO_DATABASE
def test_a_body_that_was_written_anew_is_another_body(line: Line, shop: Store) -> None:
    signed = signature(order().encode())
    assert line.receive(shop, "orders/create", order() + " ", **{"X-Shopify-Hmac-Sha256": signed}) == 401


@pytest.mark.parametrize("topic", ["orders/create", "app/uninstalled", *PRIVACY])
@pytest.mark.parametrize("known", [False, True], ids=["unknown", "uninstalled"])
def test_only_privacy_topics_of_stores_that_are_not_here_are_taken(
    line: Line, shop: Store, topic: str, known: bool
) -> None:
    if known:
        with line.context.db.write() as session:
            row = shop.shop(session)
            row.state = UNINSTALLED
            session.add(row)
    store = shop if known else Store(line, "nobody-here.myshopify.com")

    status = line.receive(store, topic, f'{{"shop_domain":"{store.domain}"}}')

    assert status == (200 if topic in PRIVACY else 410)


@NO_DATABASE
def test_a_body_over_sixteen_mebibytes_is_refused(line: Line, shop: Store) -> None:
    body = b'{"id":1,"note":"' + b"x" * (16 * 1024 * 1024) + b'"}'

    assert line.receive(shop, "orders/create", body) == 413
    assert events(line) == []


@NO_DATABASE
def test_an_endless_body_is_cut(line: Line, shop: Store) -> None:
    """Chunked, no length told."""
    where = urlsplit(line.app_url)
    with socket.create_connection((where.hostname, where.port), timeout=20) as wire:
        wire.sendall(b"POST /webhooks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        status = b""
        with suppress(OSError):
            for _ in range(40):
                wire.sendall(b"80000\r\n" + b"x" * 0x80000 + b"\r\n")
        with suppress(OSError):
            status = wire.recv(100)
    assert status == b"" or status.split()[1] in (b"400", b"411", b"413", b"401")
    assert events(line) == []


BAD_JSON = {
    "nothing": b"",
    "no object": b"[1,2]",
    "a text": b'"orders"',
    "a number": b"7",
    "null": b"null",
    "half": b'{"id":1',
    "two": b'{"id":1}{"id":2}',
    "rubbish behind": b'{"id":1} x',
    "a comma too many": b'{"id":1,}',
    "one quote": b"{'id':1}",
    "NaN": b'{"id":1,"x":NaN}',
    "Infinity": b'{"id":1,"x":-Infinity}',
    "two keys alike": b'{"id":1,"id":2}',
    "two keys alike inside": b'{"id":1,"a":{"b":1,"b":2}}',
    "deep lists": b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep objects": b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    "just too deep": b'{"a":' + b"[" * MAX_DEPTH + b"]" * MAX_DEPTH + b"}",
    "brackets that never close": b'{"a":' + b"[" * 100_000,
    "latin-1": '{"id":1,"name":"Zoë"}'.encode("latin-1"),
    "utf-16": '{"id":1}'.encode("utf-16"),
    "a byte mark": b"\xef\xbb\xbf" + b'{"id":1}',
    "cut in a letter": '{"name":"é'.encode()[:-1],
    "a raw line break": b'{"name":"a\nb"}',
    "a nul": b'{"name":"a\x00b"}',
    "an endless number": b'{"id":' + b"9" * 5_000 + b"}",
    "an endless exponent": b'{"id":1e99999999999999999999}',
    "a bad escape": b'{"name":"\\x41"}',
    "a form": b"id=1&topic=orders",
    "xml": b"<order/>",
    "a bomb of quotes": b'{"a":"' + b'\\"' * 200_000,
}


@NO_DATABASE
@pytest.mark.parametrize("body", BAD_JSON.values(), ids=BAD_JSON.keys())
def test_signed_bytes_that_are_no_good_json_are_refused(line: Line, shop: Store, body: bytes) -> None:
    """Reliability T24, I-33: never 5xx, never in the queue."""
    assert 400 <= line.receive(shop, "orders/create", body) < 500
    assert events(line) == []


ODD_HEADERS = {
    "no shop": {"X-Shopify-Shop-Domain": ""},
    "a shop of somebody else's domain": {"X-Shopify-Shop-Domain": "ada-shop.myshopify.com.evil.com"},
    "a shop with a path": {"X-Shopify-Shop-Domain": "ada-shop.myshopify.com/x"},
    "a shop with a user": {"X-Shopify-Shop-Domain": "evil@ada-shop.myshopify.com"},
    "two shops": {"X-Shopify-Shop-Domain": "ada-shop.myshopify.com,cleo-shop.myshopify.com"},
    "a shop with spaces": {"X-Shopify-Shop-Domain": "ada shop.myshopify.com"},
    "no topic": {"X-Shopify-Topic": ""},
    "a topic with dots": {"X-Shopify-Topic": "../../etc/passwd"},
    "two topics": {"X-Shopify-Topic": "orders/create,orders/paid"},
    "a loud topic": {"X-Shopify-Topic": "ORDERS/CREATE"},
    "no id": {"X-Shopify-Webhook-Id": ""},
    "a long id": {"X-Shopify-Webhook-Id": "x" * 201},
    "an id with a space": {"X-Shopify-Webhook-Id": "a b"},
}


@NO_DATABASE
@pytest.mark.parametrize("headers", ODD_HEADERS.values(), ids=ODD_HEADERS.keys())
def test_odd_headers_are_refused(line: Line, shop: Store, headers: dict[str, str]) -> None:
    assert 400 <= line.receive(shop, "orders/create", order(), **headers) < 500
    assert events(line) == []


HARMLESS_HEADERS = {
    "no instant": {"X-Shopify-Triggered-At": "yesterday"},
    "an instant without zone": {"X-Shopify-Triggered-At": "2026-01-02T03:04:05"},
    "another version": {"X-Shopify-API-Version": "2031-01"},
    "another content type": {"Content-Type": "text/plain"},
    "a loud shop": {"X-Shopify-Shop-Domain": "ADA-Shop.MyShopify.com"},
    "an event id": {"X-Shopify-Event-Id": "x" * 5_000},
}


@pytest.mark.parametrize("headers", HARMLESS_HEADERS.values(), ids=HARMLESS_HEADERS.keys())
def test_headers_that_nothing_hangs_on_may_be_odd(line: Line, shop: Store, headers: dict[str, str]) -> None:
    """Reliability F21."""
    assert line.receive(shop, "orders/create", order(), **headers) == 200
    assert len(events(line)) == 1


@pytest.mark.parametrize("name", ["X_Shopify_Shop_Domain", "X-Shopify_Topic"])
def test_underscores_in_a_headers_name_stand_for_nothing(line: Line, shop: Store, name: str) -> None:
    """Reliability T34: WSGI writes both names alike."""
    status = line.receive(shop, "orders/create", order(), **{name: "cleo-shop.myshopify.com"})

    assert 400 <= status < 500 or [event.topic for event in events(line)] == ["orders/create"]


@NO_DATABASE
def test_a_doubled_header_is_refused(line: Line, shop: Store) -> None:
    body = order().encode()
    lines = [
        "POST /webhooks HTTP/1.1",
        "Host: x",
        f"Content-Length: {len(body)}",
        f"X-Shopify-Hmac-Sha256: {signature(body)}",
        "X-Shopify-Shop-Domain: ada-shop.myshopify.com",
        "X-Shopify-Shop-Domain: cleo-shop.myshopify.com",
        "X-Shopify-Topic: orders/create",
        "X-Shopify-Webhook-Id: 1",
        "Connection: close",
    ]
    where = urlsplit(line.app_url)
    with socket.create_connection((where.hostname, where.port), timeout=10) as wire:
        wire.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        status = wire.recv(100)

    assert status.split()[1] == b"400"
    assert events(line) == []


def test_a_body_that_names_another_store_is_refused(line: Line, shop: Store) -> None:
    """Reliability T3: a valid body under another store's name."""
    told = '{"myshopify_domain":"cleo-shop.myshopify.com"}'
    assert line.receive(shop, "app/uninstalled", told) == 401
    assert line.receive(shop, "shop/redact", told.replace("myshopify_domain", "shop_domain")) == 401
    assert events(line) == []


def test_a_repeated_delivery_is_taken_once(line: Line, shop: Store) -> None:
    for _ in range(3):
        assert line.receive(shop, "orders/create", order(), **{"X-Shopify-Webhook-Id": "once"}) == 200

    assert len(events(line)) == 1


def test_both_secrets_are_taken_while_one_is_replaced(line: Line, shop: Store) -> None:
    """Reliability F20."""
    body, old = order(), "the-secret-that-was-valid-until-yesterday-000"
    told = {"X-Shopify-Hmac-Sha256": signature(body.encode(), old)}
    assert line.receive(shop, "orders/create", body, **told) == 401

    replaced = config_for(str(line.context.db.url), line.sandbox.url, line.app_url, old_client_secret=old)
    assert replaced.secrets == [CLIENT_SECRET, old]
    assert line.app is not None
    line.app.extensions["door"].config = replaced

    assert line.receive(shop, "orders/create", body, **told) == 200
    assert line.receive(shop, "orders/create", body) == 200


NOT_UNDERSTOOD = {
    "no id": '{"created_at":"2026-01-02T03:04:05Z","currency":"USD"}',
    "an id of letters": order(id='"abc"'),
    "a negative id": order(id="-1"),
    "an id that no column holds": order(id=str(2**63)),
    "no instant": '{"id":1,"currency":"USD"}',
    "an instant without zone": order(created_at='"2026-01-02T03:04:05"'),
    "no such day": order(created_at='"2026-02-30T03:04:05Z"'),
    "no currency": '{"id":1,"created_at":"2026-01-02T03:04:05Z"}',
    "a currency that is none": order(currency='"DOLLARS"'),
    "a state that is not known": order(financial_status='"somehow"'),
    "a grouped amount": order(subtotal_price='"1,000.00"'),
    "an amount in another script": order(subtotal_price='"٣"'),
    "an amount in powers": order(subtotal_price='"1E3"'),
    "too many digits": order(subtotal_price='"1.001"'),
    "an amount that no column holds": order(subtotal_price='"99999999999999999999.00"'),
    "lines that are no list": order(line_items='"many"'),
    "a line without id": order(line_items='[{"quantity":1}]'),
}


@pytest.mark.parametrize("body", NOT_UNDERSTOOD.values(), ids=NOT_UNDERSTOOD.keys())
def test_what_is_signed_and_not_understood_is_kept_with_a_reason_and_blocks_nothing(
    line: Line, shop: Store, body: str
) -> None:
    """Reliability T25, F38."""
    assert line.receive(shop, "orders/create", body) == 200
    assert line.receive(shop, "orders/create", order(2)) == 200

    while line.worker.post_once():
        pass

    bad, good = events(line)
    assert (bad.state, good.state) == ("dead", "done")
    assert bad.reason.startswith("The order cannot be understood") or "not known" in bad.reason


def test_a_dead_delivery_can_be_tried_again(line: Line, shop: Store) -> None:
    assert line.receive(shop, "orders/create", order(subtotal_price='"1E3"')) == 200
    line.worker.post_once()

    with line.context.db.write() as session:
        assert process.replay(session, shop.shop(session).id) == 1
    assert [event.state for event in events(line)] == ["new"]
    line.worker.post_once()
    assert [(event.state, event.attempts) for event in events(line)] == [("dead", 1)]


def test_a_topic_that_we_do_not_take_is_put_aside(line: Line, shop: Store) -> None:
    assert line.receive(shop, "themes/publish", "{}") == 200
    line.worker.post_once()

    assert [(event.state, event.reason) for event in events(line)] == [("done", "a topic that is not taken")]


@NO_DATABASE
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_the_door_takes_posts_only(line: Line, method: str) -> None:
    answer = requests.request(method, f"{line.app_url}/webhooks", timeout=10)
    assert answer.status_code == 405


def events(line: Line) -> list[WebhookEvent]:
    """What the inbox took, oldest first."""
    with line.context.db.read() as session:
        found = select(Shop.id).where(Shop.domain == "ada-shop.myshopify.com")
        shop_id = session.exec(found).one()
        kept = select(WebhookEvent).where(WebhookEvent.shop_id == shop_id).order_by(WebhookEvent.id)  # type: ignore[arg-type]
        return list(session.exec(kept).all())
