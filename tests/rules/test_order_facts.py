"""Knowledge of an order merges in any order (I-3, I-7, GAP-RECON), and says when it is in doubt."""

from dataclasses import replace
from functools import reduce
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.ledger.facts import decode, encode
from app.rules.amounts import Amounts
from app.rules.order_components import components
from app.rules.order_facts import OrderFacts, with_person
from app.rules.order_merge import doubts, merge
from tests.rules.made_orders import at, facts, line, refund, snapshot

fixed = settings(derandomize=True, max_examples=50, deadline=None)

SOURCES = ("csv", "webhook", "api")
PAYMENTS = ("pending", "paid", "partially_refunded", "refunded", "voided")


def order(updated=0, goods=100, **more):
    return facts(snapshot(line(1, goods), updated=updated, **more))


def learned(*pieces):
    return reduce(merge, pieces, OrderFacts(1))


# Merging


@st.composite
def snapshots(draw):
    """Few instants and few amounts, so that many of them tie."""
    made = snapshot(
        line(1, draw(st.sampled_from((100, 200)))),
        updated=draw(st.integers(0, 2)),
        source=draw(st.sampled_from(SOURCES)),
        payment=draw(st.sampled_from(PAYMENTS)),
        cancelled_at=draw(st.sampled_from((None, at(1)))),
        customer=draw(st.sampled_from((None, 5, 6))),
        test=draw(st.booleans()),
    )
    return replace(made, refund_ids=draw(st.sampled_from(((), (1,), (1, 2)))))


@st.composite
def pieces(draw):
    """One piece of knowledge: a whole order, a refund, an edit, a deletion, or several at once."""
    returned = [
        refund(
            number,
            paid=draw(st.sampled_from((None, "0.50", "0.60"))),
            source=draw(st.sampled_from(SOURCES)),
            unsettled=draw(st.booleans()),
            adjustment=draw(st.sampled_from((None, 50))),
        )
        for number in draw(st.sets(st.integers(1, 3), max_size=2))
    ]
    known = facts(draw(st.none() | snapshots()), *returned, known=False)
    edited = draw(st.sampled_from((None, None, at(0), at(1))))
    return replace(known, edited_at=edited, deleted=draw(st.sampled_from((False,) * 5 + (True,))))


@fixed
@given(pieces(), pieces())
def test_merging_is_commutative(one, other):
    assert merge(one, other) == merge(other, one)


@fixed
@given(pieces(), pieces(), pieces())
def test_merging_is_associative(one, two, three):
    assert merge(merge(one, two), three) == merge(one, merge(two, three))


@fixed
@given(pieces(), pieces())
def test_merging_the_same_again_changes_nothing(one, other):
    known = merge(one, other)
    assert merge(one, one) == merge(OrderFacts(1), one)
    assert merge(known, one) == merge(known, other) == merge(known, known) == known


@fixed
@given(st.lists(pieces(), min_size=1, max_size=4))
def test_any_order_of_arrival_ends_in_the_same_entries(arrived):
    """I-3"""
    endings = {repr(components(learned(*each))) for each in permutations(arrived)}
    assert len(endings) == 1


@fixed
@given(st.lists(pieces(), min_size=1, max_size=3))
def test_facts_kept_in_the_order_row_are_the_same_facts(arrived):
    known = learned(*arrived)
    assert decode(encode(known)) == known
    assert repr(decode(encode(known))) == repr(known)


def test_facts_of_two_orders_are_not_merged():
    with pytest.raises(ValueError, match="order 1 cannot be merged with order 2"):
        merge(OrderFacts(1), OrderFacts(2))


def test_the_later_snapshot_wins_whatever_its_source():
    later, earlier = order(updated=2, source="csv"), order(updated=1, source="api")
    assert learned(later, earlier).snapshot == later.snapshot


