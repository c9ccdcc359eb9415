"""What somebody tries who means harm, or sends what nobody expects: nothing opens, breaks or stands still."""

import hmac
import json
import logging
import secrets
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from app.config import Config
from app.errors import ConfigError, PlatformError, Refused
from app.ledger.erase import erase_shop, redact
from app.log import _redact, _without_secrets
from app.main import build_context, create_app
from app.models import Order, PrivacyRequest, Shop, WebhookBody, WebhookEvent
from app.models.shop import LIVE, NEEDS_REOPEN, UNINSTALLED
from app.platform import auth, tokens, vault
from app.platform.auth import is_shop, staff_of
from app.programs import ensure_draft
from app.web.install import install
from tests.stage import CLIENT_ID, CLIENT_SECRET, Line, Store, config_for

SHOP = "ada-shop.myshopify.com"
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
POSTGRES = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


# Session tokens


def claims(**more: Any) -> dict[str, Any]:
    told = {
        "iss": f"https://{SHOP}/admin",
        "dest": f"https://{SHOP}",
        "aud": CLIENT_ID,
        "sub": "42",
        "exp": int(NOW.timestamp()) + 60,
        "nbf": int(NOW.timestamp()),
        "iat": int(NOW.timestamp()),
        "jti": "one",
        "sid": "session",
    } | more
    return {name: value for name, value in told.items() if value is not ...}


def signed(secret: str = CLIENT_SECRET, digest: str = "sha256", header: Any = None, **more: Any) -> str:
    """Made by hand: no library makes the wrong ones."""
    told = {"alg": "HS256", "typ": "JWT"} | (header or {})
    parts = [jwt.utils.base64url_encode(json.dumps(each).encode()) for each in (told, claims(**more))]
    proof = hmac.new(secret.encode(), b".".join(parts), digest).digest()
    return b".".join([*parts, jwt.utils.base64url_encode(proof)]).decode()


def proves(token: str) -> bool:
    try:
        staff_of(token, config_for("sqlite:///unused", "http://127.0.0.1:9", "http://localhost:1"), NOW)
    except Refused:
        return False
    return True


def at(seconds: int) -> int:
    return int(NOW.timestamp()) + seconds


def dest(host: str) -> dict[str, str]:
    return {"dest": f"https://{host}", "iss": f"https://{host}/admin"}


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"exp": at(-9), "nbf": at(-60), "iat": at(-60)},
        {"nbf": at(10)},
        {"iat": at(10)},
    ],
)
def test_a_token_of_staff_within_its_time_proves(more: dict[str, Any]) -> None:
    assert proves(signed(**more))


@pytest.mark.parametrize("name", ["iss", "dest", "aud", "sub", "exp", "nbf", "iat", "jti", "sid"])
def test_a_token_that_lacks_a_claim_proves_nothing(name: str) -> None:
    assert not proves(signed(**{name: ...}))


WRONG_CLAIMS: list[dict[str, Any]] = [
    *({"exp": each} for each in (str(at(60)), at(60) + 0.5, True, None, at(-10), -(2**70))),
    *({"nbf": each} for each in (at(11), str(at(0)), False)),
    *({"iat": each} for each in (at(11), 2**70, [at(0)])),
    *({"aud": each} for each in ([CLIENT_ID], [CLIENT_ID, "other"], "other", "", f" {CLIENT_ID}", {}, 7)),
    *(
        {"sub": each}
        for each in ("gid://shopify/Customer/7", "", "7a", "-7", "٧", "7\n", " 7", 7, ["7"], {"id": "7"})
    ),
    {"iss": "https://cleo-shop.myshopify.com/admin"},
    {"iss": f"https://{SHOP}"},
    {"iss": f"https://{SHOP}/admin/"},
    {"iss": f"http://{SHOP}/admin"},
    {"dest": "https://cleo-shop.myshopify.com"},
    *({"jti": each} for each in ("", 7)),
    {"sid": ""},
    *(
        dest(each)
        for each in (
            f"evil@{SHOP}",
            f"{SHOP}:443",
            f"{SHOP}/x",
            f"{SHOP}?x",
            f"{SHOP}#x",
            f"{SHOP}.",
            f"{SHOP}\n",
            f" {SHOP}",
            f"{SHOP}.evil.com",
            f"evil.com/{SHOP}",
            SHOP.upper(),
            "ada-shöp.myshopify.com",
            "а" + SHOP[1:],  # a letter of another script that looks alike
            "a.b.myshopify.com",
            "-.myshopify.com",
            "ada-shop.shopify.com",
            "ada-shop.myshopify.io",
            "evil.com",
            "",
            "a" * 200 + ".myshopify.com",
        )
    ),
]


