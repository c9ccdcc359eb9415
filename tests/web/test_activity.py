"""A12: who changed what and when, and going back to what was (GAP-AUDIT)."""

import pytest
from sqlmodel import select

from app import publishing
from app.models import AuditEvent, ProgramVersion
from app.programs import draft_of, parsed, program_of
from app.rules.program import Program
from tests.stage import Line, Store
from tests.web.test_pages import fetched, live_store, seen, words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def with_gold_from(program: Program, entry: int) -> Program:
    tiers = [
        each.model_copy(update={"entry": entry}) if each.name == "Gold" else each for each in program.tiers
    ]
    return program.model_copy(update={"tiers": tuple(tiers)})


def published(line: Line, store: Store, gold: int = 600_000) -> None:
    """Ada's store went live with version 1 and has a second version with another threshold."""
    live_store(line, store)
    publish_gold(line, store, gold)


def publish_gold(line: Line, store: Store, gold: int) -> None:
    with line.context.db.write() as session:
        shop, now = store.shop(session), line.context.clock()
        rules = with_gold_from(program_of(session, shop.id, now)[1], gold)
        publishing.save_draft(session, shop, rules, "staff:1", now, "dearer Gold")
        publishing.publish(session, shop, "staff:1", now)
    line.settle()


def test_what_happened_is_told_newest_first_with_who_did_it(line: Line, ada_shop: Store) -> None:
    published(line, ada_shop)

    told = words(seen(line, ada_shop, "/app/activity"))

    assert "Version 2 was published You" in told
    assert "it gives apps no names" in told
    order = (
        "Version 2 was published",
        "Version 2 was saved as the draft",
        "The program went live",
        "Laurel was installed",
    )
    assert [told.index(each) for each in order] == sorted(told.index(each) for each in order)


def test_one_kind_is_shown_alone(line: Line, ada_shop: Store) -> None:
    published(line, ada_shop)

    told = words(seen(line, ada_shop, "/app/activity", query={"kind": "store"}))

    assert "Laurel was installed" in told and "Version 2" not in told


def test_many_events_stand_on_several_pages(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    with line.context.db.write() as session:
        shop_id, now = ada_shop.shop(session).id, line.context.clock()
        for _ in range(120):
            session.add(AuditEvent(shop_id=shop_id, at=now, actor="laurel", action="delivery replayed"))

    last = words(seen(line, ada_shop, "/app/activity", query={"page": "3"}))

    assert "Page 3 of 3" in last and "Laurel was installed" in last


def test_a_version_says_what_it_changed(line: Line, ada_shop: Store) -> None:
    published(line, ada_shop)

    told = words(seen(line, ada_shop, "/app/activity/versions/2"))

    assert "Begins at Gold $5,000.00 $6,000.00" in told
    assert "dearer Gold" in told


def test_restoring_makes_the_exact_rules_the_draft_once(line: Line, ada_shop: Store) -> None:
    published(line, ada_shop)

    for _ in range(2):
        assert fetched(line, ada_shop, "POST", "/app/activity/versions/1/restore").status_code == 200

    with line.context.db.read() as session:
        shop = ada_shop.shop(session)
        rows = {
            each.version: each
            for each in session.exec(select(ProgramVersion).where(ProgramVersion.shop_id == shop.id)).all()
        }
        draft = draft_of(session, shop.id)
    assert draft is not None and sorted(rows) == [1, 2, 3] and draft.version == 3
    assert draft.rules == rows[1].rules


def test_going_back_names_the_differences_and_applies_the_exact_rules_at_once(
    line: Line, ada_shop: Store
) -> None:
    published(line, ada_shop)
    page = words(seen(line, ada_shop, "/app/activity/versions/1"))
    assert "Gold, Begins at: $6,000.00 → $5,000.00" in page

    for _ in range(2):
        assert fetched(line, ada_shop, "POST", "/app/activity/versions/1/go-back").status_code == 200
    line.settle()

    with line.context.db.read() as session:
        shop = ada_shop.shop(session)
        row, program = program_of(session, shop.id, line.context.clock())
        first = session.get_one(ProgramVersion, (shop.id, 1))
    assert (row.version, row.author) == (3, "staff:1")
    assert row.rules == first.rules and program == parsed(first.rules)


def test_a_version_that_was_never_live_cannot_be_gone_back_to(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    fetched(line, ada_shop, "POST", "/app/activity/versions/1/restore")
    with line.context.db.write() as session:
        shop, now = ada_shop.shop(session), line.context.clock()
        rules = with_gold_from(program_of(session, shop.id, now)[1], 700_000)
        number = publishing.save_draft(session, shop, rules, "operator", now).version

    answer = fetched(line, ada_shop, "POST", f"/app/activity/versions/{number}/go-back")

    assert answer.status_code == 409


def test_versions_of_another_store_are_not_there(line: Line, ada_shop: Store, cleo_shop: Store) -> None:
    published(line, cleo_shop)
    live_store(line, ada_shop)

    assert seen(line, ada_shop, "/app/activity/versions/2").status_code == 404
    for act in ("restore", "go-back"):
        assert fetched(line, ada_shop, "POST", f"/app/activity/versions/2/{act}").status_code == 404
    assert seen(line, ada_shop, f"/app/activity/versions/{2**64}").status_code == 404
