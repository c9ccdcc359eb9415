"""The tiers page in the pretend admin: sliders by keyboard, estimates without asking, exact on save."""

import random
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import delete

from app.db import ACROSS_SHOPS
from app.models import Customer, LedgerEntry, Report
from app.web import large_stores
from app.web.tiers import kept
from tests.browser.conftest import WIDTHS, Admin
from tests.stage import Line, Store

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def some_hundreds(line: Line, store: Store, number: int = 600) -> None:
    """Customers as a store has them: many who buy little, few who buy much, one to four orders each."""
    dice = random.Random(7)
    now = datetime.now(UTC)
    with line.context.db.write() as session:
        shop_id = store.shop(session).id
        for at in range(number):
            spend = int(100 * 90 * dice.lognormvariate(1.2, 1.4))
            customer = Customer(
                shop_id=shop_id,
                platform_id=9_000_000 + at,
                name=f"Customer {at}",
                created_at=now,
                metric_value=spend,
                evaluated_at=now,
            )
            session.add(customer)
            session.flush()
            orders = dice.randint(1, 4)
            for order in range(orders):
                ordered = now - timedelta(days=dice.randint(1, 300))
                session.add(_bought(customer, 10 * at + order, spend // orders, ordered))


def _bought(customer: Customer, order_id: int, goods: int, at: datetime) -> LedgerEntry:
    day: date = at.date()
    return LedgerEntry(
        shop_id=customer.shop_id,
        order_id=order_id + 1,
        component="order",
        payment="paid",
        customer_id=customer.id,
        currency="USD",
        goods=goods,
        occurred_at=at,
        ordered_at=at,
        counted_on=day,
        ordered_on=day,
        recorded_at=at,
        source="test",
    )


def ready(admin: Admin) -> None:
    """A store whose history is read, not live yet."""
    admin.store.order(admin.store.customer("ada@example.com", first_name="Ada"), "5000.00", webhooks=False)
    admin.install()
    admin.app.get_by_role("button", name="Go live", exact=True).wait_for()


def figures(app: Any) -> list[list[float]]:
    """People, share, revenue and cost of each tier, the highest first."""
    rows = app.locator("[data-figures]").all()
    names = ("people", "share", "revenue", "cost")
    return [[_number(row.locator(f"[data-{name}]").inner_text()) for name in names] for row in rows]


def _number(text: str) -> float:
    return float(re.sub(r"[^\d.]", "", text))


def test_estimates_are_within_a_percent_of_what_is_counted_on_save(admin: Admin) -> None:
    ready(admin)
    some_hundreds(admin.line, admin.store)
    app = admin.open("/app/tiers")
    asked: list[str] = []
    admin.page.on("request", lambda request: asked.append(request.url))

    for row, amount in (("0", "640"), ("1", "1210"), ("2", "3333.50")):
        app.locator(f"[data-entry='{row}'] input").fill(amount)
    before = figures(app)

    assert [url for url in asked if "/app" in url] == []
    assert app.get_by_text("Estimate until you save").count() == 3
    admin.good("tiers-estimate")
    admin.page.get_by_role("button", name="Save").click()
    admin.page.get_by_text("Draft saved").wait_for()
    app.get_by_text("Estimate until you save").first.wait_for(state="hidden")
    after = figures(app)
    for old, new in zip(before, after, strict=True):
        assert old == pytest.approx(new, rel=0.01), (before, after)
    admin.good("tiers-saved")


def test_a_slider_works_by_keyboard_and_what_is_unsaved_is_not_left_by_mistake(admin: Admin) -> None:
    ready(admin)
    some_hundreds(admin.line, admin.store, 120)
    app = admin.open("/app/tiers")
    field = app.locator("[data-entry='1']")
    line = app.locator("[data-mark='2'] line")
    shown, place = field.evaluate("field => field.value"), line.get_attribute("x1")

    app.get_by_role("slider", name="Gold begins at").focus()
    for _ in range(3):
        admin.page.keyboard.press("ArrowLeft")

    assert float(field.evaluate("field => field.value")) < float(shown)
    assert line.get_attribute("x1") != place
    assert app.get_by_role("slider", name="Gold begins at").get_attribute("aria-valuetext").startswith("$")
    admin.page.get_by_role("link", name="Members").click()
    admin.page.get_by_text("Leave page with unsaved changes?").wait_for()
    admin.page.keyboard.press("Escape")
    admin.page.get_by_role("button", name="Discard").click()
    admin.page.get_by_role("button", name="Discard changes").click()
    admin.page.get_by_role("button", name="Save").wait_for(state="hidden")
    assert field.evaluate("field => field.value") == shown
    assert admin.wrong == []


def test_a_draft_is_compared_published_and_undone(admin: Admin) -> None:
    ready(admin)
    some_hundreds(admin.line, admin.store, 80)
    app = admin.app
    app.get_by_role("button", name="Go live", exact=True).click()
    app.get_by_role("button", name="Go live now").click()
    admin.page.get_by_text("Your program is live").wait_for()
    app = admin.open("/app/tiers")
    app.locator("[data-entry='1'] input").fill("5001")
    admin.page.get_by_role("button", name="Save").click()
    admin.page.get_by_text("Draft saved").wait_for()

    app = admin.open("/app/tiers/compare")
    app.get_by_role("heading", name="What your draft would change").wait_for()
    admin.good("tiers-compare")
    app.get_by_role("button", name="Publish", exact=True).click()
    app.get_by_text("1 customer moves down.").wait_for()
    admin.good("tiers-publish")
    app.get_by_role("button", name="Publish now").click()

    admin.page.get_by_text("Your program is live").wait_for()
    app.get_by_role("button", name="Go back to version 1").click()
    admin.good("tiers-undo")
    app.get_by_role("button", name="Go back", exact=True).click()
    admin.page.get_by_text("The version before applies again").wait_for()
    assert admin.wrong == []


def test_a_suggestion_that_comes_late_pushes_nothing_about(
    admin: Admin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store so large that a worker makes it while the page stands already."""
    ready(admin)
    some_hundreds(admin.line, admin.store, 120)
    monkeypatch.setattr(large_stores, "MANY_CUSTOMERS", 10)
    for width in WIDTHS:
        with admin.line.context.db.write() as session:
            session.exec(delete(Report), execution_options={ACROSS_SHOPS: "a store looked at anew"})
        monkeypatch.setattr(kept, "_KEPT", type(kept._KEPT)())
        admin.resize(width)
        app = admin.open("/app/tiers")
        app.get_by_text("Looking for natural groups").wait_for()
        stood = app.locator("#tiers-form").bounding_box()
        app.get_by_role("button", name="Fill in the suggestion").wait_for()

        assert app.locator("#tiers-form").bounding_box() == stood
        admin.good(f"tiers-suggested-{width}", [width])