@pytest.mark.parametrize(
    ("lesser", "greater"),
    [
        (order(source="csv", payment="refunded"), order(source="webhook", payment="pending")),
        (order(source="webhook", payment="refunded"), order(source="api", payment="pending")),
        (order(payment="pending"), order(payment="paid")),
        (order(payment="paid"), order(payment="partially_refunded")),
        (order(payment="partially_refunded"), order(payment="refunded")),
        (order(), order(cancelled_at=at(0))),
        (
            OrderFacts(1, replace(order(payment="refunded").snapshot, refund_ids=(1,))),
            OrderFacts(1, replace(order(payment="paid").snapshot, refund_ids=(1, 2))),
        ),
    ],
)
def test_of_one_instant_the_further_snapshot_wins(lesser, greater):
    """Source, then refunds seen, then the state of payment, then cancelled (design 4)."""
    assert learned(greater, lesser).snapshot == learned(lesser, greater).snapshot == greater.snapshot


def test_a_snapshots_silence_removes_no_refund():
    known = learned(facts(None, refund(7, paid="1.00")), order(updated=99))
    assert list(known.refunds) == [7]


@pytest.mark.parametrize(
    ("lesser", "greater"),
    [
        (refund(7, unsettled=True, source="api"), refund(7, paid="1.00", source="webhook")),
        (refund(7, paid="1.00", source="webhook"), refund(7, paid="2.00", source="api")),
        (refund(7, source="webhook"), refund(7, paid="1.00", source="webhook")),
    ],
)
def test_a_payment_that_succeeded_stays_so_and_the_better_source_wins(lesser, greater):
    one, other = facts(None, lesser), facts(None, greater)
    assert learned(one, other).refunds[7] == learned(other, one).refunds[7] == greater


def test_what_was_deleted_stays_deleted():
    assert learned(OrderFacts(1, deleted=True), order(updated=9)).deleted


def test_the_latest_edit_is_remembered():
    assert learned(OrderFacts(1, edited_at=at(5)), OrderFacts(1, edited_at=at(3)), order()).edited_at == at(5)


def test_a_guest_is_known_by_the_row_of_their_e_mail():
    assert with_person(order(), 12).snapshot.person == 12
    assert with_person(OrderFacts(1), 12) == OrderFacts(1)


# Doubts


def doubts_of(*arrivals):
    """All doubts along the way, as posting gathers them."""
    known, found = OrderFacts(1), []
    for arrived in arrivals:
        after = merge(known, arrived)
        found += doubts(known, arrived, after)
        known = after
    return tuple(dict.fromkeys(found))


def test_a_plain_order_raises_no_doubt():
    assert doubts_of(order()) == ()
    assert doubts(None, order(), order()) == ()


def test_the_same_body_twice_raises_no_doubt_also_after_it_was_kept():
    kept = decode(encode(order()))
    assert doubts(kept, order(), merge(kept, order())) == ()


@pytest.mark.parametrize("arrived", [facts(None, refund(7, paid="1.00")), OrderFacts(1, edited_at=at(1))])
def test_news_of_an_order_that_was_never_shown_is_a_doubt(arrived):
    assert doubts_of(arrived) == ("order unknown",)


def test_two_versions_of_one_instant_are_a_doubt():
    assert doubts_of(order(goods=100), order(goods=200)) == ("two versions of one instant",)


@pytest.mark.parametrize(("updated", "doubt"), [(0, ("edited",)), (1, ("edited",)), (2, ())])
def test_an_edit_is_a_doubt_until_a_later_body_shows_it(updated, doubt):
    assert doubts_of(order(updated=updated), OrderFacts(1, edited_at=at(1))) == doubt


@pytest.mark.parametrize(("updated", "doubt"), [(0, ("edited",)), (1, ()), (2, ())])
def test_an_answer_from_before_the_edit_does_not_show_it(updated, doubt):
    """orders/updated may be lost: what the API said before an edit is not what the order is now."""
    answer = order(updated=updated, source="api")
    assert doubts_of(answer, OrderFacts(1, edited_at=at(1))) == doubt


