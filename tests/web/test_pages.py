"""The embedded pages over HTTP, with real tokens: who sees what, and what stands there."""

import re
from typing import Any

import pytest
import requests
from sqlalchemy import event
from sqlmodel import col, select

from app import outbox
from app.models import AuditEvent, Customer, Outbox, ProgramVersion, Shop, WebhookEvent
from app.models.webhook_event import DEAD, NEW
from tests.stage import Line, Store

MOST_QUERIES = 12
PAGES = ("/app", "/app/members", "/app/simulations", "/app/economics")


def seen(line: Line, store: Store, path: str, **more: Any) -> requests.Response:
    """A page as the admin's frame asks for it."""
    query = {"id_token": store.token(), "shop": store.domain, "embedded": "1", "host": "aG9zdA"}
    query |= more.pop("query", {})
    more["headers"] = {"Accept": "text/html"}
    return line.http.get(f"{line.app_url}{path}", params=query, timeout=30, allow_redirects=False, **more)


def fetched(line: Line, store: Store, method: str, path: str, **more: Any) -> requests.Response:
    """What htmx asks for with a bearer token."""
    headers = {"Authorization": f"Bearer {store.token()}", "HX-Request": "true", "Accept": "text/html"}
    headers |= more.pop("headers", {})
    return line.http.request(method, f"{line.app_url}{path}", headers=headers, timeout=30, **more)