@pytest.mark.parametrize("wrong", WRONG_CLAIMS, ids=str)
def test_a_token_with_a_wrong_claim_proves_nothing(wrong: dict[str, Any]) -> None:
    """Reliability T6, T7."""
    assert not proves(signed(**wrong))


def test_a_token_proves_only_by_our_secret_and_the_one_algorithm() -> None:
    assert not proves(signed("another-secret-that-is-long-enough-to-be-one"))
    assert not proves(signed(digest="sha512", header={"alg": "HS512"}))
    assert not proves(signed(digest="sha384", header={"alg": "HS384"}))
    assert not proves(signed(header={"alg": "none"}))
    assert not proves(signed(header={"alg": "hs256"}))
    assert not proves(signed(header={"alg": ["HS256"]}))
    assert not proves(signed(header={"crit": ["exp"]}))
    assert not proves(signed(header={"crit": []}))
    assert not proves(signed(header={"b64": False}))
    head, body, proof = signed().split(".")
    for each in (f"{head}.{body}.", f"{head}.{body}", f"{head}..{proof}", f"{signed()}.", "..", "ä.ö.ü", ""):
        assert not proves(each)


def test_a_token_whose_header_is_a_bomb_is_only_refused() -> None:
    """Anybody may send one; nothing of it is signed."""
    for each in (b"[" * 50_000, b'{"alg":"HS256","x":' + b"[" * 50_000 + b"]" * 50_000 + b"}", b"9" * 9_000):
        assert not proves(f"{jwt.utils.base64url_encode(each).decode()}.e30.AAAA")


# Pages, without any right to see them


PRODUCTION = {
    "SHOPIFY_API_KEY": "client",
    "SHOPIFY_API_SECRET": "shpss_0123456789abcdef0123456789abcdef",
    "APP_URL": "https://vip.example.com",
    "LAUREL_KEYS": "k1:" + "A" * 43 + "=",
}


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Somebody with a browser, before an app whose database is empty."""
    url = f"sqlite:///{tmp_path_factory.mktemp('empty') / 'laurel.db'}"
    context = build_context(config_for(url, "http://127.0.0.1:9", "http://localhost:1"))
    app = create_app(context)
    yield app.test_client()
    app.extensions["inbox"].close()
    context.db.close()


@pytest.mark.parametrize(
    ("app_url", "origin"),
    [
        ("https://VIP.Example.com", "https://vip.example.com"),
        ("HTTPS://vip.example.com:443/", "https://vip.example.com"),
        ("https://vip.example.com:8443", "https://vip.example.com:8443"),
    ],
)
def test_our_own_page_is_known_however_its_address_was_set(tmp_path: Path, app_url: str, origin: str) -> None:
    """It gets as far as the missing token; another site's page does not."""
    database = {"DATABASE_URL": f"sqlite:///{tmp_path / 'laurel.db'}"}
    context = build_context(Config.from_environment(PRODUCTION | database | {"APP_URL": app_url}))
    app = create_app(context)

    told = [
        app.test_client().post("/app/go-live", headers={"Origin": each}).status_code
        for each in (origin, "https://evil.example", f"{origin}.evil.example", "null")
    ]

    app.extensions["inbox"].close()
    context.db.close()
    assert told == [401, 403, 403, 403]


