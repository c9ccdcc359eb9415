"""Draft, publish, schedule, cancel, go back (GAP-PREVIEW, issue "Changing")."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import col, select

from app import outbox, programs
from app.errors import CannotPublish
from app.evaluate import due, evaluate_due, mark_all
from app.explain.verify import verify
from app.knowledge import knowledge
from app.ledger import entries
from app.models import AuditEvent, Customer, Outbox, ProgramVersion, Shop, StandingChange
from app.program_start import begin_scheduled, evaluation_progress
from app.publishing import cancel_schedule, publish, rollback, save_draft
from app.rules import standing
from app.rules.program import Demotion, Program, Tier
from app.rules.spend import contributions
from app.rules.three_tiers import three_tiers
from tests.ledger.stores import NOON, PROGRAM, arrive, customer_of, facts, judge, open_store
from tests.programs.conftest import DAY

DEARER = Program(
    tiers=(Tier(name="Silver", entry=200_000), Tier(name="Gold", entry=700_000)),
    demotion=Demotion(grace_months=0),
)
CHEAPER = Program(tiers=(Tier(name="Silver", entry=100_000), Tier(name="Gold", entry=250_000)))
BRONZE = Program(tiers=(Tier(name="Bronze", entry=50_000), *PROGRAM.tiers))


def write(db, shop, change, *arguments, **more):
    with db.write() as session:
        return change(session, session.get_one(Shop, shop.id), *arguments, **more)


def go(db, shop, program, now=NOON, **more):
    write(db, shop, save_draft, program, "staff:1", now)
    return write(db, shop, publish, "staff:1", now, **more)


def chain(db, shop):
    with db.read() as session:
        return [(row.version, row.from_at, row.to_at) for row in programs.published(session, shop.id)]


def moves(db, shop, email):
    with db.read() as session:
        customer = customer_of(db, shop, email)
        found = select(StandingChange).where(
            StandingChange.shop_id == shop.id, StandingChange.customer_id == customer.id
        )
        rows = session.exec(found.order_by(col(StandingChange.id))).all()
        return [(row.at, row.from_rank, row.to_rank, json.loads(row.reason)["kind"]) for row in rows]


def simulated(db, shop, email):
    """The moves as a simulation of the published versions tells them."""
    with db.read() as session:
        customer = customer_of(db, shop, email)
        known = knowledge(session, shop, [customer.id], NOON)[customer.id]
        facts = entries.of_customers(session, shop.id, [customer.id])[customer.id]
    told = standing.moves(
        lambda program: contributions(facts, program, shop.currency), known, shop.zone, NOON
    )
    return [(move.at, move.from_rank, move.to_rank, move.kind) for move in told]


def rank(db, shop, email):
    return customer_of(db, shop, email).rank


def next_review(db, shop, now):
    """Evaluates whoever is due at an instant, as a worker does."""
    while evaluate_due(db, shop.id, now):
        pass


def test_a_published_version_follows_the_one_before_at_one_instant(db, shop, cleo_shop):
    go(db, shop, DEARER)

    assert chain(db, shop) == [(1, NOON - 300 * DAY, NOON), (2, NOON, None)]


def test_a_published_version_acts_at_once_and_the_moves_say_so(db, shop, cleo_shop):
    go(db, shop, DEARER)
    judge(db, shop)

    assert rank(db, shop, "ada@x") == 1
    assert moves(db, shop, "ada@x")[-1] == (NOON, 2, 1, "program")
    assert verify(db, shop, NOON).found == 0


@pytest.mark.parametrize(
    ("name", "moved"), [("Golden", []), (None, [(NOON, 1, 1, "program")])], ids=["renamed", "gone"]
)
def test_who_held_a_tier_that_is_gone_has_a_recorded_move_as_the_simulation_has(db, shop, name, moved):
    """Ada is Gold. A tier of another name is the same tier; one that is gone is left, once and for all."""
    middle = (Tier(name=name, entry=500_000),) if name else ()
    silver, _, platinum = PROGRAM.tiers
    before = moves(db, shop, "ada@x")

    go(db, shop, PROGRAM.model_copy(update={"tiers": (silver, *middle, platinum)}))
    judge(db, shop)
    with db.write() as session:
        mark_all(session, shop.id)
    judge(db, shop, NOON + DAY)

    assert moves(db, shop, "ada@x") == before + moved
    assert simulated(db, shop, "ada@x") == before + moved
    assert verify(db, shop, NOON + DAY).found == 0


def test_the_objects_in_the_store_are_due_when_a_version_is_published(db, shop):
    go(db, shop, DEARER)

    with db.read() as session:
        row = session.get_one(Outbox, (shop.id, outbox.PROGRAM, outbox.OBJECTS_SUBJECT))
        assert (row.wanted_at, row.wanted > row.sent) == (NOON, True)


def test_the_audit_tells_what_a_draft_and_a_publication_change(db, shop):
    go(db, shop, DEARER)

    with db.read() as session:
        rows = session.exec(select(AuditEvent).where(AuditEvent.shop_id == shop.id)).all()
    assert [(row.actor, row.action) for row in rows] == [
        ("staff:1", "draft saved"),
        ("staff:1", "program published"),
    ]
    for row in rows:
        changed = {
            each["path"]: (each["before"], each["after"]) for each in json.loads(row.detail)["changes"]
        }
        assert changed["tiers.Gold.entry"] == (500_000, 700_000)
        assert changed["tiers.Platinum.entry"] == (1_000_000, None)
        assert "tiers.Silver.entry" not in changed


@pytest.mark.parametrize("start", [NOON, NOON + timedelta(seconds=1)])
def test_a_second_version_waits_until_nothing_is_scheduled(db, shop, start):
    go(db, shop, DEARER, start=start)
    write(db, shop, save_draft, CHEAPER, "staff:1", NOON)

    if start > NOON:
        with pytest.raises(CannotPublish, match="scheduled"):
            write(db, shop, publish, "staff:1", NOON)
        with pytest.raises(CannotPublish, match="scheduled"):
            write(db, shop, rollback, "staff:1", NOON)
    else:
        assert write(db, shop, publish, "staff:1", NOON + DAY).version == 3


def test_what_cannot_be_published_is_refused_and_changes_nothing(db, shop):
    before = chain(db, shop)
    with pytest.raises(CannotPublish, match="no draft"):
        write(db, shop, publish, "staff:1", NOON)
    write(db, shop, save_draft, DEARER, "staff:1", NOON)
    with pytest.raises(CannotPublish, match="past"):
        write(db, shop, publish, "staff:1", NOON, start=NOON - timedelta(microseconds=1))
    with pytest.raises(CannotPublish, match="months"):
        write(db, shop, publish, "staff:1", NOON, grandfather_months=25)
    ready = open_store(db, "ben-shop.myshopify.com")
    with pytest.raises(CannotPublish, match="not live yet"):
        write(db, ready, publish, "staff:1", NOON)
    assert chain(db, shop) == before


def test_a_scheduled_version_lowers_nobody_before_its_instant_and_everybody_at_it(db, shop, cleo_shop):
    """GAP-TIME: midnight of New York on the day the clocks have gone back."""
    start = datetime(2026, 12, 1, 5, tzinfo=UTC)
    go(db, shop, DEARER, start=start)
    judge(db, shop)

    assert rank(db, shop, "ada@x") == 2
    assert customer_of(db, shop, "ada@x").next_review_at <= start
    next_review(db, shop, start - timedelta(seconds=1))
    assert rank(db, shop, "ada@x") == 2
    next_review(db, shop, start)

    assert moves(db, shop, "ada@x")[-1] == (start, 2, 1, "program")
    assert rank(db, shop, "ada@x") == 1


def test_a_worker_that_was_down_dates_the_moves_by_the_instant(db, shop):
    start = NOON + 10 * DAY
    go(db, shop, DEARER, start=start)
    judge(db, shop)
    next_review(db, shop, start + 3 * DAY)

    assert moves(db, shop, "ada@x")[-1] == (start, 2, 1, "program")


def test_what_a_scheduled_version_brings_to_the_store_is_wanted_once_when_it_begins(db, shop):
    start = NOON + 10 * DAY
    go(db, shop, DEARER, start=start)
    judge(db, shop)

    assert write(db, shop, begin_scheduled, start - timedelta(seconds=1)) is not None  # version 1's own
    assert write(db, shop, begin_scheduled, start - timedelta(seconds=1)) is None
    assert write(db, shop, begin_scheduled, start) == 2
    assert write(db, shop, begin_scheduled, start + DAY) is None
    with db.read() as session:
        row = session.get_one(Outbox, (shop.id, outbox.PROGRAM, outbox.OBJECTS_SUBJECT))
        assert (row.wanted_at, row.wanted) == (start, 2)
        assert evaluation_progress(session, shop.id).waiting == 2


def test_who_buys_for_the_first_time_after_the_scheduling_is_judged_at_its_instant_too(db, shop):
    start = NOON + 10 * DAY
    go(db, shop, CHEAPER, start=start)
    judge(db, shop)
    arrive(db, shop, facts(3, 150_000, customer=99, day=NOON + DAY), email="dee@x", now=NOON + DAY)
    judge(db, shop, NOON + DAY)
    next_review(db, shop, start)

    assert moves(db, shop, "dee@x") == [(start, 0, 1, "program")]


def test_a_cancelled_schedule_is_a_draft_again(db, shop):
    start = NOON + 10 * DAY
    go(db, shop, DEARER, start=start, grandfather_months=3)
    judge(db, shop)
    assert write(db, shop, cancel_schedule, "staff:1", NOON + DAY).version == 2
    judge(db, shop, NOON + DAY)
    next_review(db, shop, start)

    assert (rank(db, shop, "ada@x"), chain(db, shop)) == (2, [(1, NOON - 300 * DAY, None)])
    with db.read() as session:
        assert programs.draft_of(session, shop.id).version == 2
        assert programs.draft_of(session, shop.id).grandfathered_until is None


def test_a_newer_draft_keeps_its_place_when_a_schedule_is_cancelled(db, shop):
    go(db, shop, DEARER, start=NOON + 10 * DAY)
    write(db, shop, save_draft, CHEAPER, "staff:1", NOON)
    write(db, shop, cancel_schedule, "staff:1", NOON)

    with db.read() as session:
        assert programs.draft_of(session, shop.id).version == 3
        open_ones = select(ProgramVersion).where(
            ProgramVersion.shop_id == shop.id,
            col(ProgramVersion.from_at).is_(None),
            col(ProgramVersion.to_at).is_(None),
        )
        assert len(session.exec(open_ones).all()) == 1
    with pytest.raises(CannotPublish, match="no scheduled"):
        write(db, shop, cancel_schedule, "staff:1", NOON)


def test_whoever_a_version_would_lower_is_grandfathered_and_warned(db, shop):
    """DEM-NOSURPRISE"""
    go(db, shop, DEARER, grandfather_months=3)
    judge(db, shop)
    ada = customer_of(db, shop, "ada@x")

    assert (ada.rank, ada.falls_on, ada.needed) == (2, date(2026, 9, 1), 100_000)
    for day in range(1, 93):
        next_review(db, shop, NOON + day * DAY)
    assert moves(db, shop, "ada@x")[-1] == (datetime(2026, 9, 1, tzinfo=UTC), 2, 1, "time")


def test_going_back_is_a_new_version_with_the_rules_before(db, shop, cleo_shop):
    go(db, shop, DEARER)
    judge(db, shop)
    write(db, shop, save_draft, CHEAPER, "staff:1", NOON)
    back = write(db, shop, rollback, "staff:2", NOON + DAY)
    judge(db, shop, NOON + DAY)

    assert chain(db, shop) == [
        (1, NOON - 300 * DAY, NOON),
        (2, NOON, NOON + DAY),
        (4, NOON + DAY, None),
    ]
    assert programs.parsed(back.rules) == PROGRAM
    assert moves(db, shop, "ada@x")[-2:] == [(NOON, 2, 1, "program"), (NOON + DAY, 1, 2, "program")]
    with db.read() as session:
        assert programs.draft_of(session, shop.id).version == 3
    assert verify(db, shop, NOON + DAY).found == 0


def test_going_back_to_a_named_version(db, shop):
    go(db, shop, DEARER)
    go(db, shop, CHEAPER, NOON + DAY)
    back = write(db, shop, rollback, "staff:1", NOON + 2 * DAY, 1)

    assert programs.parsed(back.rules) == PROGRAM
    for wanted, said in ((4, "is the live one"), (9, "no version 9"), (5, "no version 5")):
        with pytest.raises(CannotPublish, match=said):
            write(db, shop, rollback, "staff:1", NOON + 3 * DAY, wanted)


def test_there_is_no_way_back_from_the_first_version(db, shop):
    with pytest.raises(CannotPublish, match="no version before"):
        write(db, shop, rollback, "staff:1", NOON)


def test_a_tier_put_below_moves_nobody_and_the_record_agrees(db, shop):
    before = moves(db, shop, "ada@x")
    go(db, shop, BRONZE)
    judge(db, shop)

    assert (rank(db, shop, "ada@x"), moves(db, shop, "ada@x")) == (3, before)
    assert verify(db, shop, NOON).found == 0
    arrive(db, shop, facts(4, 500_000, customer=77, day=NOON + DAY), email="ada@x", now=NOON + DAY)
    judge(db, shop, NOON + DAY)
    assert moves(db, shop, "ada@x")[-1] == (NOON + DAY, 3, 4, "spend")
    assert verify(db, shop, NOON + DAY).found == 0


def test_an_interrupted_evaluation_of_everybody_goes_on_where_it_was(db, shop, cleo_shop):
    for number in range(3, 33):
        arrive(db, shop, facts(number, 600_000, customer=100 + number, day=NOON - DAY), email=f"{number}@x")
    judge(db, shop)
    go(db, shop, DEARER)

    assert progress(db, shop) == (32, 32)
    evaluate_due(db, shop.id, NOON, 10)
    assert progress(db, shop) == (32, 22)
    with pytest.raises(RuntimeError), db.write() as session:
        taken = due(session, session.get_one(Shop, shop.id), NOON, 10)
        for customer in taken:
            customer.dirty = False
            session.add(customer)
        session.flush()
        raise RuntimeError("killed in the middle")
    assert progress(db, shop) == (32, 22)
    next_review(db, shop, NOON)
    assert progress(db, shop) == (32, 0)
    with db.read() as session:
        ranks = session.exec(select(Customer.rank).where(Customer.shop_id == shop.id)).all()
        recorded = select(StandingChange).where(
            StandingChange.shop_id == shop.id, StandingChange.program_version == 2
        )
        assert (set(ranks), len(session.exec(recorded).all())) == ({1}, 31)


def progress(db, shop):
    with db.read() as session:
        found = evaluation_progress(session, shop.id)
        return found.customers, found.waiting


def test_an_uninstalled_store_forgets_what_was_scheduled(db, shop):
    go(db, shop, DEARER, start=NOON + 10 * DAY)
    write(db, shop, programs.back_to_draft, NOON + DAY)

    with db.read() as session:
        assert programs.published(session, shop.id) == []
        draft = programs.draft_of(session, shop.id)
        assert programs.parsed(draft.rules) == PROGRAM
    with db.write() as session:
        session.get_one(ProgramVersion, (shop.id, draft.version)).from_at = NOON + 2 * DAY
    assert chain(db, shop) == [(draft.version, NOON + 2 * DAY, None)]


def test_publishing_decides_what_the_amounts_are_after_a_change_of_currency(db, shop):
    """GAP-CURRENCY: until then the old currency counts and falls stand still."""
    with db.write() as session:
        row = session.get_one(Shop, shop.id)
        row.currency, row.counted_in, row.falls_stop_at = "EUR", "USD", NOON
        session.add(row)

    go(db, shop, three_tiers("EUR"))

    with db.read() as session:
        row = session.get_one(Shop, shop.id)
    assert (row.counting_currency, row.falls_stop_at) == ("EUR", None)