def words(answer: requests.Response) -> str:
    """What a person reads, without markup and with plain spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)).replace("\N{NO-BREAK SPACE}", " ")


def live_store(line: Line, store: Store, spend: str = "5000.00", **person: Any) -> Customer:
    """Ada, who spent, in a store that is live."""
    ada = store.customer("ada@example.com", first_name="Ada", last_name="Lovelace", **person)
    store.order(ada, spend)
    store.install()
    store.go_live()
    return line.customer(store, ada)


def test_only_the_admin_of_this_store_may_frame_a_page(line: Line, ada_shop: Store) -> None:
    ada_shop.install()

    for path in (*PAGES, "/app/members/1", "/app/nothing"):
        policy = seen(line, ada_shop, path).headers["Content-Security-Policy"]
        assert policy == (
            f"frame-ancestors https://{ada_shop.domain} https://admin.shopify.com {line.sandbox.url};"
        ), path


def test_no_answer_sets_a_cookie_or_may_be_kept(line: Line, ada_shop: Store) -> None:
    member = live_store(line, ada_shop)

    for path in (*PAGES, f"/app/members/{member.id}", "/app/nothing"):
        answer = seen(line, ada_shop, path)
        assert "Set-Cookie" not in answer.headers, path
        assert answer.headers["Cache-Control"] == "private, no-store", path


BAD_TOKENS: dict[str, dict[str, Any]] = {
    "expired": {"overrides": {"exp": 1_600_000_000}},
    "another audience": {"overrides": {"aud": "another-app"}},
    "a shopper's": {"overrides": {"sub": "gid://shopify/Customer/7"}},
    "another issuer": {"overrides": {"iss": "https://cleo-shop.myshopify.com/admin"}},
    "another secret": {"secret": "sandbox-somebody-elses-secret-0123456789"},
}


def test_a_token_that_proves_nothing_opens_nothing(line: Line, ada_shop: Store) -> None:
    """A page load goes to the page that fetches a fresh token; a fetch is told to come again with one."""
    live_store(line, ada_shop)
    for why, token in BAD_TOKENS.items():
        bad = ada_shop.token(**token)

        page = seen(line, ada_shop, "/app/members", query={"id_token": bad})
        fetch = fetched(line, ada_shop, "POST", "/app/go-live", headers={"Authorization": f"Bearer {bad}"})

        assert page.status_code == 302, why
        assert page.headers["Location"].startswith("/auth/token?"), why
        assert bad not in page.headers["Location"], why
        assert fetch.status_code == 401, why
        assert fetch.headers["X-Shopify-Retry-Invalid-Session-Request"] == "1", why


def test_without_a_token_there_is_no_page_and_no_action(line: Line, ada_shop: Store) -> None:
    ada_shop.install()

    page = requests.get(f"{line.app_url}/app/members", timeout=5, allow_redirects=False)
    in_the_address = requests.post(
        f"{line.app_url}/app/go-live", params={"id_token": ada_shop.token()}, timeout=5
    )

    assert page.status_code == 302
    assert in_the_address.status_code == 401
    with line.context.db.read() as session:
        assert ada_shop.shop(session).live_at is None


def test_the_address_cannot_name_another_store(line: Line, ada_shop: Store, cleo_shop: Store) -> None:
    ada_shop.install()
    live_store(line, cleo_shop, "500000")

    answer = seen(line, ada_shop, "/app/members", query={"shop": cleo_shop.domain})

    assert answer.status_code == 302
    assert "ada@example.com" not in answer.text


def test_a_member_of_another_store_is_as_unknown_as_nobody(
    line: Line, ada_shop: Store, cleo_shop: Store
) -> None:
    live_store(line, ada_shop)
    cleos = live_store(line, cleo_shop, "500000")

    foreign, unknown = (
        seen(line, ada_shop, f"/app/members/{each}") for each in (cleos.id, 4_611_686_018_427_387_904)
    )

    assert (foreign.status_code, foreign.text) == (404, unknown.text)
    assert seen(line, ada_shop, f"/app/members/{2**64}").status_code == 404
    tried = fetched(line, ada_shop, "POST", f"/app/members/{cleos.id}/try-again")
    assert tried.status_code == 404


def test_another_store_stands_in_no_list(line: Line, ada_shop: Store, cleo_shop: Store) -> None:
    live_store(line, ada_shop)
    cleos = cleo_shop.customer("cleo@example.com", first_name="Cleo")
    cleo_shop.order(cleos, "900000")
    cleo_shop.install()
    cleo_shop.go_live()

    for path in PAGES:
        assert "Cleo" not in seen(line, ada_shop, path).text, path


def test_no_page_asks_the_database_more_than_twelve_times(line: Line, ada_shop: Store) -> None:
    member = live_store(line, ada_shop)
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT")):
            asked.append(statement)

    for path in (*PAGES, f"/app/members/{member.id}", "/app/members?q=ada&tier=members&page=2"):
        event.listen(line.context.db.engine, "before_cursor_execute", note)
        assert seen(line, ada_shop, path).status_code == 200
        event.remove(line.context.db.engine, "before_cursor_execute", note)
        assert len(asked) <= MOST_QUERIES, "\n".join([path, *asked])
        asked.clear()


def test_what_people_are_called_is_never_markup(line: Line, ada_shop: Store) -> None:
    evil = '<img src=x onerror="alert(1)">'
    member = ada_shop.customer("eve@example.com", first_name=evil, last_name="'\"</s-page>")
    ada_shop.order(member, "6000.00")
    ada_shop.install()
    ada_shop.go_live()
    row = line.customer(ada_shop, member)

    for path in (*PAGES, f"/app/members/{row.id}", f"/app/members?q={evil}"):
        page = seen(line, ada_shop, path).text
        assert "<img" not in page, path
        assert page.count("</s-page>") == 1, path


def test_home_tells_how_far_the_history_is_and_only_ever_grows(line: Line, ada_shop: Store) -> None:
    ada = ada_shop.customer("ada@example.com")
    for _ in range(3):
        ada_shop.order(ada, "900.00", webhooks=False)
    ada_shop.post("/install")
    ada_shop.open()

    told = [words(fetched(line, ada_shop, "GET", "/app/home"))]
    while "Who lands where" not in told[-1] and len(told) < 200:
        line.step()
        told.append(words(fetched(line, ada_shop, "GET", "/app/home")))

    assert "Asking Shopify for your orders" in told[0]
    assert "Laurel has read 3 orders of 1 customer." in told[-1]
    steps = [int(found[1]) for each in told if (found := re.search(r"(\d+) of 3 orders read", each))]
    assert steps == sorted(steps)


def test_a_reader_who_has_seen_it_is_sent_nothing(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    page = fetched(line, ada_shop, "GET", "/app/home").text
    (seen_as,) = re.findall(r'data-seen="(\w+)"', page)

    again = fetched(line, ada_shop, "GET", f"/app/home?seen={seen_as}")

    assert (again.status_code, again.text) == (204, "")


def test_before_going_live_home_says_what_would_be_written(line: Line, ada_shop: Store) -> None:
    """Design 4, silence: numbers first, then the button."""
    for n, spend in enumerate(("2000.00", "5000.00", "12000.00", "10.00")):
        ada_shop.order(ada_shop.customer(f"n{n}@example.com"), spend)
    ada_shop.order(None, "7000.00", email="guest@example.com")
    ada_shop.install()

    told = words(seen(line, ada_shop, "/app"))

    assert "4 customers (80.0 %) would get a tier" in told
    assert re.search(r"The tag VIP-Gold on 1 customer\b", told)
    assert "Two metafields on the same 3 customers" in told
    assert "3 customer segments: VIP Silver, VIP Gold, VIP Platinum." in told
    assert "6 automatic discounts" in told
    assert "1 more customer has bought as a guest" in told


def test_going_live_twice_is_going_live_once(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    with line.context.db.read() as session:
        first = ada_shop.shop(session).live_at

    again = fetched(line, ada_shop, "POST", "/app/go-live")

    assert again.status_code == 200
    with line.context.db.read() as session:
        shop = ada_shop.shop(session)
        audits = select(AuditEvent).where(
            AuditEvent.shop_id == shop.id, AuditEvent.action == "program went live"
        )
        assert shop.live_at == first
        assert [each.actor for each in session.exec(audits)] == ["staff:1"]


def test_nobody_goes_live_while_the_history_is_read(line: Line, ada_shop: Store) -> None:
    ada_shop.post("/install")
    ada_shop.open()

    answer = fetched(line, ada_shop, "POST", "/app/go-live")

    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == ".problem"
    assert "still being read" in words(answer)
    with line.context.db.read() as session:
        assert ada_shop.shop(session).live_at is None


def test_a_program_that_has_changed_is_looked_at_again_first(line: Line, ada_shop: Store) -> None:
    ada_shop.install()

    asked = {"data": {"version": "7"}, "headers": {"X-Laurel-Locale": "pt-BR"}}
    answer = fetched(line, ada_shop, "POST", "/app/go-live", **asked)

    assert answer.status_code == 409 and "O programa mudou desde que você o viu." in answer.text
    with line.context.db.read() as session:
        assert session.exec(
            select(ProgramVersion.from_at).where(ProgramVersion.shop_id == ada_shop.shop(session).id)
        ).all() == [None]


@pytest.mark.parametrize(
    "path", ["/app/go-live", "/app/try-again", "/app/replay", "/app/members/1/try-again"]
)
def test_another_sites_page_cannot_act(line: Line, ada_shop: Store, path: str) -> None:
    ada_shop.install()

    answer = fetched(line, ada_shop, "POST", path, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403


def test_without_all_orders_home_says_so(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    with line.context.db.write() as session:
        shop = ada_shop.shop(session)
        shop.scopes = "read_orders,write_customers"
        session.add(shop)

    assert "only the last 60 days of orders" in words(seen(line, ada_shop, "/app"))


def test_recent_moves_say_why(line: Line, ada_shop: Store) -> None:
    ada = ada_shop.customer("ada@example.com", first_name="Ada")
    ada_shop.install()
    ada_shop.go_live()
    line.clock(advance_seconds=60)
    order = ada_shop.order(ada, "5000.00")
    line.settle()
    ada_shop.post(f"/orders/{order['id']}/refund", amount="100.00")
    line.settle()

    told = words(seen(line, ada_shop, "/app"))

    assert f"{order['name']} brought the count to $5,000.00; Gold begins at $5,000.00." in told
    assert f"A refund or cancellation of {order['name']} lowered the count to $4,900.00" in told


def test_members_are_found_by_name_mail_id_and_tier(line: Line, ada_shop: Store) -> None:
    ada = ada_shop.customer("ada@example.com", first_name="Ada", last_name="Lovelace")
    ben = ada_shop.customer("ben@example.com", first_name="Ben", last_name="Okri")
    ada_shop.order(ada, "5000.00")
    ada_shop.order(ben, "10.00")
    ada_shop.install()

    def found(query: str) -> list[str]:
        page = fetched(line, ada_shop, "GET", f"/app/members?{query}").text
        return re.findall(r'id="m\d+"[^>]*>(\w+) ', page)

    assert found("") == ["Ada", "Ben"]
    assert found("sort=least") == ["Ben", "Ada"]
    assert found("q=LOVEL") == found("q=ada+lov") == ["Ada"]
    assert found("q=BEN@") == ["Ben"]
    assert found(f"q={ada}") == ["Ada"]
    assert found("tier=2") == ["Ada"]
    assert found("tier=0") == ["Ben"]
    assert found("q=velace") == []
    assert found("q=%25") == []
    assert found("tier=99&page=abc&sort=x") == ["Ada", "Ben"]


def test_a_list_comes_in_pages_of_fifty_and_keeps_its_address(line: Line, ada_shop: Store) -> None:
    for n in range(51):
        ada_shop.order(ada_shop.customer(f"n{n:02}@example.com", first_name="Nora"), "100.00", webhooks=False)
    ada_shop.install()

    first = fetched(line, ada_shop, "GET", "/app/members?q=nora&tier=&sort=")
    last = fetched(line, ada_shop, "GET", "/app/members?q=nora&page=2")

    assert first.headers["HX-Replace-Url"] == "/app/members?q=nora"
    assert "51 customers found" in words(first) and "1–50 of 51" in words(first)
    assert 'href="/app/members?q=nora&amp;page=2"' in first.text
    assert "51–51 of 51" in words(last)


def test_a_member_page_adds_up_and_says_what_did_not_count(line: Line, ada_shop: Store) -> None:
    """GAP-WHY."""
    ada = ada_shop.customer("ada@example.com", first_name="Ada")
    ada_shop.install()
    ada_shop.go_live()
    order = ada_shop.order(ada, "5000.00", shipping="9.90", tax_rate="0.1")
    ada_shop.order(ada, "300.00", paid=False)
    line.settle()
    ada_shop.post(f"/orders/{order['id']}/refund", amount="11.00")
    line.settle()
    row = line.customer(ada_shop, ada)

    page = seen(line, ada_shop, f"/app/members/{row.id}")
    told = words(page)

    assert "Silver since" in told
    assert "Not counted: shipping does not count $9.90" in told
    assert "Not counted: unpaid" in told
    assert re.search(r'id="spend">([^<]+)<', page.text)[1] == "$4,989.00"  # type: ignore[index]
    assert "by the day before keeps it" in told
    assert "Hello Ada, you have been a Silver member since" in told
    assert "VIP-Silver" in told


def test_a_merged_customer_leads_to_who_is_left(line: Line, ada_shop: Store) -> None:
    ada = ada_shop.customer("ada@example.com", first_name="Ada")
    old = ada_shop.customer("ada@old.example", first_name="Ada")
    ada_shop.order(old, "5000.00")
    ada_shop.install()
    ada_shop.go_live()
    gone = line.customer(ada_shop, old)
    ada_shop.post("/customers/merge", keep=ada, remove=old)
    line.settle()

    told = words(seen(line, ada_shop, f"/app/members/{gone.id}"))

    assert "Gold since" in told
    assert "Merged from: ada@old.example" in told


def test_a_refused_change_is_shown_and_tried_again(line: Line, ada_shop: Store) -> None:
    member = live_store(line, ada_shop)
    with line.context.db.write() as session:
        key = (member.shop_id, outbox.CUSTOMER, str(member.id))
        row = session.get_one(Outbox, key)
        row.dead, row.problem, row.wanted = True, "Tag limit reached", row.wanted + 1
        session.add(row)

    told = words(seen(line, ada_shop, "/app"))
    answer = fetched(
        line, ada_shop, "POST", "/app/try-again", data={"kind": "customer", "subject": str(member.id)}
    )
    twice = fetched(line, ada_shop, "POST", f"/app/members/{member.id}/try-again")
    line.settle()

    assert "Tag limit reached" in told
    assert "Trying again" in answer.headers["HX-Trigger"]
    assert "Nothing is left" in twice.headers["HX-Trigger"]
    with line.context.db.read() as session:
        row = session.get_one(Outbox, key)
        assert (row.dead, row.wanted) == (False, row.sent)


@pytest.mark.parametrize("named", [{"kind": "customer", "subject": "1\0"}, {"kind": "\0", "subject": "1"}])
def test_what_no_database_could_name_is_not_tried_again(
    line: Line, ada_shop: Store, named: dict[str, str]
) -> None:
    """Postgres refuses the text itself: that is the sender's mistake, and no reason to come again."""
    ada_shop.install()

    answer = fetched(line, ada_shop, "POST", "/app/try-again", data=named)

    assert answer.status_code == 400
    assert "No such write is known." in words(answer)


