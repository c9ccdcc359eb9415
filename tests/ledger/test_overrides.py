"""Tiers by hand: given, ended, listed, forgotten with the person, and many of them from a file."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from app.errors import BadInput, NotFound
from app.explain.member import explain
from app.ledger import people
from app.ledger.erase import redact
from app.models import AuditEvent, Customer, CustomerAlias, Override
from app.overrides import earned_counts, end, give, listing
from app.overrides.bulk import apply, new_ones, understand
from app.overrides.by_hand import LONGEST_REASON
from app.overrides.rows import Left
from tests.ledger.stores import NOON, arrive, customer_of, facts, judge, open_store

LATER = NOON + timedelta(days=30)
SECOND = timedelta(seconds=1)


@pytest.fixture
def live(db):
    """Ada is Silver, Ben has no tier."""
    shop = open_store(db, "ada-shop.myshopify.com", live_at=NOON - timedelta(days=1))
    arrive(db, shop, facts(1, 200_000, customer=77), email="ada@x")
    arrive(db, shop, facts(2, 100, customer=78), email="ben@x")
    judge(db, shop)
    return shop


def hand(db, shop, email="ben@x", kind="floor", tier="Gold", reason="a friend", now=NOON, **more):
    with db.write() as session:
        return give(session, shop, customer_of(db, shop, email), kind, tier, reason, "operator", now, **more)


def rank(db, shop, email="ben@x", at=NOON):
    judge(db, shop, at)
    return customer_of(db, shop, email).rank


def overrides_of(db, shop):
    with db.read() as session:
        return session.exec(select(Override).where(Override.shop_id == shop.id).order_by(Override.id)).all()


# One by one


def test_an_unhappy_customer_is_given_a_tier_until_a_day(db, live, cleo_shop):
    """ID-UNHAPPY: with reason and expiry, marked as goodwill, and by itself over at its end."""
    row = hand(db, live, until=LATER, goodwill=True)

    assert (row.goodwill, row.reason, row.to_at) == (True, "a friend", LATER)
    assert rank(db, live) == 2
    assert customer_of(db, live, "ben@x").by_hand
    assert [rank(db, live, at=at) for at in (LATER - SECOND, LATER)] == [2, 0]


def test_a_ceiling_goes_down_and_may_be_no_tier_at_all(db, live):
    hand(db, live, "ada@x", kind="ceiling", tier=None)
    assert rank(db, live, "ada@x") == 0


def test_a_floor_freezes_nobody(db, live):
    hand(db, live, "ada@x", tier="Silver")
    arrive(db, live, facts(3, 800_000, customer=77), email="ada@x")
    assert rank(db, live, "ada@x") == 3


def test_the_tier_is_found_in_any_case(db, live):
    assert hand(db, live, tier=" gold ").tier == "Gold"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"tier": "Golden"}, "there is no tier 'Golden'; there are Silver, Gold, Platinum"),
        ({"tier": None}, "a floor needs a tier"),
        ({"kind": "roof"}, "it is floor (at least) or ceiling (at most)"),
        ({"reason": " \n"}, "say why"),
        ({"reason": "x" * (LONGEST_REASON + 1)}, f"{LONGEST_REASON} are the most"),
        ({"until": NOON}, "is over"),
    ],
)
def test_what_cannot_be_given_is_refused_with_what_to_do(db, live, asked, said):
    with pytest.raises(BadInput) as refused:
        hand(db, live, **asked)
    assert said in str(refused.value)
    assert overrides_of(db, live) == []


def test_the_longest_reason_and_the_shortest_time_are_taken(db, live):
    row = hand(db, live, reason="x" * LONGEST_REASON, until=NOON + SECOND)
    assert len(row.reason) == LONGEST_REASON


def test_ended_by_hand_it_is_over_at_once(db, live):
    row = hand(db, live)
    assert rank(db, live) == 2

    with db.write() as session:
        end(session, live, row.id, "staff:1", LATER)

    assert rank(db, live, at=LATER) == 0
    assert (overrides_of(db, live)[0].ended_at, overrides_of(db, live)[0].ended_by) == (LATER, "staff:1")


def test_ending_one_says_before_what_is_left(db, live):
    """The others in force go on: a floor beneath the one that ends, or a ceiling above it."""
    for kind, tier in (("floor", "Gold"), ("floor", "Silver"), ("ceiling", "Gold")):
        hand(db, live, kind=kind, tier=tier)
    judge(db, live)

    with db.read() as session:
        told = explain(session, live, customer_of(db, live, "ben@x"), NOON)

    assert [(each.kind, each.tier, each.without.name) for each in told.by_hand] == [
        ("floor", "Gold", "Silver"),
        ("floor", "Silver", "Gold"),
        ("ceiling", "Gold", "Gold"),
    ]


def test_what_is_over_cannot_be_ended(db, live, cleo_shop):
    ended, expired = hand(db, live), hand(db, live, until=LATER)
    with db.write() as session:
        end(session, live, ended.id, "operator", NOON)
    for shop, number, at, error, said in (
        (live, ended.id, LATER, BadInput, "was ended already"),
        (live, expired.id, LATER, BadInput, "ran out by itself"),
        (live, 1, LATER, NotFound, "has no override 1"),
        (cleo_shop, expired.id, NOON, NotFound, "has no override"),
    ):
        with pytest.raises(error, match=said), db.write() as session:
            end(session, shop, number, "operator", at)


def test_each_act_is_on_record_and_names_nobody(db, live):
    row = hand(db, live, until=LATER)
    with db.write() as session:
        end(session, live, row.id, "staff:1", NOON)
        found = session.exec(select(AuditEvent).where(AuditEvent.shop_id == live.id)).all()
        acts = [(each.actor, each.action, json.loads(each.detail)["override"]) for each in found]
    assert acts == [("operator", "override given", row.id), ("staff:1", "override ended", row.id)]
    told = {name for each in found for name in json.loads(each.detail)}
    assert told == {"override", "kind", "tier", "until", "goodwill"}


def test_the_list_shows_those_in_force_and_on_request_the_others(db, live):
    hand(db, live, "ada@x", until=NOON + SECOND)
    ended, active = hand(db, live), hand(db, live, tier="Silver")
    with db.write() as session:
        end(session, live, ended.id, "operator", LATER)
    with db.read() as session:
        in_force = listing(session, live, LATER)
        every = listing(session, live, LATER, over=True)
        of_ada = listing(session, live, LATER, over=True, customer=customer_of(db, live, "ada@x"))
    assert [each.override.id for each in in_force] == [active.id]
    assert [(each.customer.email, each.state) for each in every] == [
        ("ben@x", "active"),
        ("ben@x", "ended"),
        ("ada@x", "expired"),
    ]
    assert len(of_ada) == 1


def test_goodwill_is_kept_out_of_what_is_said_about_earned_tiers(db, live):
    """ID-UNHAPPY: Ben holds Gold by goodwill. Ada earned Silver, whatever was promised to her."""
    hand(db, live, goodwill=True)
    hand(db, live, "ada@x", tier="Silver", goodwill=True)
    judge(db, live)
    with db.read() as session:
        assert earned_counts(session, live, NOON) == {1: 1, 2: 0}
    hand(db, live, "ben@x", reason="a partner")
    with db.write() as session:
        end(session, live, overrides_of(db, live)[0].id, "operator", NOON)
    judge(db, live)
    with db.read() as session:
        assert earned_counts(session, live, NOON) == {1: 1, 2: 1}


def merge(db, shop, gone, into):
    ids = customer_of(db, shop, gone).id, customer_of(db, shop, into).id
    db.transact(lambda session: people.fold(session, shop.id, *ids, NOON))


def test_given_to_a_merged_away_row_it_is_the_survivors(db, live):
    """GAP-MERGE: also one given before the merge; it can be ended, and is listed at the survivor."""
    before = hand(db, live)
    merge(db, live, "ben@x", "ada@x")
    after = hand(db, live, "ben@x", tier="Platinum")

    ada = customer_of(db, live, "ada@x")
    assert after.customer_id == ada.id
    assert rank(db, live, "ada@x") == 3
    with db.write() as session:
        assert [each.customer.id for each in listing(session, live, NOON, customer=ada)] == [ada.id] * 2
        end(session, live, after.id, "operator", LATER)
        end(session, live, before.id, "operator", LATER)
    assert rank(db, live, "ada@x", LATER) == 1


def test_why_is_forgotten_with_the_person(db, live):
    hand(db, live, reason="Ben's aunt called")
    hand(db, live, "ada@x", reason="a good customer")
    with db.write() as session:
        redact(session, live, 78, "ben@x", NOON)
        redact(session, live, 79, "nobody@x", NOON)
    assert [each.reason for each in overrides_of(db, live)] == ["", "a good customer"]


def test_nothing_is_given_to_who_is_gone(db, live):
    row = customer_of(db, live, "ben@x")
    with db.write() as session:
        redact(session, live, 78, "ben@x", NOON)
    with pytest.raises(BadInput, match="gone from the store"), db.write() as session:
        give(session, live, row, "floor", "Gold", "a friend", "operator", NOON)


# Many


def taken_in(db, shop, *rows, header="customer,tier,kind,until,reason,goodwill", now=NOON, left=None, **more):
    """Imports the rows as the command does: how many were given, and how many stood there."""
    with db.read() as session:
        read = understand(session, shop, [f"{each}\n" for each in (header, *rows)], now, left, **more)
    done = apply(db, shop.id, read.planned, "operator", now)
    return done.given, done.before


def told(db, shop, *rows, **more):
    with pytest.raises(BadInput) as refused:
        taken_in(db, shop, *rows, **more)
    return str(refused.value)


def test_tiers_of_another_app_come_along_as_floors_that_end(db, live, cleo_shop):
    """GAP-MIGRATE: nobody starts anew, and when the day is over everybody has what they earned."""
    given = taken_in(
        db, live, "ada@x,Platinum", "BEN@x,Silver", header="Customer,Tier",
        left=Left(date(2026, 12, 31), "had it before"),
    )  # fmt: skip
    assert given == (2, 0)
    new_year = datetime(2027, 1, 1, tzinfo=UTC)
    assert {each.to_at for each in overrides_of(db, live)} == {new_year}
    for at, ranks in ((NOON, [3, 1]), (new_year - SECOND, [3, 1]), (new_year, [1, 0])):
        assert [rank(db, live, email, at) for email in ("ada@x", "ben@x")] == ranks


def test_until_is_the_last_day_in_the_time_of_the_store(db):
    shop = open_store(db, "ny.myshopify.com", zone="America/New_York")
    arrive(db, shop, facts(1, 100, customer=77), email="ada@x")
    taken_in(db, shop, "77,Gold,,2026-06-30,moved,yes")
    [row] = overrides_of(db, shop)
    assert (row.to_at, row.goodwill, row.kind) == (datetime(2026, 7, 1, 4, tzinfo=UTC), True, "floor")


def test_the_same_row_twice_does_nothing(db, live):
    rows = ("ada@x,Gold,,2026-12-31,moved,", "77,gold,floor,2026-12-31,moved,no", "78,Silver,ceiling,,why,")
    assert taken_in(db, live, *rows) == (2, 1)
    assert taken_in(db, live, *rows) == (0, 3)
    with db.write() as session:
        end(session, live, overrides_of(db, live)[0].id, "operator", NOON)
    assert taken_in(db, live, *rows) == (0, 3)
    assert taken_in(db, live, "ada@x,Gold,,2026-12-30,moved,") == (1, 0)


def test_cut_off_it_goes_on_where_it_was(db, live):
    lines = ["customer,tier,reason\n", *(f"c{n}@x,Gold,moved\n" for n in range(120))]
    for n in range(120):
        arrive(db, live, facts(100 + n, 100, customer=1_000 + n), email=f"c{n}@x")
    with db.read() as session:
        read = understand(session, live, lines, NOON)
    seen = []

    def killed(rows):
        seen.append(rows)
        if len(seen) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        apply(db, live.id, read.planned, "operator", NOON, killed)
    with db.read() as session:
        assert new_ones(session, live.id, read.planned) == 20
    done = apply(db, live.id, read.planned, "operator", LATER)

    assert (seen, done.given, done.before) == ([50, 50], 20, 100)
    assert len(overrides_of(db, live)) == 120


def test_every_bad_row_is_told_and_nothing_is_written(db, live):
    said = told(
        db,
        live,
        "ada@x,Gold,,2026-12-31,fine,",
        "nobody@x,Gold,,,why,",
        "ben@x,Golden,,,why,",
        "ben@x,,,,why,",
        "ben@x,,ceiling,,why,",
        ",Gold,,,why,",
        "ben@x,Gold,roof,,why,",
        "ben@x,Gold,,2026-05-31,why,",
        "ben@x,Gold,,31.12.2026,why,",
        "ben@x,Gold,,,,",
        "ben@x,Gold,,,why,perhaps",
        "ben@x,Gold,,,why",
    )
    lines = said.splitlines()
    assert lines[0] == "nothing was written; 10 of the rows cannot be used"
    for line, words in (
        (3, "the store has no customer nobody@x"),
        (4, "there is no tier 'Golden'; there are Silver, Gold, Platinum"),
        (5, "a floor needs a tier"),
        (7, "say who"),
        (8, "it is floor"),
        (9, "2026-05-31 is over"),
        (10, "write the last day as 2026-12-31"),
        (11, "say why"),
        (12, "write yes or no"),
        (13, "5 cells under 6 columns"),
    ):
        assert any(each.startswith(f"  line {line}: ") and words in each for each in lines), (line, words)
    assert overrides_of(db, live) == []


def test_today_is_the_first_last_day_that_is_taken(db, live):
    assert taken_in(db, live, "ada@x,Gold,,2026-06-01,why,") == (1, 0)


@pytest.mark.parametrize("header", ["who,tier", "customer", "customer,tier,tier", ""])
def test_a_file_without_the_columns_is_refused(db, live, header):
    assert "The columns are customer, tier, kind, until, reason, goodwill" in told(db, live, header=header)


def test_a_file_without_rows_is_refused(db, live):
    assert told(db, live) == "the file has no rows"


def test_people_the_store_does_not_know_are_left_out_on_request(db, live):
    assert taken_in(db, live, "ada@x,Gold,,,why,", "nobody@x,Gold,,,why,", skip_unknown=True) == (1, 0)


def test_a_file_names_the_survivor_of_a_merge_and_nobody_who_is_gone(db, live):
    merge(db, live, "ben@x", "ada@x")
    assert taken_in(db, live, "78,Gold,,,why,") == (1, 0)
    assert overrides_of(db, live)[0].customer_id == customer_of(db, live, "ada@x").id
    with db.write() as session:
        redact(session, live, 77, "ada@x", NOON)
    assert "the store has no customer ada@x" in told(db, live, "ada@x,Gold,,,why,")
    assert "77 is gone from the store" in told(db, live, "77,Gold,,,why,")


def test_customers_of_another_store_are_not_found(db, live, cleo_shop):
    with db.read() as session:
        assert session.exec(select(CustomerAlias).where(CustomerAlias.shop_id == live.id)).all() == []
        assert session.exec(select(Customer).where(Customer.shop_id == cleo_shop.id)).one()
    with db.write() as session:
        redact(session, live, 77, "ada@x", NOON)
    assert "77 is gone" in told(db, live, "77,Gold,,,why,")
