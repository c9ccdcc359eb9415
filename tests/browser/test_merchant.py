"""The merchant's way through the real pages: install, look, go live, find a member, see why."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from app.models import Outbox
from tests.browser.conftest import Admin, heard, seen
from tests.stage import Line, Store
from tests.web.test_pages import live_store

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def spend_some(store: Store) -> None:
    """Eleven customers: one in each tier, one with a refund, a guest, and six who bought little."""
    for first, last, price in (
        ("Priya", "Okri", "12000.00"),
        ("Ada", "Lovelace", "6400.00"),
        ("Ben", "Novak", "2100.00"),
        *((f"Nora{n}", "Berg", "80.00") for n in range(6)),
    ):
        person = store.customer(f"{first}@example.com".lower(), first_name=first, last_name=last)
        order = store.order(person, price, shipping="9.90", tax_rate="0.08", webhooks=False)
        if first == "Ada":
            store.post(f"/orders/{order['id']}/refund", amount="32.40", webhooks=False)
            store.order(person, "1000.00", paid=False, webhooks=False)
    store.order(
        None, "2600.00", email="a.guest.with.a.long.name@an-even-longer-domain.example", webhooks=False
    )


def test_from_installation_to_a_member(admin: Admin) -> None:
    spend_some(admin.store)
    admin.install()
    app = admin.app
    app.get_by_role("heading", name="A program for your customers").wait_for()
    admin.good("home-start")
    app.get_by_role("button", name="Start from the usual amounts instead").click()
    app.get_by_role("heading", name="Who lands where").wait_for()
    assert admin.store.state["segments"] == {}
    admin.good("home-ready")

    app.get_by_role("button", name="Go live", exact=True).click()
    app.get_by_text("The tag VIP-Gold on 1 customer").wait_for()
    admin.good("home-go-live")
    app.get_by_role("button", name="Go live now").click()

    admin.page.get_by_text("Your program is live").wait_for()
    app.get_by_text("Up to date").wait_for()
    assert len(admin.store.state["segments"]) == 3
    admin.good("home-live")

    app.get_by_role("button", name="See members").or_(app.get_by_role("link", name="See members")).click()
    app.get_by_role("heading", name="Members", level=1).wait_for()
    admin.good("members")
    app.get_by_label("Search by name").fill("lovel")
    app.get_by_text("1 customer found").wait_for()
    assert admin.page.url.endswith("/app/members?q=lovel")
    app.get_by_role("link", name="Ada Lovelace").click()

    app.get_by_role("heading", name=re.compile("Gold since")).wait_for()
    app.get_by_text("newest first").click()
    app.get_by_text("orders that do not count").or_(app.get_by_text("order that does not count")).click()
    admin.good("member")
    app.get_by_role("button", name="Copy as reply").click()
    app.get_by_role("button", name="Copy", exact=True).click()
    admin.page.get_by_text("Answer copied").wait_for()
    copied = admin.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Hello Ada,\n\nyou have been a Gold member since")
    app.get_by_role("button", name="Close", exact=True).last.click()
    app.get_by_role("link", name="Members", exact=True).click()
    app.get_by_text("10 customers", exact=True).wait_for()
    assert admin.wrong == []


def test_the_history_is_watched_without_loading_the_page_again(admin: Admin) -> None:
    requests.post(
        f"{admin.line.sandbox.url}/control/faults",
        json={"api": [{"operation": "bulkOperationRunQuery", "action": "late:6", "times": 1}]},
        timeout=5,
    )
    spend_some(admin.store)
    admin.install()
    admin.app.get_by_role("heading", name=re.compile("Reading|Finding")).wait_for()
    admin.good("home-reading")
    admin.frame.evaluate("window.same = true")

    admin.app.get_by_role("heading", name="A program for your customers").wait_for(timeout=40_000)

    assert admin.frame.evaluate("window.same") is True


def test_nothing_yet_teaches_what_will_happen(admin: Admin) -> None:
    admin.install()
    admin.app.get_by_role("heading", name="No customers have bought yet").wait_for(timeout=30_000)
    admin.good("home-empty")

    admin.open("/app/members")
    admin.good("members-empty")


def test_what_was_refused_is_told_and_tried_again(admin: Admin) -> None:
    member = live_store(admin.line, admin.store)
    with admin.line.context.db.write() as session:
        row = session.get_one(Outbox, (member.shop_id, "customer", str(member.id)))
        row.dead, row.problem, row.wanted = (
            True,
            "Customer is invalid: the tag limit is reached",
            row.wanted + 1,
        )
        session.add(row)
    app = admin.open()
    app.get_by_text("the tag limit is reached").wait_for()
    admin.good("home-refused")

    app.get_by_role("button", name=re.compile("Try again: Ada Lovelace")).click()

    admin.page.get_by_text("Trying again").wait_for()
    app.get_by_text("Up to date").wait_for()


def test_pages_can_be_used_by_keyboard_alone(admin: Admin) -> None:
    live_store(admin.line, admin.store)
    app = admin.open("/app/members")
    app.get_by_label("Search by name").focus()
    admin.page.keyboard.type("ada")
    app.get_by_text("1 customer found").wait_for()
    for _ in range(7):
        admin.page.keyboard.press("Tab")
    admin.page.keyboard.press("Enter")

    app.get_by_role("heading", name="Ada Lovelace", level=1).wait_for()


def test_an_error_is_told_in_place_and_goes_away(admin: Admin) -> None:
    admin.store.post("/install")
    spend_some(admin.store)
    app = admin.open()
    app.get_by_role("button", name="Start from the usual amounts instead").click(timeout=30_000)
    app.get_by_role("heading", name="Who lands where").wait_for()
    admin.page.route("**/app/go-live", lambda route: route.abort())
    app.get_by_role("button", name="Go live", exact=True).click()
    app.get_by_role("button", name="Go live now").click()

    app.get_by_text("Laurel could not be reached").wait_for()
    admin.page.unroute("**/app/go-live")
    app.get_by_role("button", name="Go live", exact=True).click()
    app.get_by_role("button", name="Go live now").click()

    app.get_by_text("Up to date").wait_for()
    assert app.get_by_text("Laurel could not be reached").count() == 0


def test_an_unknown_member_is_told_inside_the_admin(admin: Admin) -> None:
    admin.store.post("/install")
    app = admin.open("/app/members/7")

    app.get_by_role("heading", name="There is nothing here").wait_for()
    app.get_by_role("link", name="Home", exact=True).click()
    app.get_by_role("heading", name="Home", level=1).wait_for()


NAVIGATION = "[...document.querySelectorAll('s-app-nav s-link')].map(link => link.getAttribute('href'))"


def test_production_pages_take_everything_from_shopifys_cdn(
    chromium: Any, line: Line, ada_shop: Store
) -> None:
    """The HTML of production, with the CDN's addresses led to the stand-ins."""
    from app.main import build_context, create_app

    line.clock(now=datetime.now(UTC).isoformat())  # production has the real time
    member = live_store(line, ada_shop)
    config = line.context.config.model_copy(update={"sandbox_url": "", "app_url": "https://vip.example.com"})
    client = create_app(build_context(config)).test_client()
    asked: list[str] = []
    page = chromium.new_page(bypass_csp=True)  # axe is put into the page
    wrong: list[str] = []
    page.on("console", lambda said: said.type in ("error", "warning") and wrong.append(said.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    alone = "App Bridge: the app is not inside the admin"

    def answer(route: Any) -> None:
        url = route.request.url
        asked.append(url)
        if url.startswith("https://cdn.shopify.com/shopifycloud/"):
            name = url.rsplit("/", 1)[-1]
            route.fulfill(
                body=requests.get(f"{line.sandbox.url}/cdn/{name}", timeout=5).text,
                content_type="text/javascript",
            )
        else:
            headers = route.request.headers
            if not route.request.is_navigation_request():  # App Bridge has no admin to ask for a token here
                headers["authorization"] = f"Bearer {ada_shop.token()}"
            path = url.removeprefix("https://vip.example.com")
            told = client.open(
                path,
                method=route.request.method,
                headers=headers,
                data=route.request.post_data,
                base_url="https://vip.example.com",
            )
            route.fulfill(status=told.status_code, headers=dict(told.headers), body=told.data)

    page.route("**/*", answer)
    known, waiting = set(), ["/app", f"/app/members/{member.id}"]
    while waiting:
        path = waiting.pop()
        page.goto(f"https://vip.example.com{path}?id_token={ada_shop.token()}&no-redirect=1")
        page.get_by_role("heading", level=1).wait_for()
        page.wait_for_load_state("networkidle")
        assert seen(page) == [], path
        assert heard(page) == [], path
        known.add(path)
        waiting += {*page.evaluate(NAVIGATION)} - known - {*waiting}
    page.close()
    assert set(wrong) == {alone}

    hosts = {url.split("/")[2] for url in asked}
    scripts = {url.split("?")[0] for url in asked if "cdn.shopify.com" in url}
    assert hosts == {"vip.example.com", "cdn.shopify.com"}
    assert scripts == {
        "https://cdn.shopify.com/shopifycloud/app-bridge.js",
        "https://cdn.shopify.com/shopifycloud/polaris-1.js",
    }


def test_without_the_design_script_a_plain_sentence_stands_there(admin: Admin) -> None:
    live_store(admin.line, admin.store)
    admin.page.route("**/polaris-1.js", lambda route: route.abort())
    admin.page.goto(f"{admin.line.sandbox.url}/{admin.store.domain}/admin/apps/laurel/app")

    message = admin.app.get_by_text("Shopify's design script did not load")
    message.wait_for(timeout=10_000)
