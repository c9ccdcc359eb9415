"""From a draft to a live program on the page: compared first, then published, scheduled, undone."""

import json
from datetime import timedelta
from typing import Any

import pytest
import requests
from sqlmodel import select

from app.models import AuditEvent
from app.programs import published
from jobs.reports import make_one
from tests.stage import Line, Store
from tests.web.test_pages import fetched, live_store, seen, words
from tests.web.test_tiers import told as command

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def post(line: Line, store: Store, path: str, **fields: str) -> requests.Response:
    return fetched(line, store, "POST", f"/app/tiers{path}", data=fields)


def compared(line: Line, store: Store, **asked: str) -> requests.Response:
    """Gold asks more than Ada spent; compared by a worker."""
    post(line, store, "", **{"tiers[1].entry": "6000.00"})
    waiting = post(line, store, "/compare", **asked)
    assert "compared. Nothing changes meanwhile." in words(waiting)
    assert make_one(line.context.db, line.context.clock, "test")
    return seen(line, store, "/app/tiers/compare")


def actions(line: Line, store: Store) -> list[tuple[str, str]]:
    with line.context.db.read() as session:
        shop_id = store.shop(session).id
        found = select(AuditEvent).where(AuditEvent.shop_id == shop_id).order_by(AuditEvent.id)
        return [(each.actor, each.action) for each in session.exec(found).all()]


def chain(line: Line, store: Store) -> list[int]:
    with line.context.db.read() as session:
        return [row.version for row in published(session, store.shop(session).id)]


def test_who_moves_is_named_with_the_numbers_of_the_command(line: Line, ada_shop: Store) -> None:
    """GAP-PREVIEW: the page and `laurel program compare --json` say the same."""
    live_store(line, ada_shop)

    page = compared(line, ada_shop)

    said = command(line, "program", "compare")
    assert said["down"]["customers"] == 1
    assert "1 customer moves down." in words(page)
    assert "Ada Lovelace" in page.text
    assert f"${said['cost']['before_minor'] // 100:,}" in page.text
    findings = command(line, "program", "lint")
    banner = page.text.partition("<s-banner")[2].partition("</s-banner>")[0]
    assert banner.count("<s-list-item>") == len(findings) > 0


def test_it_is_published_once_however_often_it_is_sent(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    compared(line, ada_shop)

    first, second = (post(line, ada_shop, "/publish", version="2") for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 200)
    assert "published already" in json.loads(second.headers["HX-Trigger"])["laurel:toast"]["words"]
    assert chain(line, ada_shop) == [1, 2]
    assert [action for actor, action in actions(line, ada_shop) if actor.startswith("staff:")].count(
        "program published"
    ) == 1


def test_nothing_is_published_that_was_not_compared(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    post(line, ada_shop, "", **{"tiers[1].entry": "6000.00"})

    assert post(line, ada_shop, "/publish", version="2").status_code == 409
    compared(line, ada_shop)
    post(line, ada_shop, "", **{"tiers[1].entry": "6100.00"})
    assert post(line, ada_shop, "/publish", version="2").status_code == 409
    assert chain(line, ada_shop) == [1]


def test_a_version_is_scheduled_for_a_local_hour_and_cancelled(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    day = (line.context.clock() + timedelta(days=3)).date().isoformat()
    compared(line, ada_shop, day=day, hour="9", grandfather_months="3")

    page = post(line, ada_shop, "/publish", version="2")
    assert 'heading="Version 2 is scheduled"' in page.text
    assert "09:00" in page.text

    post(line, ada_shop, "/cancel-schedule", version="2")
    again = post(line, ada_shop, "/cancel-schedule", version="2")
    assert again.status_code == 200
    assert chain(line, ada_shop) == [1]
    assert "program scheduled" in [action for _, action in actions(line, ada_shop)]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"day": "2020-01-01"}, "This moment is over"),
        ({"day": "tomorrow"}, "Write a day as year-month-day"),
        ({"day": "2027-03-28", "hour": "2"}, "this hour is missing"),
    ],
)
def test_an_hour_at_which_nothing_can_begin_is_told_beside_its_field(
    line: Line, ada_shop: Store, fields: dict[str, str], problem: str
) -> None:
    live_store(line, ada_shop)
    with line.context.db.write() as session:
        ada_shop.shop(session).zone = "Europe/Berlin"
    post(line, ada_shop, "", **{"tiers[1].entry": "6000.00"})

    answer = post(line, ada_shop, "/compare", **fields)

    assert answer.status_code == 422
    assert problem in answer.text
    assert f'value="{fields["day"]}"' in answer.text


def test_undo_brings_back_the_version_before_once(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    compared(line, ada_shop)
    post(line, ada_shop, "/publish", version="2")

    for _ in range(2):
        assert post(line, ada_shop, "/undo", version="2").status_code == 200

    assert chain(line, ada_shop) == [1, 2, 3]
    told: Any = command(line, "program", "show")
    assert told["program"]["tiers"][1]["entry"] == 500_000
