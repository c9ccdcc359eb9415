"""What was recorded on a past day is what a replay from an empty database up to it gives (issue 3, I-9)."""

from datetime import timedelta

from app.explain.member import explain
from tests.ledger.as_of import recorded_and_replayed
from tests.ledger.live_days import SIX, made_orders
from tests.ledger.stores import NOON, arrive, customer_of, facts, judge, open_store

DAY = timedelta(days=1)


def test_as_recorded_then_is_the_replay_up_to_that_day(db):
    """1,000 pairs over the history of a real shop in `make soak`."""
    program = SIX["soft landing, one at a time"]

    pairs = list(recorded_and_replayed(db, program, "Europe/London", made_orders(12, seed=5), 60, seed=5))

    assert len(pairs) == 60
    assert [then for then, _ in pairs] == [stood for _, stood in pairs]
    assert len({stood[2][0] for _, stood in pairs}) > 2, "the pairs should meet several tiers"


def test_a_late_refund_changes_today_and_what_is_known_now_but_never_the_record(db, cleo_shop):
    shop = open_store(db, "ada-shop.myshopify.com", live_at=NOON - DAY)
    arrive(db, shop, facts(1, 250_000, customer=77), email="ada@x")
    judge(db, shop)
    late, past = NOON + 60 * DAY, NOON + 30 * DAY

    arrive(db, shop, facts(1, 250_000, customer=77, refunds=[(9, 100_000)], updated_at=late), now=late)
    judge(db, shop, late)

    def rank(at, known=None):
        with db.read() as session:
            return explain(session, shop, customer_of(db, shop, "ada@x"), at, known).tier.rank

    assert rank(late) == 0
    assert rank(past) == 0, "known now: the refund was made before that day"
    assert rank(past, known=past) == 1
    assert rank(late, known=late) == 0