@pytest.mark.parametrize(
    "back",
    [
        "//evil.com",
        "/\\evil.com",
        "/%2f%2fevil.com",
        "https://evil.com",
        "javascript:alert(1)",
        "/app/../x",
        "/app/%2e%2e/x",
        "/app@evil.com",
        "/app\r\nSet-Cookie: x=1",
        "/app\n",
        "/app\t",
        "/appx",
        "/app?x=//evil.com",
        "/app#x",
        " /app",
        "",
    ],
)
def test_the_way_back_leads_nowhere_but_to_our_pages(browser: FlaskClient, back: str) -> None:
    """Reliability T18."""
    answer = browser.get("/auth/token", query_string={"shopify-reload": back, "shop": SHOP})

    assert answer.status_code == 400
    assert "app-bridge" not in answer.text


@pytest.mark.parametrize("name", ["shopify-reload", "shop", "host"])
def test_the_way_back_is_told_once(browser: FlaskClient, name: str) -> None:
    """Reliability T33: we and the script of the page might read different ones."""
    twice = f"/auth/token?shopify-reload=/app&shop={SHOP}&host=aG9zdA&{name}=//evil.com"

    assert browser.get(twice).status_code == 400


@pytest.mark.parametrize(
    "shop",
    [
        "x; script-src *",
        f"{SHOP}; script-src *",
        f"{SHOP} https://evil.com",
        f"{SHOP}\r\nX-Evil: 1",
        f"evil@{SHOP}",
        f"{SHOP}:8443",
        f"{SHOP}/x",
        SHOP.upper(),
        "*.myshopify.com",
        "evil.com",
        "",
    ],
)
def test_what_is_no_store_does_not_come_into_a_header(browser: FlaskClient, shop: str) -> None:
    """Reliability T17."""
    answer = browser.get("/auth/token", query_string={"shopify-reload": "/app", "shop": shop})

    assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'none';"
    assert "X-Evil" not in answer.headers
    assert not is_shop(shop)


@pytest.mark.parametrize("scheme", ["bearer", "Basic", "Bearer\t", "BearerBearer", "Token", ""])
def test_only_a_bearer_token_counts(browser: FlaskClient, scheme: str) -> None:
    now = int(datetime.now(UTC).timestamp())
    token = signed(exp=now + 60, nbf=now, iat=now)

    answer = browser.get("/app", headers={"Authorization": f"{scheme} {token}"})

    assert answer.status_code == 401
    assert answer.headers["X-Shopify-Retry-Invalid-Session-Request"] == "1"


@pytest.mark.parametrize("method", ["POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/app", "/app/go-live", "/app/members", "/app/members/1/try-again"])
def test_a_token_in_the_address_opens_nothing_but_a_page(
    browser: FlaskClient, method: str, path: str
) -> None:
    now = int(datetime.now(UTC).timestamp())
    token = signed(exp=now + 60, nbf=now, iat=now)

    answer = browser.open(path, method=method, query_string={"id_token": token})

    assert answer.status_code in (401, 405)