def test_a_message_that_was_not_understood_is_replayed(line: Line, ada_shop: Store, cleo_shop: Store) -> None:
    live_store(line, ada_shop)
    cleo_shop.install()
    with line.context.db.write() as session:
        found = select(WebhookEvent).where(WebhookEvent.shop_id == ada_shop.shop(session).id)
        row = session.exec(found.order_by(col(WebhookEvent.id).desc())).first()
        assert row is not None
        row.state, row.reason = DEAD, "no currency"
        session.add(row)

    told = words(seen(line, ada_shop, "/app"))
    foreign = fetched(line, cleo_shop, "POST", "/app/replay", data={"event": str(row.id)})
    assert state_of(line, row) == DEAD
    fetched(line, ada_shop, "POST", "/app/replay", data={"event": str(row.id)})

    assert "no currency" in told
    assert foreign.status_code == 200
    assert state_of(line, row) == NEW


def state_of(line: Line, row: WebhookEvent) -> str:
    with line.context.db.read() as session:
        return session.get_one(WebhookEvent, (row.shop_id, row.id)).state


def test_an_address_that_is_no_page_is_told_in_the_frame(line: Line, ada_shop: Store) -> None:
    ada_shop.install()

    page = seen(line, ada_shop, "/app/nothing")
    part = fetched(line, ada_shop, "GET", "/app/nothing")

    assert (page.status_code, "<s-page" in page.text) == (404, True)
    assert (part.status_code, part.headers["HX-Retarget"], "<s-page" in part.text) == (404, ".problem", False)


