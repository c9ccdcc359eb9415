"""Simulations on the page: asked for, waited for, shown with the numbers of the command, kept or deleted."""

import json
import re
from typing import Any

import pytest
from sqlmodel import select

from app import reports
from app.models import AuditEvent, ProgramVersion, Report
from app.models.report import CANCELLED, DONE
from app.programs import draft_of, parsed
from app.web.simulations.page import MOST_OPEN
from tests.stage import Line, Store
from tests.web.queries import counted_queries
from tests.web.test_pages import MOST_QUERIES, fetched, live_store, seen, words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FORM = {"one": "live", "other": "suggestion", "period": "24"}


def ask(line: Line, store: Store, **more: str) -> Any:
    return fetched(line, store, "POST", "/app/simulations", data=FORM | more)


def made(line: Line, store: Store, **more: str) -> str:
    """The address of a simulation that is done."""
    address = ask(line, store, **more).headers["HX-Push-Url"]
    line.settle()
    return str(address)


def kept(line: Line, store: Store) -> list[Report]:
    with line.context.db.read() as session:
        shop = store.shop(session)
        return list(session.exec(select(Report).where(Report.shop_id == shop.id)).all())


def test_before_the_history_is_read_the_page_teaches(line: Line, ada_shop: Store) -> None:
    ada_shop.install()

    page = seen(line, ada_shop, "/app/simulations")

    assert "There is no history to replay yet" in page.text and "Simulate" not in page.text


def test_a_simulation_is_asked_for_watched_and_read(line: Line, ada_shop: Store) -> None:
    """GAP-WHATIF, PIT-EASY: every number on the page is of the report, which is what the command prints."""
    live_store(line, ada_shop)

    asked = ask(line, ada_shop, name="Ours & theirs")
    address = asked.headers["HX-Push-Url"]
    assert "It begins in a moment" in words(asked) and 'hx-trigger="every 2s"' in asked.text
    waiting = fetched(line, ada_shop, "GET", address)
    assert waiting.text.startswith('<div id="progress"')
    line.settle()
    done = fetched(line, ada_shop, "GET", address)
    assert done.headers["HX-Retarget"] == "#simulations"

    told = words(seen(line, ada_shop, address))
    [report] = kept(line, ada_shop)
    one = json.loads(report.result)["told"]["one"]
    assert report.state == DONE
    assert "Ours &amp; theirs" in seen(line, ada_shop, address).text
    assert "would have had a tier on the last day" in told
    assert "From 40 % on a program is no privilege any more." in told
    assert one["totals"][2]["members"] == 1 and "Live program (version 1)" in told
    assert "Nobody is taken to buy more" in told


def test_the_same_question_twice_is_one_simulation_while_it_is_open(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)

    addresses = {ask(line, ada_shop).headers["HX-Push-Url"] for _ in range(2)}

    assert len(addresses) == 1 and len(kept(line, ada_shop)) == 1


