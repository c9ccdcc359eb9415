"""The app proxy: what a shopper is shown, and that nobody else is shown anything (reliability T11–T15)."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
import requests
from sqlalchemy import event

from app.pausing import pause
from app.programs import program_of
from app.publishing import publish, save_draft
from sandbox.pages.proxy import signature
from tests.stage import CLIENT_SECRET, Line, Store
from tests.web.test_pages import MOST_QUERIES, seen

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Pairs = list[tuple[str, str]]


def told(line: Line, store: Store, customer: int | None, **more: str) -> Pairs:
    """The parameters of a proxied request, as Shopify makes them, without the signature."""
    given = {
        "shop": store.domain,
        "logged_in_customer_id": str(customer) if customer else "",
        "path_prefix": "/apps/vip",
        "timestamp": str(int(line.context.clock().timestamp())),
    }
    return list((given | more).items())


def signed(pairs: Pairs, secret: str = CLIENT_SECRET) -> Pairs:
    return [*pairs, ("signature", signature(pairs, secret))]


def ask(line: Line, pairs: Pairs, path: str = "") -> requests.Response:
    query = urlencode(pairs)
    return line.http.get(f"{line.app_url}/shopper{path}?{query}", timeout=10, allow_redirects=False)


def words(answer: requests.Response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)).replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def ada(line: Line, ada_shop: Store) -> int:
    """Ada is a Gold member of a live store; Ben bought for 500."""
    ada = ada_shop.customer("ada@example.com", first_name="Ada")
    ada_shop.order(ada, "6000.00")
    ben = ada_shop.customer("ben@example.com", first_name="Ben")
    ada_shop.order(ben, "500.00")
    ada_shop.install()
    ada_shop.go_live()
    return ada


def test_the_signature_is_shopifys_own(database_url: str) -> None:
    """The example of Shopify's documentation: `extra` given twice, joined by a comma."""
    pairs = [
        ("extra", "1"),
        ("extra", "2"),
        ("shop", "shop-name.myshopify.com"),
        ("logged_in_customer_id", "1"),
        ("path_prefix", "/apps/awesome_reviews"),
        ("timestamp", "1317327555"),
    ]
    assert signature(pairs, "hush").startswith("4c68c8624d737112")


def test_a_member_sees_the_whole_status(line: Line, ada_shop: Store, ada: int) -> None:
    """PROG-STATUS, PROG-NEXT, PROG-UNLOCK, PROG-PERIOD, PROG-WHY, DEM-TRANSPARENT"""
    answer = ask(line, signed(told(line, ada_shop, ada)))

    read = words(answer)
    assert answer.headers["Content-Type"].startswith("application/liquid")
    for part in (
        "You are a Gold member",
        "Spend $4,000.00 more to reach Platinum",
        "Counted so far: $6,000.00",
        "Only 50% of our customers are Gold or higher",
        "15% off every order Applies by itself at checkout",
        "What Platinum unlocks 20% off every order",
        "What you spend in 12 months decides your tier",
        "you became Gold",
    ):
        assert part in read, part


def test_a_customer_without_a_tier_sees_how_far_it_is(line: Line, ada_shop: Store, ada: int) -> None:
    [ben] = [int(n) for n, one in ada_shop.state["customers"].items() if one["email"] == "ben@example.com"]

    read = words(ask(line, signed(told(line, ada_shop, ben))))

    assert "You are not in a tier yet" in read and "Spend $1,500.00 more to reach Silver" in read
    assert "Gold member" not in read


def test_who_is_not_logged_in_sees_the_way_to_log_in_and_the_program(
    line: Line, ada_shop: Store, ada: int
) -> None:
    page = ask(line, signed(told(line, ada_shop, None)))
    program = words(ask(line, signed(told(line, ada_shop, None)), "/program"))

    assert 'href="/account/login"' in page.text and "6,000" not in page.text
    assert "Platinum From $10,000.00 20% off every order" in program
    assert "Nobody loses a tier by surprise" in program


def test_a_member_is_told_which_tier_of_the_program_is_theirs(line: Line, ada_shop: Store, ada: int) -> None:
    program = words(ask(line, signed(told(line, ada_shop, ada)), "/program"))
    of_others = words(ask(line, signed(told(line, ada_shop, None)), "/program"))

    assert "Gold Your tier From $5,000.00" in program and program.count("Your tier") == 1
    assert "Your tier" not in of_others