def test_a_store_in_trouble_gets_one_banner(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    with line.context.db.write() as session:
        shop: Shop = ada_shop.shop(session)
        shop.state, shop.scopes = "paused", "read_orders"
        session.add(shop)

    page = seen(line, ada_shop, "/app")

    assert page.text.count("<s-banner") == 1
    assert "nothing is written to your store until the program goes on" in words(page)
    assert len(re.findall(r'variant="primary"', page.text)) == 1


def test_what_was_promised_and_used_is_fetched_after_the_page_stands(line: Line, ada_shop: Store) -> None:
    """GAP-DELIVERY, SUP-HISTORY, GAP-I18N: the page asks for the story of a member, in its language."""
    member = live_store(line, ada_shop)
    address = f"/app/members/{member.id}/story"

    assert f'hx-get="{address}"' in seen(line, ada_shop, f"/app/members/{member.id}").text
    told = words(fetched(line, ada_shop, "GET", address))

    in_japanese = words(fetched(line, ada_shop, "GET", address, headers={"X-Laurel-Locale": "ja"}))

    assert "15 % off every order" in told and "In your store" in told
    assert "ランクなし → Gold" in in_japanese and not re.search(r"[a-z]{3}", in_japanese.replace("Gold", ""))


def test_the_story_of_another_stores_member_is_not_there(
    line: Line, ada_shop: Store, cleo_shop: Store
) -> None:
    member = live_store(line, ada_shop)
    cleo_shop.install()
    cleo_shop.go_live()

    assert fetched(line, cleo_shop, "GET", f"/app/members/{member.id}/story").status_code == 404
