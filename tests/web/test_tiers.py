"""The tiers page over HTTP: the shop's own figures, drafts that are saved, what is wrong beside its field."""

import json
import re
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import event
from sqlmodel import select

from app import publishing
from app.cli import laurel
from app.config import key_text
from app.models import AuditEvent, Cutoff, ProgramVersion
from app.programs import draft_of, parsed
from app.rules.program import Program, Tier
from app.rules.reviews import Weekly
from tests.stage import CLIENT_ID, CLIENT_SECRET, Line, Store
from tests.web.test_pages import MOST_QUERIES, fetched, live_store, seen, words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TIERS = {"tiers[0].name": "Silver", "tiers[0].entry": "2500.00", "tiers[0].color:text?": "slate"}


def saved(line: Line, store: Store, **fields: str) -> Any:
    return fetched(line, store, "POST", "/app/tiers", data=fields)


def some_buyers(store: Store) -> None:
    """Fourteen customers who spent from 40 to 9,600."""
    for number in range(14):
        person = store.customer(f"c{number}@example.com", first_name=f"C{number}")
        store.order(person, f"{40 * 1.5**number:.2f}", webhooks=False)
    store.install()


def test_a_draft_is_saved_and_nobody_moves(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)

    answer = saved(line, ada_shop, **TIERS)

    assert answer.status_code == 200
    assert "You see draft 2" in words(answer)
    with line.context.db.read() as session:
        shop = ada_shop.shop(session)
        draft = draft_of(session, shop.id)
        assert draft is not None
        assert parsed(draft.rules).tiers[0].entry == 250_000
        assert parsed(draft.rules).tiers[0].color == "slate"
        told = session.exec(
            select(AuditEvent).where(AuditEvent.shop_id == shop.id, AuditEvent.action == "draft saved")
        ).one()
        assert told.actor.startswith("staff")


def test_saving_the_same_twice_changes_nothing_more(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)

    saved(line, ada_shop, **TIERS)
    saved(line, ada_shop, **TIERS)

    with line.context.db.read() as session:
        mine = select(ProgramVersion).where(ProgramVersion.shop_id == ada_shop.shop(session).id)
        assert len(session.exec(mine).all()) == 2


def test_what_is_wrong_stands_beside_its_field_and_stays_as_it_was_typed(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)

    answer = saved(
        line, ada_shop, **{"tiers[0].entry": "7000", "tiers[1].entry": "5k", "tiers[2].name": "Pt,"}
    )

    assert answer.status_code == 422
    assert re.search(r'value="5k"[^>]*error="[^"]*is not', answer.text)
    assert re.search(r'value="Pt,"[^>]*error="', answer.text)
    assert 'value="7000"' in answer.text
    assert "data-unsaved" in answer.text
    order = saved(line, ada_shop, **{"tiers[0].entry": "7000"})
    assert re.search(r'data-entry="1" error="Gold must ask for more than Silver"', order.text)