@pytest.mark.parametrize(
    ("made", "doubt"),
    [
        (refund(7, (1, 1, 50, 0), paid="0.50"), ()),
        (refund(7, (1, 1, 50, 0)), ()),
        (refund(7, paid="0.50", shipping=50), ()),
        (refund(7, paid="0.53", duties=50, tips=3), ()),
        (refund(7, paid="0.55", shipping=50, shipping_tax=5), ()),
        (refund(7, paid="0.50", adjustment=50), ()),
        (refund(7, unsettled=True), ()),
        (refund(7, paid="0.50", source="api"), ()),
        (refund(7, paid="0.50"), ("refund not split",)),
        (refund(7, (1, 1, 50, 0), paid="0.40"), ("refund not split",)),
        (refund(7, (1, 1, 50, 0), paid="0.60"), ("refund not split",)),
        (refund(7, (1, 1, 50, 0), paid="0.40", adjustment=-10), ()),
        (refund(7, (1, 1, 50, 5), paid="0.50"), ("refund not split",)),
        (refund(7, (1, 1, 50, 0), paid="0.50", currency=""), ("currency missing",)),
        (refund(7, (1, 1, 50, 0), paid="0.50", currency="EUR"), ("currency missing",)),
        (refund(7, (1, 1, 50, 0), paid="0.505"), ("refund not split",)),
    ],
)
def test_a_refund_is_a_doubt_where_its_money_is_not_explained(made, doubt):
    assert doubts_of(order(), facts(None, made)) == doubt
    assert doubts_of(facts(None, made), order()) == tuple(dict.fromkeys(("order unknown", *doubt)))


def test_where_prices_hold_tax_a_refund_is_explained_by_what_its_lines_hold():
    shown = order(taxes_included=True)
    assert doubts_of(shown, facts(None, refund(7, (1, 1, 50, 5), paid="0.50"))) == ()


def test_money_shown_in_another_currency_explains_lines_but_not_bare_amounts():
    shown = order(presentment="EUR", rate=(100, 90))
    lines = refund(7, (1, 1, 50, 0), paid="0.45", currency="EUR")
    assert doubts_of(shown, facts(None, lines)) == ()
    bare = refund(7, paid="0.45", currency="EUR")
    assert doubts_of(shown, facts(None, bare)) == ("refund not split",)


def test_a_refund_of_an_order_from_a_file_is_a_doubt():
    known = order(source="csv")
    assert doubts_of(known, facts(None, refund(7, paid="0.50"))) == ("refund of an imported order",)


def test_a_deleted_order_is_beyond_doubt():
    assert doubts_of(order(), OrderFacts(1, deleted=True), facts(None, refund(7, paid="0.50"))) == ()


@fixed
@given(st.lists(pieces(), max_size=3), pieces())
def test_an_answer_of_the_api_raises_no_doubt_so_that_asking_ends(before, answer):
    known = learned(*before)
    answer = replace(answer, snapshot=order(source="api").snapshot)
    assert doubts(known, answer, merge(known, answer)) == ()


@fixed
@given(pieces(), pieces())
def test_doubts_do_not_depend_on_which_of_two_came_first(one, other):
    """What is in doubt once both are known. (An answer of the API settles what came before it.)"""
    if not any(each.snapshot and each.snapshot.source == "api" for each in (one, other)):
        both = merge(one, other)
        assert set(doubts(one, other, both)) == set(doubts(other, one, both))


def test_a_doubt_about_money_given_back_is_settled_by_the_answer():
    bare = facts(None, refund(7, paid="0.50"))
    answer = facts(
        order(updated=1, source="api").snapshot, refund(7, paid="0.50", source="api", adjustment=50)
    )
    assert doubts_of(order(), bare) == ("refund not split",)
    settled = learned(order(), bare, answer)
    assert doubts(settled, bare, merge(settled, bare)) == ()


def test_amounts_add_up_and_know_when_they_are_nothing():
    one = Amounts(goods=3, beyond=1)
    assert one + one - one == one
    assert not one - one
    assert Amounts(beyond=1)