def test_tiers_are_shown_in_the_colours_they_were_given(line: Line, ada_shop: Store, ada: int) -> None:
    with line.context.db.write() as session:
        shop, now = ada_shop.shop(session), line.context.clock()
        _, program = program_of(session, shop.id, now)
        silver, gold, platinum = program.tiers
        tiers = (silver, gold.model_copy(update={"color": "violet", "icon": "star"}), platinum)
        save_draft(session, shop, program.model_copy(update={"tiers": tiers}), "test", now)
        publish(session, shop, "test", now)
    line.settle()

    asked = signed(told(line, ada_shop, ada))
    for path in ("", "/program"):
        page = ask(line, asked, path).text
        assert page.count('style="--vip-accent: #5b3ea6"') == 1 and "★" in page
    for path in ("/app", "/app/members"):
        assert 'fill="#5b3ea6"' in seen(line, ada_shop, path).text, path
    customer = line.customer(ada_shop, ada)
    assert 'fill="#5b3ea6"' in seen(line, ada_shop, f"/app/members/{customer.id}").text


SPOKEN = {
    "en": "You are a Gold member",
    "ja": "お客様はGold会員です",
    "ms": "Anda ahli Gold",
    "zh-CN": "您是 Gold 会员",
    "pt-BR": "Você é membro Gold",
}


def test_the_page_and_the_json_speak_five_languages(line: Line, ada_shop: Store, ada: int) -> None:
    for locale, title in SPOKEN.items():
        pairs = signed(told(line, ada_shop, ada, locale=locale))
        assert title in ask(line, pairs).text
        assert ask(line, pairs, "/status").json()["words"]["title"] == title
        assert ask(line, pairs, "/program").status_code == 200


def test_the_json_is_what_the_store_holds_for_the_theme(line: Line, ada_shop: Store, ada: int) -> None:
    status = ask(line, signed(told(line, ada_shop, ada)), "/status").json()

    assert (status["tier"], status["spend"], status["to_next"], status["next"]) == (
        "Gold",
        "6000.00",
        "4000.00",
        "Platinum",
    )


def test_nothing_of_it_may_be_kept_and_nothing_in_it_is_liquid(line: Line, ada_shop: Store, ada: int) -> None:
    """T14, T15: a cache between us and the shopper has nothing to show to the next one."""
    for path in ("", "/status", "/program"):
        for customer in (ada, None):
            answer = ask(line, signed(told(line, ada_shop, customer)), path)
            assert answer.headers["Cache-Control"] == "private, no-store", path
            assert "Set-Cookie" not in answer.headers
            if path != "/status":
                assert not set("{}") & set(answer.text)
    refused = ask(line, told(line, ada_shop, ada))
    assert refused.headers["Cache-Control"] == "private, no-store"