def test_tiers_come_and_go_before_anything_is_saved(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    form = {"version": "1", "tiers[1].name": "Gold plus"}

    more = fetched(line, ada_shop, "POST", "/app/tiers/form", data=form | {"act": "add"})
    assert 'name="tiers[3].entry" label="Reached with" currencycode="USD" value="20000.00"' in more.text
    assert 'value="Gold plus"' in more.text
    less = fetched(line, ada_shop, "POST", "/app/tiers/form", data=form | {"act": "drop", "row": "1"})
    assert 'name="tiers[1]:drop" value="1"' in less.text
    assert "Gold plus" not in words(less)

    kept = saved(line, ada_shop, **form, **{"tiers[1]:drop": "1"})
    assert kept.status_code == 200
    with line.context.db.read() as session:
        draft = draft_of(session, ada_shop.shop(session).id)
        assert draft is not None
        assert [tier.name for tier in parsed(draft.rules).tiers] == ["Silver", "Platinum"]


def test_people_lead_to_members_of_the_tier_as_long_as_members_are_judged_by_it(
    line: Line, ada_shop: Store
) -> None:
    live_store(line, ada_shop)
    page = seen(line, ada_shop, "/app/tiers").text
    assert re.findall(r'members\?tier=(\d)" data-people>(\d)<', page) == [("3", "0"), ("2", "1"), ("1", "0")]

    draft = saved(line, ada_shop, **TIERS).text

    assert "data-people" in draft and "members?tier=" not in draft


def test_a_form_of_another_version_is_refused(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)

    assert saved(line, ada_shop, version="7", **TIERS).status_code == 409


def test_the_page_says_what_the_commands_say(line: Line, ada_shop: Store) -> None:
    """People, revenue, the histogram and the suggestion are those of `laurel suggest`; the cost is that of
    `laurel program compare`."""
    some_buyers(ada_shop)
    line.settle()
    suggestion = told(line, "suggest")

    page = fetched(line, ada_shop, "POST", "/app/tiers/form", data={"version": "1", "act": "suggest"})
    fields = {
        f"tiers[{n}].entry": f"{tier['entry_minor'] / 100:.2f}" for n, tier in enumerate(suggestion["tiers"])
    }
    for value in fields.values():
        assert f'value="{value}"' in page.text
    answer = saved(line, ada_shop, **fields)

    figures = re.findall(
        r"data-people>([\d,]+)<.*?data-revenue>\$([\d,]+)<.*?data-cost>\$([\d,]+)<", answer.text, re.S
    )
    assert [int(people.replace(",", "")) for people, _, _ in reversed(figures)] == [
        tier["customers"] for tier in suggestion["tiers"]
    ]
    assert [int(revenue.replace(",", "")) for _, revenue, _ in reversed(figures)] == [
        round(tier["spend_minor"] / 100) for tier in suggestion["tiers"]
    ]
    cost = told(line, "program", "compare")["cost"]["after_minor"]
    assert sum(int(each.replace(",", "")) for _, _, each in figures) == pytest.approx(cost / 100, abs=2)
    bins = re.findall(r"<s-table-cell>\$([\d,.]+)</s-table-cell>\s*<s-table-cell>(\d+)<", answer.text)
    assert [int(count) for _, count in bins] == suggestion["histogram"]["counts"]


def told(line: Line, *command: str) -> Any:
    config = line.context.config
    settings = {
        "SHOPIFY_API_KEY": CLIENT_ID,
        "SHOPIFY_API_SECRET": CLIENT_SECRET,
        "APP_URL": config.app_url,
        "LAUREL_KEYS": ",".join(key_text(name, key) for name, key in config.keys.items()),
        "DATABASE_URL": config.database_url,
        "SANDBOX_URL": config.sandbox_url,
    }
    answer = CliRunner(env=settings).invoke(laurel, [*command, "--json"])
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def test_another_stores_customers_are_in_no_figure(line: Line, ada_shop: Store, cleo_shop: Store) -> None:
    live_store(line, ada_shop)
    cleos = cleo_shop.customer("cleo@example.com", first_name="Cleo")
    cleo_shop.order(cleos, "900000")
    cleo_shop.install()
    line.settle()

    page = seen(line, ada_shop, "/app/tiers")

    assert "900" not in re.sub(r"\s", "", page.text.partition("data-sketch")[2].partition(">")[0])
    assert "1 customer bought something" in words(page)


def test_the_page_asks_the_database_little(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT")):
            asked.append(statement)

    event.listen(line.context.db.engine, "before_cursor_execute", note)
    assert seen(line, ada_shop, "/app/tiers").status_code == 200
    event.remove(line.context.db.engine, "before_cursor_execute", note)
    assert len(asked) <= MOST_QUERIES, "\n".join(asked)


def test_a_large_store_does_not_wait_for_its_natural_breaks(
    line: Line, ada_shop: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker makes them; the page asks for them until they are there, and they are known from then on."""
    monkeypatch.setattr("app.web.large_stores.MANY_CUSTOMERS", 10)
    some_buyers(ada_shop)
    line.settle()

    first = seen(line, ada_shop, "/app/tiers")
    waiting = fetched(line, ada_shop, "GET", "/app/tiers/suggestion")
    line.settle()
    part = fetched(line, ada_shop, "GET", "/app/tiers/suggestion")
    second = seen(line, ada_shop, "/app/tiers")

    assert "Fill in the suggestion" not in first.text + waiting.text
    assert 'hx-get="/app/tiers/suggestion"' in waiting.text
    assert "Fill in the suggestion" in part.text
    assert "Fill in the suggestion" in second.text


def test_a_tier_is_for_the_best_percent_or_by_an_amount(line: Line, ada_shop: Store) -> None:
    """GAP-FIXDYN: a line over all customers, which needs a review by the calendar; and back again."""
    live_store(line, ada_shop)
    form = {"version": "1", "tiers[2].name": "Platinum"}

    percent = fetched(line, ada_shop, "POST", "/app/tiers/form", data=form | {"act": "measure", "row": "2"})
    assert 'name="tiers[2].top_percent:int"' in percent.text
    assert "needs a weekly or monthly review" in percent.text

    typed = form | {"tiers[2].top_percent:int": "5", "tiers[2].entry:text?": "", "tiers[2].keep:text?": ""}
    back = fetched(line, ada_shop, "POST", "/app/tiers/form", data=typed | {"act": "measure", "row": "2"})
    assert 'name="tiers[2].entry" label="Reached with" currencycode="USD" value="10000.00"' in back.text
    assert saved(line, ada_shop, **typed).status_code == 422


def test_the_lines_that_were_drawn_are_published_as_a_history(line: Line, ada_shop: Store) -> None:
    """GAP-FIXDYN, ID-DYNAMIC: on the page and by the command, of this store alone."""
    live_store(line, ada_shop)
    best = Program(tiers=(Tier(name="Club", top_percent=10),), review=Weekly())
    with line.context.db.write() as session:
        shop = ada_shop.shop(session)
        publishing.save_draft(session, shop, best, "staff:1", line.context.clock())
        publishing.publish(session, shop, "staff:1", line.context.clock())
        earlier = date(2026, 1, 5)
        first = {"entry": 123_400, "keep": 100_000, "customers": 70, "program_version": 2}
        now = line.context.clock()
        session.add(Cutoff(shop_id=shop.id, tier="Club", day=earlier, recorded_at=now, **first))

    page = seen(line, ada_shop, "/app/tiers")
    drawn = told(line, "program", "lines")

    assert 'heading="Where the lines were drawn"' in page.text
    assert "Club 5 Jan 2026 $1,234.00 $1,000.00 70" in words(page)
    assert drawn[-1] == {
        "tier": "Club",
        "day": "2026-01-05",
        "entry": 123_400,
        "keep": 100_000,
        "unit": "money",
        "currency": "USD",
        "customers": 70,
        "version": 2,
    }
    assert drawn[0]["entry"] == 500_000  # the line that publishing drew is Ada's spend
