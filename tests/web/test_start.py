"""The first screen of a store with a history, and the guide that ticks itself."""

import re

import pytest
from sqlmodel import select

from app.models import AuditEvent, ProgramVersion, Report
from app.programs import draft_of, parsed
from tests.stage import Line, Store
from tests.web.test_pages import fetched, live_store, seen, words
from tests.web.test_tiers import some_buyers, told

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def ticked(page: str) -> int:
    return page.count('class="step-mark done"')


def test_a_program_of_the_stores_own_stands_on_the_first_screen(line: Line, ada_shop: Store) -> None:
    """Histogram, natural breaks and three tiers with people, share and cost, before any setting; one button
    makes it the draft, with the numbers of `laurel suggest`."""
    some_buyers(ada_shop)
    line.settle()
    suggestion = told(line, "suggest")

    page = seen(line, ada_shop, "/app")

    assert 'class="histogram"' in page.text
    rows = page.text.partition("The suggested tiers")[2]
    people = re.findall(r"<s-table-cell>(\d+)</s-table-cell>\s*<s-table-cell>[\d.]+.%", rows)
    assert [int(each) for each in reversed(people)] == [tier["customers"] for tier in suggestion["tiers"]]
    assert ticked(page.text) == 1

    for _ in range(2):
        taken = fetched(line, ada_shop, "POST", "/app/start", data={"program": "suggested"})
        assert "Who lands where" in taken.text
    assert ticked(taken.text) == 3
    landing = re.findall(r'members\?tier=[123]">(\d+)<', taken.text)
    assert [int(each) for each in reversed(landing)] == [tier["customers"] for tier in suggestion["tiers"]]
    with line.context.db.read() as session:
        shop_id = ada_shop.shop(session).id
        draft = draft_of(session, shop_id)
        assert draft is not None
        assert draft.version == 2
        assert [tier.entry for tier in parsed(draft.rules).tiers] == [
            tier["entry_minor"] for tier in suggestion["tiers"]
        ]
        assert len(session.exec(select(ProgramVersion).where(ProgramVersion.shop_id == shop_id)).all()) == 2


def test_a_large_store_sees_its_shape_while_a_worker_looks_for_the_tiers(
    line: Line, ada_shop: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No blank first screen, and nothing that takes seconds within a request; then the same suggestion."""
    monkeypatch.setattr("app.web.large_stores.MANY_CUSTOMERS", 10)
    some_buyers(ada_shop)
    line.settle()
    told_tiers = told(line, "suggest")["tiers"]

    for _ in range(2):
        waiting = seen(line, ada_shop, "/app")
        assert 'class="histogram"' in waiting.text and "<s-progress" in waiting.text
        assert 'hx-trigger="every 2s"' in waiting.text and "Use this program" not in waiting.text
    with line.context.db.read() as session:
        asked = select(Report).where(Report.shop_id == ada_shop.shop(session).id)
        assert len(session.exec(asked).all()) == 1

    line.settle()
    taken = fetched(line, ada_shop, "POST", "/app/start", data={"program": "suggested"})
    assert "Who lands where" in taken.text
    landing = re.findall(r'members\?tier=[123]">(\d+)<', taken.text)
    assert [int(each) for each in reversed(landing)] == [tier["customers"] for tier in told_tiers]


def test_the_guide_is_put_away_for_good_once_the_program_is_live(line: Line, ada_shop: Store) -> None:
    ada_shop.install()
    line.settle()
    assert fetched(line, ada_shop, "POST", "/app/setup/put-away").status_code == 409

    live_store(line, ada_shop)
    assert "Setting up" in seen(line, ada_shop, "/app").text
    for _ in range(2):
        assert fetched(line, ada_shop, "POST", "/app/setup/put-away").status_code == 200

    assert "Setting up" not in seen(line, ada_shop, "/app").text
    with line.context.db.read() as session:
        shop_id = ada_shop.shop(session).id
        found = select(AuditEvent).where(
            AuditEvent.shop_id == shop_id, AuditEvent.action == "setup guide put away"
        )
        assert len(session.exec(found).all()) == 1


def test_home_of_a_live_store_tells_how_it_goes(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)

    page, cost = seen(line, ada_shop, "/app"), fetched(line, ada_shop, "GET", "/app/home/cost")

    assert "Upgrades, 30 days 1 Demotions, 30 days 0" in words(page)
    assert re.search(r"Next evaluation \d+ [A-Z][a-z]+ \d{4}", words(page))
    assert "$750" in cost.text