@pytest.mark.parametrize(
    ("sent", "field", "words_of_it"),
    [
        ({"one": "99"}, "one", "Choose a program."),
        ({"other": "live"}, "other", "Choose another program than the first, or none."),
        ({"first": "1999-01-01", "last": "2099-01-01"}, "first", "Your first order is of"),
        ({"first": "soon"}, "first", "Give a day such as 2026-03-01."),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_what_was_typed_stays(
    line: Line, ada_shop: Store, sent: dict[str, str], field: str, words_of_it: str
) -> None:
    live_store(line, ada_shop)

    answer = ask(line, ada_shop, name="My name for it", **sent)

    assert answer.status_code == 422
    assert re.search(rf'name="{field}"[^>]* error="{words_of_it}', answer.text)
    assert 'value="My name for it"' in answer.text and kept(line, ada_shop) == []


def test_one_that_is_stopped_is_not_made(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    address = ask(line, ada_shop).headers["HX-Push-Url"]

    for _ in range(2):
        stopped = fetched(line, ada_shop, "POST", f"{address}/cancel")

    line.settle()
    assert "You stopped this simulation" in stopped.text
    assert [each.state for each in kept(line, ada_shop)] == [CANCELLED]
    assert actions(line, ada_shop).count("simulation cancelled") == 1


def test_a_program_of_a_simulation_becomes_the_draft_once(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    address = made(line, ada_shop)

    for _ in range(2):
        fetched(line, ada_shop, "POST", f"{address}/draft", data={"side": "other"}).raise_for_status()

    [report] = kept(line, ada_shop)
    with line.context.db.read() as session:
        shop = ada_shop.shop(session)
        draft = draft_of(session, shop.id)
        versions = session.exec(select(ProgramVersion).where(ProgramVersion.shop_id == shop.id)).all()
    assert draft is not None and len(versions) == 2
    assert parsed(draft.rules).model_dump(mode="json") == json.loads(report.result)["programs"][1]
    assert actions(line, ada_shop).count("draft saved") == 1
    assert fetched(line, ada_shop, "POST", f"{address}/draft", data={"side": "x"}).status_code == 400


def test_a_name_keeps_it_and_deleting_takes_it_away(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    address = made(line, ada_shop)

    named = fetched(line, ada_shop, "POST", f"{address}/name", data={"name": " First  try "})
    assert 'heading="First try"' in named.text
    for _ in range(2):
        gone = fetched(line, ada_shop, "POST", f"{address}/delete")

    assert "No simulation yet" in gone.text and kept(line, ada_shop) == []
    assert actions(line, ada_shop).count("simulation deleted") == 1


def test_another_stores_simulations_do_not_exist(line: Line, ada_shop: Store, cleo_shop: Store) -> None:
    live_store(line, ada_shop)
    live_store(line, cleo_shop)
    address = made(line, cleo_shop, name="Cleo's")

    assert seen(line, ada_shop, address).status_code == 404
    for act in ("cancel", "name", "draft"):
        assert fetched(line, ada_shop, "POST", f"{address}/{act}").status_code == 404, act
    fetched(line, ada_shop, "POST", f"{address}/delete")
    assert "Cleo" not in seen(line, ada_shop, "/app/simulations").text
    assert [each.name for each in kept(line, cleo_shop)] == ["Cleo's"]


def test_only_so_many_wait_at_once(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    for months in ("12", "24", "36", "all"):
        for other in ("", "suggestion"):
            ask(line, ada_shop, period=months, other=other)
    while len(kept(line, ada_shop)) < MOST_OPEN:
        day = f"2026-11-{len(kept(line, ada_shop)) + 1:02}"
        with line.context.db.write() as session:
            shop, now = ada_shop.shop(session), line.context.clock()
            reports.ask(session, shop.id, "simulation", {"one": "live", "last": day}, "staff 1", now)

    refused = ask(line, ada_shop, one="suggestion", other="live")

    assert refused.status_code == 409 and len(kept(line, ada_shop)) == MOST_OPEN


def test_a_comparison_is_no_simulation(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    fetched(line, ada_shop, "POST", f"{made(line, ada_shop)}/draft", data={"side": "other"})
    with line.context.db.write() as session:
        params = {"start": None, "grandfather_months": 0}
        shop, now = ada_shop.shop(session), line.context.clock()
        other = reports.ask(session, shop.id, "comparison", params, "staff 1", now).id

    assert seen(line, ada_shop, f"/app/simulations/{other}").status_code == 404


def test_the_pages_take_few_queries(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    for path in (made(line, ada_shop), "/app/simulations"):
        with counted_queries(line) as queries:
            seen(line, ada_shop, path).raise_for_status()
        assert len(queries) <= MOST_QUERIES, path


def actions(line: Line, store: Store) -> list[str]:
    with line.context.db.read() as session:
        shop = store.shop(session)
        found = select(AuditEvent.action).where(AuditEvent.shop_id == shop.id)
        return list(session.exec(found).all())
