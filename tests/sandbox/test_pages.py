"""The sandbox's pages as a browser asks for them; what they do in one is in test_pages_in_browser.py."""

import hashlib
import hmac
from base64 import b64decode
from urllib.parse import parse_qsl, urlencode, urlsplit

import requests

from sandbox.server import DEFAULT_SECRET, Server
from tests.sandbox.sandbox_shop import CLIENT_ID, Shop


def get(shop: Shop, path: str, **more: object) -> requests.Response:
    return requests.get(f"{shop.url}{path}", timeout=10, **more)  # type: ignore[arg-type]


def frame_of(shop: Shop, path: str) -> tuple[str, dict[str, str]]:
    url = get(shop, f"/{shop.domain}/admin/frame", params={"path": path}).json()["url"]
    return urlsplit(url).path, dict(parse_qsl(urlsplit(url).query))


def test_the_frame_address_is_signed_over_its_whole_query(ada: Shop) -> None:
    _, query = frame_of(ada, "/app/members?tier=gold")

    signed = query.pop("hmac")

    message = urlencode(sorted(query.items())).encode()
    assert signed == hmac.new(DEFAULT_SECRET.encode(), message, hashlib.sha256).hexdigest()


def test_the_frame_address_says_who_where_and_by_which_admin(ada: Shop) -> None:
    path, query = frame_of(ada, "/app/members?tier=gold")

    host = b64decode(query["host"] + "==").decode()
    assert (path, query["tier"], query["embedded"], query["shop"]) == (
        "/app/members",
        "gold",
        "1",
        ada.domain,
    )
    assert host == f"{urlsplit(ada.url).netloc}/store/{ada.domain}"


def test_the_frame_address_carries_a_token_that_can_be_exchanged(ada: Shop) -> None:
    _, query = frame_of(ada, "")

    assert ada.exchange(subject_token=query["id_token"]).ok


def test_a_deep_link_may_leave_out_the_apps_own_prefix(ada: Shop) -> None:
    paths = [frame_of(ada, path)[0] for path in ("", "/app", "members/5", "app/members/5", "apples")]

    assert paths == ["/app", "/app", "/app/members/5", "/app/members/5", "/app/apples"]


def test_pages_of_a_store_that_is_not_there_say_so(ada: Shop) -> None:
    answers = [
        get(ada, f"/nobody.myshopify.com{path}") for path in ("", "/admin", "/checkout", "/admin/orders")
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert "there is no store" in answers[0].text


def test_a_discount_link_brings_its_code_to_the_checkout(ada: Shop) -> None:
    answer = get(ada, f"/{ada.domain}/discount/HELLO", allow_redirects=False)

    assert answer.headers["Location"] == f"/{ada.domain}/checkout"
    assert answer.cookies[f"discount_code_{ada.domain}"] == "HELLO"


def test_the_checkout_holds_no_personal_data_before_someone_logs_in(ada: Shop) -> None:
    ada.control("POST", "/customers", {"email": "ada@example.com", "first_name": "Ada"})

    assert "ada@example.com" not in get(ada, f"/{ada.domain}/checkout").text


def test_the_stand_ins_are_fetched_again_only_when_they_changed(ada: Shop) -> None:
    for name in ("polaris-1.js", "app-bridge.js"):
        first = get(ada, f"/cdn/{name}")
        again = get(ada, f"/cdn/{name}", headers={"If-None-Match": first.headers["ETag"]})
        assert (first.status_code, again.status_code) == (200, 304)


def test_the_summary_finds_customers_by_name_mail_and_tag(ada: Shop) -> None:
    ada.control(
        "POST", "/customers", {"email": "cleo@example.com", "first_name": "Cleo", "tags": ["VIP-Gold"]}
    )
    ada.control("POST", "/customers", {"email": "ben@example.com", "first_name": "Ben"})

    def found(words: str) -> list[str]:
        answer = get(ada, f"/summary/{ada.domain}/customers", params={"search": words}).json()
        return [one["first_name"] for one in answer["customers"]]

    assert [found(words) for words in ("cleo", "BEN@", "vip-gold", "")] == [
        ["Cleo"],
        ["Ben"],
        ["Cleo"],
        ["Ben", "Cleo"],
    ]


def test_the_hub_names_the_app_it_expects(sandbox: Server, ada: Shop) -> None:
    assert sandbox.world.app.client_id == CLIENT_ID
    assert sandbox.world.app.app_url in get(ada, "/").text