@pytest.mark.parametrize("name", ["id_token", "shop", "host", "session", "timestamp", "hmac"])
def test_a_parameter_that_stands_twice_is_refused(browser: FlaskClient, name: str) -> None:
    assert browser.get(f"/app?{name}=1&{name}=2").status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app/main.py",
        "/static/%2e%2e/app/main.py",
        "/static/..%5capp%5cmain.py",
        "/static//etc/passwd",
        "/static/app.css%00.py",
        "/static/",
        "/static/\N{LATIN SMALL LETTER E WITH ACUTE}",
    ],
)
def test_no_other_file_is_served(browser: FlaskClient, path: str) -> None:
    answer = browser.get(path)

    assert answer.status_code in (302, 404)
    assert "import" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/app/members/" + "9" * 5_000,
        "/app/members/-1",
        "/app/members/1e3",
        "/app/" + "x" * 9_000,
        "/app?" + "a=1&" * 2_000,
        "/auth/token?" + "a=1&" * 2_000,
        "/app?id_token=%00",
        "/app?id_token=%ff%fe",
        "/app?shop=%00",
        "/%00",
        "//evil.com/app",
        "/?shop=%0d%0aX-Evil:1",
    ],
)
def test_odd_addresses_are_answered(browser: FlaskClient, path: str) -> None:
    answer = browser.get(path)

    assert answer.status_code < 500
    assert "X-Evil" not in answer.headers
    assert not answer.headers.get("Location", "").startswith(("//", "http"))


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer " + "x" * 60_000},
        {"Authorization": "Bearer \xff\xfe"},
        {"Accept": "*/*;q=" + "9" * 400},
        {"Content-Type": "multipart/form-data; boundary="},
        {"Content-Type": "application/json; charset=utf-7"},
        {"Content-Length": "9" * 30},
        {"Range": "bytes=-"},
        {"If-Modified-Since": "never"},
        {"Host": "evil.com"},
        {"X-Forwarded-Host": "evil.com", "X-Forwarded-Proto": "javascript"},
        {"X-HTTP-Method-Override": "POST"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/", "/app", "/app/members", "/auth/token", "/static/app.css", "/webhooks"])
def test_odd_headers_are_answered(browser: FlaskClient, path: str, headers: dict[str, str]) -> None:
    answer = browser.get(path, headers=headers)

    assert answer.status_code < 500
    assert "evil.com" not in answer.headers.get("Location", "")


# The door of the deliveries


@pytest.fixture
def shop(line: Line) -> Store:
    """A store that is live, of which there is only its row."""
    with line.context.db.write() as session:
        row = Shop(domain=SHOP, currency="USD", zone="America/New_York", state=LIVE, access_token="sealed")
        session.add(row)
        session.flush()
        ensure_draft(session, row, NOW)
    return Store(line, SHOP)


def order(number: int = 1, **more: Any) -> str:
    line = {"id": 1, "quantity": 1, "price": "10.00"}
    told = {"id": number, "created_at": "2026-01-02T03:04:05Z", "currency": "USD", "subtotal_price": "10.00"}
    return json.dumps(told | {"financial_status": "paid", "line_items": [line]} | more)


def post_all(line: Line) -> None:
    while line.worker.post_once():
        pass


def events(line: Line, store: Store) -> list[WebhookEvent]:
    with line.context.db.read() as session:
        found = select(WebhookEvent).where(WebhookEvent.shop_id == store.shop(session).id)
        return sorted(session.exec(found).all(), key=lambda event: event.id)


@pytest.mark.parametrize(
    "told",
    ["0001-01-01T00:00:00+14:00", "0500-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "1970-W01", "0" * 900],
)
def test_an_instant_that_no_database_gives_back_blocks_nothing(line: Line, shop: Store, told: str) -> None:
    """The header is not signed; a row with such an instant could never be read again."""
    assert line.receive(shop, "orders/create", order(), **{"X-Shopify-Triggered-At": told}) == 200
    assert line.receive(shop, "orders/create", order(2)) == 200

    post_all(line)

    assert [event.state for event in events(line, shop)] == ["done", "done"]


@pytest.mark.parametrize("topic", ["orders/" + "e" * 100, "a" * 5_000 + "/b", "orders/create\u00e9"])
def test_a_topic_that_no_column_holds_is_refused(line: Line, shop: Store, topic: str) -> None:
    """On Postgres it would take with it all deliveries of the same commit."""
    assert line.receive(shop, topic.encode().decode("latin-1"), order()) == 400


@SQLITE
@pytest.mark.parametrize("topic", ["customers/redact", "customers/data_request", "shop/redact"])
@pytest.mark.parametrize("body", [order(), "{}", '{"shop_domain":null}', '{"shop_domain":["x"]}'])
def test_no_other_signed_body_passes_for_a_privacy_topic(
    line: Line, shop: Store, topic: str, body: str
) -> None:
    """Reliability T3: the topic is not signed, so an order of any store would erase one that has left."""
    assert line.receive(shop, "orders/create", order()) == 200
    post_all(line)
    with line.context.db.write() as session:
        row = shop.shop(session)
        row.state = UNINSTALLED
        session.add(row)

    assert line.receive(shop, topic, body) == 401
    post_all(line)

    with line.context.db.read() as session:
        row = shop.shop(session)
        assert session.get(Order, (row.id, 1)) is not None
        assert session.exec(select(PrivacyRequest).where(PrivacyRequest.shop_id == row.id)).all() == []


FAR, LONG_AGO = "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00"
GID = "gid://shopify/Customer/"

POISON: dict[str, tuple[str, str]] = {
    "a nul in a name": ("orders/create", order(customer={"id": 5, "first_name": "A\0da"})),
    "a nul in an e-mail": ("orders/create", order(email="a\0da@example.com")),
    "a nul in the order's name": ("orders/create", order(name="#\0")),
    "half a character": ("orders/create", order(customer={"id": 5, "first_name": "\ud800"})),
    "a negative quantity": ("orders/create", order(line_items=[{"id": 1, "quantity": -5, "price": "1"}])),
    "an endless quantity": ("orders/create", order(line_items=[{"id": 1, "quantity": 10**30, "price": "0"}])),
    "sums that no column holds": (
        "orders/create",
        order(line_items=[{"id": 1, "quantity": 99, "price": "9e16"}]),
    ),
    "changed after all time": ("orders/create", order(updated_at=FAR)),
    "changed before all time": ("orders/create", order(updated_at=LONG_AGO)),
    "cancelled after all time": ("orders/create", order(cancelled_at=FAR, financial_status="voided")),
    "cancelled before all time": ("orders/create", order(cancelled_at=LONG_AGO, financial_status="voided")),
    "a currency of nobody": ("orders/create", order(currency="XXQ", presentment_currency="\0")),
    "ten thousand lines": (
        "orders/create",
        order(line_items=[{"id": n, "quantity": 1, "price": "1", "product_id": n} for n in range(10_000)]),
    ),
    "ten thousand and one": (
        "orders/create",
        order(line_items=[{"id": n, "quantity": 1, "price": "1"} for n in range(10_001)]),
    ),
    "an edit of no zone": (
        "orders/edited",
        '{"order_edit":{"order_id":3,"committed_at":"2026-01-02T03:04:05"}}',
    ),
    "an edit of no order": ("orders/edited", json.dumps({"order_edit": {"order_id": 2**63}})),
    "a deleted order of no column": ("orders/delete", json.dumps({"id": 10**400})),
    "a customer of no column": ("customers/update", json.dumps({"id": 2**63})),
    "a customer below nothing": ("customers/update", '{"id":-3}'),
    "a customer of no zone": ("customers/update", '{"id":11,"updated_at":"2026-01-02T03:04:05"}'),
    "a customer after all time": ("customers/update", json.dumps({"id": 12, "updated_at": FAR})),
    "two people of no column": (
        "customers/merge",
        json.dumps({f"admin_graphql_api_customer_{each}_id": GID + "9" * 30 for each in ("kept", "deleted")}),
    ),
    "two people of no number": (
        "customers/merge",
        json.dumps(
            {f"admin_graphql_api_customer_{each}_id": GID + "9" * 5_000 for each in ("kept", "deleted")}
        ),
    ),
    "a tag of nobody": ("customer.tags_added", '{"customerId":"x","tags":["VIP-Gold"]}'),
    "an order of no number": ("customers/purchasing_summary", '{"lastOrderId":"x"}'),
    "an order of no column": ("customers/purchasing_summary", json.dumps({"lastOrderId": 2**64})),
    "a transaction of no column": (
        "order_transactions/create",
        json.dumps({"order_id": 10**300, "kind": "void"}),
    ),
    "a negative refund": (
        "refunds/create",
        json.dumps(
            {"id": 2**62, "order_id": 1, "created_at": "2026-01-02T03:04:05Z"}
            | {"refund_line_items": [{"line_item_id": 1, "quantity": -9, "subtotal": "-5.00"}]}
        ),
    ),
    "a person of no column": (
        "customers/redact",
        json.dumps({"shop_domain": SHOP, "customer": {"id": 2**64, "email": "a"}}),
    ),
    "a person with a nul": (
        "customers/redact",
        json.dumps({"shop_domain": SHOP, "customer": {"email": "\0"}}),
    ),
    "a question about nobody": (
        "customers/data_request",
        json.dumps({"shop_domain": SHOP, "customer": {"id": -(2**70)}}),
    ),
    "a history with a nul": ("bulk_operations/finish", json.dumps({"admin_graphql_api_id": "\0"})),
}


def test_a_poisonous_body_blocks_nothing_and_dies_with_a_reason(line: Line, shop: Store) -> None:
    """Reliability T25, F30–F38."""
    for number, (name, (topic, body)) in enumerate(POISON.items(), start=1_000):
        assert line.receive(shop, topic, body) == 200, name
        assert line.receive(shop, "orders/create", order(number, customer={"id": 1001})) == 200

        post_all(line)
        while line.worker.evaluate_once():
            pass

        bad, good = events(line, shop)[-2:]
        assert good.state == "done", name
        assert bad.state == "done" or (bad.state, bool(bad.reason)) == ("dead", True), name
        assert len(line.entries(shop, number)) == 1, name


NOT_DESTRUCTIVE = (
    "refunds/create",
    "orders/edited",
    "order_transactions/create",
    "customers/merge",
    "shop/update",
    "customer.tags_removed",
    "customers/purchasing_summary",
    "customers/redact",
    "app/scopes_update",
)


@SQLITE
def test_an_order_under_another_topic_takes_nothing_away(line: Line, ada_shop: Store) -> None:
    """Reliability T3."""
    ada = ada_shop.customer("ada@example.com")
    ada_shop.install()
    ada_shop.go_live()
    body = order(
        55, customer={"id": ada}, subtotal_price="6000.00", created_at=line.context.clock().isoformat()
    )
    ada_shop.line.receive(ada_shop, "orders/create", body)
    line.settle()
    assert ada_shop.tags(ada) == ["VIP-Gold"]

    for topic in NOT_DESTRUCTIVE:
        line.receive(ada_shop, topic, body)
        line.settle()

        assert ada_shop.tags(ada) == ["VIP-Gold"], topic
        assert sum(each.goods for each in line.entries(ada_shop, 55)) == 600_000, topic


# Two at once


def test_two_pages_that_reopen_a_store_at_once_leave_it_live(line: Line, ada_shop: Store) -> None:
    """The second page has passed the same look at the shop's row before the first one connected it."""
    ada_shop.install()
    ada_shop.go_live()
    both = [staff_of(ada_shop.token(), line.context.config, line.context.clock()) for _ in range(2)]
    with line.context.db.write() as session:
        row = ada_shop.shop(session)
        row.state = NEEDS_REOPEN
        session.add(row)

    states = [install(line.context, each, line.context.clock()).state for each in both]

    assert states == [LIVE, LIVE]


def test_two_first_pages_ask_for_one_history(line: Line, ada_shop: Store) -> None:
    ada_shop.post("/install")
    both = [staff_of(ada_shop.token(), line.context.config, line.context.clock()) for _ in range(2)]

    installed = [install(line.context, each, line.context.clock()).installed_at for each in both]

    assert installed[0] == installed[1]


@POSTGRES
def test_a_token_that_is_being_renewed_holds_up_no_delivery(
    line: Line, ada_shop: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deliveries refer to the shop's row, and one that waits makes those of all stores wait with it."""
    ada_shop.install()
    asked, answered = threading.Event(), threading.Event()

    def slow(*_: object) -> None:
        asked.set()
        answered.wait(20)
        raise PlatformError("no answer", retry_after=5)

    with line.context.db.write() as session:
        row = ada_shop.shop(session)
        row.token_expires_at = line.context.clock() - timedelta(hours=1)
        session.add(row)
    monkeypatch.setattr(auth, "refresh", slow)

    def renew() -> None:
        with pytest.raises(PlatformError):
            tokens.access_token(line.context.db, line.context.config, row.id, line.context.clock())

    renewing = threading.Thread(target=renew)
    renewing.start()
    try:
        assert asked.wait(10)
        assert line.receive(ada_shop, "orders/create", order()) == 200
    finally:
        answered.set()
        renewing.join()


# What is kept, and what is told


@pytest.mark.parametrize(
    "written",
    [
        "ada&ben@example.com",
        "ada\\u0026ben@example.com",
        "ADA\\u0026Ben@Example.com",
        "ada\\u0026ben\\u0040example.com",
    ],
)
def test_a_forgotten_e_mail_is_found_however_a_body_writes_it(line: Line, shop: Store, written: str) -> None:
    assert line.receive(shop, "orders/create", '{"email":"' + written + '"}') == 200
    post_all(line)

    with line.context.db.write() as session:
        done = redact(session, shop.shop(session), None, "ada&ben@example.com", NOW)

    assert done["bodies"] == 1
    with line.context.db.read() as session:
        kept = select(WebhookBody.body).where(WebhookBody.shop_id == shop.shop(session).id)
        assert session.exec(kept).all() == [b""]


def test_of_an_erased_store_only_the_proof_is_left(line: Line, shop: Store, cleo_shop: Store) -> None:
    cleo_shop.install()
    assert line.receive(shop, "orders/create", order(customer={"id": 5, "email": "ada@example.com"})) == 200
    post_all(line)

    with line.context.db.write() as session:
        done = erase_shop(session, shop.shop(session), NOW)

    assert done["order"] == done["customer"] == done["webhook_body"] == 1
    assert events(line, shop) == []
    with line.context.db.read() as session:
        assert cleo_shop.shop(session).access_token is not None


def test_a_failed_statement_is_logged_without_what_it_was_given() -> None:
    said = (
        "(psycopg.errors.UniqueViolation) duplicate key\nDETAIL:  Key (name)=(Ada Lovelace) exists.\n"
        "[SQL: INSERT INTO customer]\n[parameters: {'name': 'Ada [1] Lovelace', 'token': 'k1:c2VhbGVk'}]\n"
        "(Background on this error at: https://sqlalche.me/e/20/gkpj)"
    )

    told = str(_without_secrets(None, "error", {"exception": said, "found": [{"said": said}], "n": 3}))

    assert "Lovelace" not in told and "c2VhbGVk" not in told
    assert "INSERT INTO customer" in told and "duplicate key" in told and "'n': 3" in told


def test_the_exceptions_of_others_are_logged_without_secrets() -> None:
    """Libraries log through the standard way, whose formatter adds the exception last."""
    try:
        raise ValueError("no such token shpat_0123456789abcdef of ada@example.com")
    except ValueError as problem:
        record = logging.LogRecord(
            "lib", logging.ERROR, "", 1, "failed", (), (ValueError, problem, problem.__traceback__)
        )

    _redact(record)

    told = logging.Formatter().format(record)
    assert "shpat_" not in told and "ada@" not in told
    assert "no such token" in told


def test_a_sealed_token_opens_only_where_it_was_sealed() -> None:
    """Reliability T21."""
    keys = {"k1": secrets.token_bytes(32)}
    sealed = vault.seal("shpat_secret", keys, SHOP, "access")

    assert vault.unseal(sealed, keys, SHOP, "access") == "shpat_secret"
    for text, shop_, kind in (
        (sealed, "cleo-shop.myshopify.com", "access"),
        (sealed, SHOP, "refresh"),
        (sealed[:-8], SHOP, "access"),
        ("k1:AAAA", SHOP, "access"),
        ("k1:", SHOP, "access"),
        ("k1:ä", SHOP, "access"),
        ("", SHOP, "access"),
    ):
        with pytest.raises(ConfigError):
            vault.unseal(text, keys, shop_, kind)


@pytest.mark.parametrize(
    "wrong",
    [
        {"SANDBOX_URL": "http://127.0.0.1:1"},
        {"SANDBOX_URL": "https://sandbox.example.com"},
        {"SHOPIFY_API_SECRET": "short"},
        {"SHOPIFY_API_SECRET_PREVIOUS": "x"},
        {"APP_URL": "http://vip.example.com"},
        {"APP_URL": "http://localhost:1"},
        {"LAUREL_KEYS": "k1:AAAA"},
    ],
    ids=str,
)
def test_what_would_open_production_is_refused(wrong: dict[str, str]) -> None:
    """Reliability T38. A secret of the past signs as well as the present one."""
    assert Config.from_environment(PRODUCTION).sandbox_url == ""

    with pytest.raises(ConfigError):
        Config.from_environment(PRODUCTION | wrong)