def test_no_answer_holds_what_was_signed(line: Line, ada_shop: Store, ada: int) -> None:
    """T12: a signature that stands on a page could be sent on, read another way."""
    asked: list[str] = []
    event.listen(line.context.db.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    for customer in (ada, None):
        pairs = dict(signed(told(line, ada_shop, customer)))
        for path in ("", "/status", "/program"):
            asked.clear()
            answer = ask(line, list(pairs.items()), path)
            whole = answer.text + str(answer.headers)
            assert pairs["signature"] not in whole and pairs["timestamp"] not in whole
            assert answer.headers["Referrer-Policy"] == "same-origin"
            assert len(asked) <= MOST_QUERIES, asked


def without(name: str) -> Callable[[Pairs], Pairs]:
    return lambda pairs: signed([each for each in pairs if each[0] != name])


def put(name: str, value: str) -> Callable[[Pairs], Pairs]:
    return lambda pairs: signed([(n, value if n == name else v) for n, v in pairs])


def after_signing(change: Callable[[Pairs], Pairs]) -> Callable[[Pairs], Pairs]:
    return lambda pairs: change(signed(pairs))


def older(seconds: int) -> Callable[[Pairs], Pairs]:
    return lambda pairs: signed([(n, str(int(v) - seconds) if n == "timestamp" else v) for n, v in pairs])


def resplit(pairs: Pairs) -> Pairs:
    """T12: the same signed text, read as another customer: a value swallows the next parameter."""
    given = dict(signed([*pairs, ("locale", "en")]))
    own = given.pop("logged_in_customer_id")
    swallowed = f"enlogged_in_customer_id={own}"
    return [*(given | {"locale": swallowed}).items()]


def resplit_with_another(pairs: Pairs) -> Pairs:
    """A key of the visitor's own that carries another customer, and is swallowed afterwards."""
    given = [(n, v) for n, v in pairs if n != "logged_in_customer_id"]
    made = signature([*given, ("logged_in_customer_id", "7"), ("locale", "en")], CLIENT_SECRET)
    return [*given, ("localeenlogged_in_customer_id", "7"), ("signature", made)]


FORGED: dict[str, Callable[[Pairs], Pairs]] = {
    "no signature": lambda pairs: pairs,
    "another secret": lambda pairs: signed(pairs, "sandbox-somebody-elses-secret-0123456789"),
    "an upper-case signature": after_signing(
        lambda p: [(n, v.upper() if n == "signature" else v) for n, v in p]
    ),
    "a signature of other letters": after_signing(
        lambda p: [(n, "é" * 64 if n == "signature" else v) for n, v in p]
    ),
    "another customer": after_signing(
        lambda p: [(n, "7" if n == "logged_in_customer_id" else v) for n, v in p]
    ),
    "another store": after_signing(
        lambda p: [(n, "cleo-shop.myshopify.com" if n == "shop" else v) for n, v in p]
    ),
    "a doubled customer": after_signing(lambda p: [*p, ("logged_in_customer_id", "7")]),
    "a doubled customer, signed": lambda p: signed([*p, ("logged_in_customer_id", "7")]),
    "a doubled store, signed": lambda p: signed([*p, ("shop", "cleo-shop.myshopify.com")]),
    "a doubled signature": after_signing(lambda p: [*p, p[-1]]),
    "values joined by a comma": lambda p: signed(
        [(n, f"{v},7" if n == "logged_in_customer_id" else v) for n, v in p]
    ),
    "a key that we do not know": lambda p: signed([*p, ("extra", "1")]),
    "re-split": resplit,
    "re-split with another customer": resplit_with_another,
    "no customer at all": without("logged_in_customer_id"),
    "no timestamp": without("timestamp"),
    "no store": without("shop"),
    "no prefix": without("path_prefix"),
    "a timestamp that is none": put("timestamp", "NaN"),
    "a timestamp with a sign": put("timestamp", "-1"),
    "replayed after 91 seconds": older(91),
    "from the future": older(-180),
    "a customer that is no number": put("logged_in_customer_id", "1 OR 1=1"),
    "a prefix with Liquid": put("path_prefix", "/apps/{{ shop.email }}"),
    "a language with markup": lambda p: signed([*p, ("locale", "<script>")]),
}


def test_whoever_is_not_proven_gets_nothing(line: Line, ada_shop: Store, ada: int) -> None:
    """T11–T13, T15: forged, replayed, re-split or doubled: the same short refusal, no word of the request."""
    answers: dict[str, Any] = {}
    for name, change in FORGED.items():
        pairs = change(told(line, ada_shop, ada))
        for path in ("", "/status", "/program", "/vip.css"):
            answer = ask(line, pairs, path)
            answers[name] = (answer.status_code, answer.text)
            assert answers[name] == (401, "This address is only for the pages of a store."), (name, path)
    assert ask(line, signed(told(line, ada_shop, ada))).status_code == 200


def test_a_blank_customer_is_part_of_what_is_signed(line: Line, ada_shop: Store, ada: int) -> None:
    """Python's parse_qs would drop it, and the signature would not fit."""
    assert ask(line, signed(told(line, ada_shop, None))).status_code == 200


def test_an_unknown_store_and_one_that_is_not_live_are_the_same(
    line: Line, ada_shop: Store, cleo_shop: Store, ada: int
) -> None:
    cleo_shop.install()
    answers = [
        ask(line, signed(told(line, Store(line, domain), None)), path)
        for domain in ("nobody.myshopify.com", cleo_shop.domain)
        for path in ("", "/status", "/program")
    ]

    assert {(each.status_code, each.text) for each in answers} == {(404, "There is nothing here.")}


def test_two_shoppers_never_see_each_other(line: Line, ada_shop: Store, cleo_shop: Store, ada: int) -> None:
    """T14: Ada's number in another store is somebody else, and there nobody."""
    cleo_shop.install()
    cleo_shop.go_live()

    elsewhere = ask(line, signed(told(line, cleo_shop, ada)), "/status").json()

    assert (elsewhere["tier"], elsewhere["spend"]) == (None, "0")


def test_a_paused_program_promises_nobody_anything(line: Line, ada_shop: Store, ada: int) -> None:
    with line.context.db.write() as session:
        pause(session, ada_shop.shop(session), "operator", line.context.clock())

    assert ask(line, signed(told(line, ada_shop, ada)), "/status").json()["tier"] is None
    assert "The program is paused" in words(ask(line, signed(told(line, ada_shop, ada))))


def test_nothing_can_be_sent(line: Line, ada_shop: Store, ada: int) -> None:
    query = urlencode(signed(told(line, ada_shop, ada)))
    assert requests.post(f"{line.app_url}/shopper?{query}", timeout=10).status_code == 405
