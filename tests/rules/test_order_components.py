"""The entries of an order, computed by hand (GAP-LEDGER, GAP-REFUND-DATE, F31–F37, I-3, I-11)."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.amounts import Amounts
from app.rules.order_components import Component, ProductLine, components
from app.rules.order_facts import OrderFacts
from tests.rules.made_orders import NOON, at, facts, goods, line, parts, refund, snapshot, worth

fixed = settings(derandomize=True, max_examples=50, deadline=None)


# What was bought


def test_a_plain_order_is_one_sale():
    known = facts(snapshot(line(1, 10_000, quantity=2), line(2, 500)))
    (sale,) = components(known)
    assert sale == Component(
        component="sale",
        payment="paid",
        currency="USD",
        amounts=Amounts(goods=10_500),
        lines=(ProductLine("p1", 10_000, 0), ProductLine("p2", 500, 0)),
        occurred_at=NOON,
        ordered_at=NOON,
    )


def test_tax_shipping_tips_duties_and_gift_cards_stand_beside_the_goods():
    """F37: a gift card is money kept for later, not goods."""
    lines = line(1, 10_000, tax=1_000), line(2, 5_000, gift_card=True)
    known = facts(snapshot(*lines, other=Amounts(shipping=900, tax=90, tips=300, duties=70)))
    assert parts(known) == {
        "sale": {
            "goods": 10_000,
            "tax": 1_090,
            "shipping": 900,
            "duties": 70,
            "tips": 300,
            "gift_card": 5_000,
        }
    }
    assert components(known)[0].lines == (ProductLine("p1", 10_000, 1_000),)


def test_two_lines_of_one_product_are_one_product_line():
    (sale,) = components(facts(snapshot(line(1, 100, 10, product="a"), line(2, 50, 5, product="a"))))
    assert sale.lines == (ProductLine("a", 150, 15),)


def test_lines_that_do_not_add_up_to_the_order_are_balanced_on_the_largest():
    order = snapshot(line(1, 100), line(2, 300), ordered=Amounts(goods=390), current=Amounts(goods=390))
    (sale,) = components(facts(order))
    assert sale.lines == (ProductLine("p1", 100, 0), ProductLine("p2", 290, 0))


def test_an_order_of_nothing_has_no_entries():
    assert components(facts(snapshot(line(1, 0)))) == ()


def test_a_refund_or_an_edit_of_an_order_nobody_showed_yet_has_no_entries():
    assert components(facts(None, refund(7, paid="5.00"), edited_at=NOON)) == ()


def test_a_deleted_order_has_no_entries():
    """I-11"""
    assert components(facts(snapshot(line(1, 100)), refund(7, paid="0.50"), deleted=True)) == ()


@pytest.mark.parametrize(
    ("payment", "test", "kind"),
    [
        ("paid", False, "paid"),
        ("partially_refunded", False, "paid"),
        ("partially_paid", False, "partial"),
        ("pending", False, "unpaid"),
        ("authorized", False, "unpaid"),
        ("expired", False, "unpaid"),
        ("voided", False, "unpaid"),
        ("paid", True, "test"),
        ("pending", True, "test"),
    ],
)
def test_an_entry_says_how_far_its_order_is_paid(payment, test, kind):
    (sale,) = components(facts(snapshot(line(1, 100), payment=payment, test=test)))
    assert (sale.payment, sale.amounts.goods) == (kind, 100)


# Refunds of lines


def test_a_returned_line_takes_its_goods_and_its_tax_at_its_own_instant():
    order = snapshot(line(1, 10_000, 1_000), line(2, 5_000, 500, left=0), payment="partially_refunded")
    known = facts(order, refund(7, (2, 1, 5_000, 500), paid="55.00"))
    assert parts(known)["refund:7"] == {"goods": -5_000, "tax": -500}
    returned = components(known)[1]
    assert (returned.lines, returned.occurred_at, returned.ordered_at) == (
        (ProductLine("p2", -5_000, -500),),
        at(7),
        NOON,
    )


def test_where_prices_hold_tax_a_returned_line_is_taken_without_it():
    order = snapshot(line(1, 10_000, 1_900, left=0), taxes_included=True, payment="refunded")
    known = facts(order, refund(7, (1, 1, 11_900, 1_900), paid="119.00"))
    assert parts(known)["refund:7"] == {"goods": -10_000, "tax": -1_900}


@pytest.mark.parametrize("known", [True, False])
def test_it_does_not_matter_whether_the_snapshot_knew_the_refund_already(known):
    """I-3: orders/updated may be lost, or come before refunds/create."""
    order = snapshot(line(1, 10_000, 1_000, quantity=2, left=1 if known else 2), payment="partially_refunded")
    seen = facts(order, refund(7, (1, 1, 5_000, 500), paid="55.00"), known=known)
    assert worth(seen) == {"goods": 5_000, "tax": 500}


def test_money_kept_for_restocking_stays_goods():
    """The line was worth 110.00 with tax, 80.00 went back: 30.00 stays paid, as goods."""
    order = snapshot(line(1, 10_000, 1_000, left=0), line(2, 5_000, 500), payment="partially_refunded")
    known = facts(order, refund(7, (1, 1, 10_000, 1_000), paid="80.00", adjustment=-3_000))
    assert parts(known)["refund:7"] == {"goods": -7_000, "tax": -1_000}


def test_less_money_that_nobody_calls_a_discrepancy_was_set_off_against_what_was_still_owed():
    """An edit added 60.00, not paid yet; of a unit worth 50.00 only 40.00 went back, and all is settled."""
    lines = line(1, 10_000, quantity=2, left=1), line(2, 6_000)
    order = snapshot(*lines, payment="partially_refunded")
    assert goods(facts(order, refund(7, (1, 1, 5_000, 0), paid="40.00"))) == 11_000


def test_of_a_refund_in_two_payments_only_the_one_that_succeeded_counts():
    """F36"""
    order = snapshot(line(1, 10_000, left=0), payment="partially_refunded")
    known = facts(order, refund(7, (1, 1, 10_000, 0), paid="40.00", in_part=True))
    assert goods(known) == 6_000


def test_lines_returned_for_no_money_take_nothing_when_the_source_says_so():
    order = snapshot(line(1, 10_000, left=0))
    known = facts(order, refund(7, (1, 1, 10_000, 0), adjustment=-10_000))
    assert goods(known) == 10_000


def test_a_refund_that_is_larger_than_its_lines_takes_more_goods():
    order = snapshot(line(1, 10_000, left=0), line(2, 5_000), payment="partially_refunded")
    known = facts(order, refund(7, (1, 1, 10_000, 0), paid="120.00", adjustment=2_000))
    assert parts(known)["refund:7"] == {"goods": -12_000}


def test_a_returned_gift_card_takes_no_goods():
    lines = line(1, 10_000), line(2, 5_000, gift_card=True, left=0)
    known = facts(snapshot(*lines), refund(7, (2, 1, 5_000, 0), paid="50.00"))
    assert parts(known)["refund:7"] == {"gift_card": -5_000}


def test_a_returned_tip_takes_no_goods_and_is_no_edit():
    known = facts(snapshot(line(1, 10_000), other=Amounts(tips=300)), refund(7, paid="3.00", tips=300))
    assert parts(known) == {"sale": {"goods": 10_000, "tips": 300}, "refund:7": {"tips": -300}}


def test_returned_shipping_and_duties_take_no_goods():
    other = Amounts(shipping=900, tax=90, duties=70)
    order = snapshot(line(1, 10_000), other=other, current=Amounts(goods=10_000))
    known = facts(order, refund(7, paid="10.60", shipping=900, shipping_tax=90, duties=70))
    assert parts(known)["refund:7"] == {"tax": -90, "shipping": -900, "duties": -70}
    assert worth(known) == {"goods": 10_000}


# Refunds of bare amounts


def test_a_bare_amount_takes_goods_first():
    order = snapshot(line(1, 10_000, 1_000), other=Amounts(shipping=500))
    known = facts(order, refund(7, paid="15.00"))
    assert parts(known)["refund:7"] == {"goods": -1_500}


def test_a_bare_amount_takes_tax_where_the_source_says_so():
    order = snapshot(line(1, 10_000, 1_000))
    known = facts(order, refund(7, paid="15.00", adjustment=1_400, adjustment_tax=100))
    assert parts(known)["refund:7"] == {"goods": -1_400, "tax": -100}


def test_a_bare_amount_without_its_payment_counts_as_the_adjustment_tells():
    known = facts(snapshot(line(1, 10_000)), refund(7, adjustment=1_500))
    assert parts(known)["refund:7"] == {"goods": -1_500}


def test_a_bare_amount_is_shared_by_the_products_as_they_are_left():
    known = facts(snapshot(line(1, 3_000), line(2, 1_000)), refund(7, paid="2.00"))
    assert components(known)[1].lines == (ProductLine("p1", -150, 0), ProductLine("p2", -50, 0))


def test_what_exceeds_the_goods_takes_the_rest_of_the_order_in_turn_and_then_is_beyond_it():
    """F36: a refund larger than the order."""
    order = snapshot(line(1, 1_000, 100), other=Amounts(shipping=200, tips=50, duties=30))
    assert parts(facts(order, refund(7, paid="11.50")))["refund:7"] == {"goods": -1_000, "shipping": -150}
    taken = parts(facts(order, refund(7, paid="20.00")))["refund:7"]
    assert taken == {
        "goods": -1_000,
        "tax": -100,
        "shipping": -200,
        "duties": -30,
        "tips": -50,
        "beyond": -620,
    }


def test_two_refunds_of_one_second_are_taken_one_after_the_other():
    """F36"""
    order = snapshot(line(1, 10_000))
    known = facts(order, refund(8, paid="60.00", minutes=5), refund(7, paid="60.00", minutes=5))
    assert parts(known)["refund:7"] == {"goods": -6_000}
    assert parts(known)["refund:8"] == {"goods": -4_000, "beyond": -2_000}


def test_what_was_beyond_the_order_is_balanced_by_the_refund_of_all_the_rest():
    """10.00 as a gift, then everything: 100.00 more go back, and the lines say 110.00."""
    order = snapshot(line(1, 10_000, 1_000, left=0), payment="refunded")
    known = facts(
        order,
        refund(7, paid="10.00", adjustment=1_000),
        refund(8, (1, 1, 10_000, 1_000), paid="100.00", adjustment=-1_000),
    )
    assert parts(known)["refund:8"] == {"goods": -9_000, "tax": -1_000}
    assert worth(known) == {}


@pytest.mark.parametrize("known", [True, False])
def test_a_refund_whose_payment_did_not_succeed_takes_nothing(known):
    """F36: only successful money counts."""
    order = snapshot(line(1, 10_000))
    assert goods(facts(order, refund(7, unsettled=True), known=known)) == 10_000
    assert goods(facts(order, refund(7, unsettled=True, adjustment=500), known=known)) == 10_000


def test_returned_lines_whose_payment_did_not_succeed_are_not_taken():
    order = snapshot(line(1, 10_000, quantity=2, left=1))
    assert goods(facts(order, refund(7, (1, 1, 5_000, 0), unsettled=True))) == 10_000


@pytest.mark.parametrize("currency", ["XAU", "JPY", ""])
def test_money_that_cannot_be_read_is_as_good_as_not_told(currency):
    """A payment in a currency that is neither the shop's nor the order's; the platform is asked."""
    text = "1.2345" if currency == "" else "500"
    known = facts(snapshot(line(1, 10_000)), refund(7, paid=text, currency=currency))
    assert goods(known) == 10_000


# Other currencies


def test_yen_and_dinars_are_taken_in_their_own_minor_units():
    """F31"""
    yen = snapshot(line(1, 1_250), currency="JPY")
    assert goods(facts(yen, refund(7, paid="250", currency="JPY"))) == 1_000
    dinar = snapshot(line(1, 1_250), currency="KWD")
    assert goods(facts(dinar, refund(7, paid="0.250", currency="KWD"))) == 1_000


def euros(**more):
    """100.01 dollars were shown as 91.74 euros."""
    return snapshot(line(1, 10_001), presentment="EUR", rate=(10_001, 9_174), **more)


def test_presentment_money_is_converted_at_the_orders_own_rate():
    """F32, GAP-CURRENCY: 10.00 euros at 10001/9174."""
    known = facts(euros(), refund(7, paid="10.00", currency="EUR"))
    assert parts(known)["refund:7"] == {"goods": -1_090}


@pytest.mark.parametrize("texts", [("91.74",), ("30.58",) * 3, ("0.01", "45.00", "46.73"), ("1.11",) * 82])
def test_all_presentment_money_in_any_parts_is_exactly_the_whole_order(texts):
    """GAP-CURRENCY: converted cumulatively, so that no cent is left and none too many is taken."""
    total = sum(round(float(text) * 100) for text in texts)
    rest = [f"{(9_174 - total) / 100:.2f}"] if total < 9_174 else []
    refunds = [refund(n, paid=text, currency="EUR") for n, text in enumerate((*texts, *rest), 1)]
    assert worth(facts(euros(payment="partially_refunded"), *refunds)) == {}


def test_the_cents_of_presentment_money_do_not_outweigh_the_parts_in_the_shops_money():
    """Each third of 99.99 dollars was paid back as 30.57 euros; the line says 33.33 dollars."""
    order = snapshot(line(1, 9_999, quantity=3, left=0), presentment="EUR", rate=(9_999, 9_172))
    order = replace(order, payment="refunded")
    thirds = [refund(n, (1, 1, 3_333, 0), paid="30.57", currency="EUR") for n in (1, 2, 3)]
    assert {name: part for name, part in parts(facts(order, *thirds)).items() if name != "sale"} == {
        "refund:1": {"goods": -3_333},
        "refund:2": {"goods": -3_333},
        "refund:3": {"goods": -3_333},
    }


def test_a_restocking_fee_in_presentment_money_is_seen():
    order = snapshot(line(1, 10_000, left=0), presentment="EUR", rate=(10_000, 9_000))
    fee = refund(7, (1, 1, 10_000, 0), paid="81.00", currency="EUR", adjustment=-1_000)
    known = facts(order, fee)
    assert parts(known)["refund:7"] == {"goods": -9_000}


# Edits


def test_units_that_an_edit_took_out_lower_the_goods_on_the_orders_day():
    known = facts(snapshot(line(1, 30_000, 3_000, quantity=3, left=2), line(2, 500)))
    assert parts(known)["edit"] == {"goods": -10_000, "tax": -1_000}
    edit = components(known)[1]
    assert (edit.occurred_at, edit.lines) == (NOON, (ProductLine("p1", -10_000, -1_000),))


@pytest.mark.parametrize("first", [100, 160])
def test_a_line_that_an_edit_added_counts_whether_the_first_totals_hold_it_or_not(first):
    """Recorded: totalPriceSet rises with the edit. Bodies whose first totals stay are read alike."""
    lines = line(1, 100), line(2, 60)
    known = facts(snapshot(*lines, ordered=Amounts(goods=first), current=Amounts(goods=160)))
    assert goods(known) == 160


def test_an_edit_cannot_add_more_than_its_lines_do():
    """F35: a body that contradicts itself raises no tier."""
    order = snapshot(line(1, 100), ordered=Amounts(goods=100), current=Amounts(goods=900))
    assert goods(facts(order)) == 100


def test_an_exchange_takes_one_product_and_adds_another():
    known = facts(snapshot(line(1, 100, left=0), line(2, 130)))
    by_product = {}
    for part in components(known):
        for each in part.lines:
            by_product[each.product] = by_product.get(each.product, 0) + each.goods
    assert (goods(known), by_product) == (130, {"p1": 0, "p2": 130})


def test_paying_back_what_an_edit_left_owed_takes_nothing_more():
    """The edit took out 110.00; paying back exactly that is no second deduction."""
    order = snapshot(line(1, 30_000, 3_000, quantity=3, left=2))
    owed = {"goods": 20_000, "tax": 2_000}
    assert worth(facts(order)) == owed
    assert worth(facts(order, refund(7, paid="110.00"))) == owed
    assert worth(facts(order, refund(7, paid="60.00"), refund(8, paid="50.00"))) == owed


def test_only_what_exceeds_the_owed_money_is_taken():
    order = snapshot(line(1, 30_000, quantity=3, left=2))
    assert worth(facts(order, refund(7, paid="100.01"))) == {"goods": 19_999}
    gift = refund(7, paid="150.00", adjustment=5_000)
    assert worth(facts(order, gift)) == {"goods": 15_000}


def test_a_gift_that_its_source_calls_one_is_taken_though_money_is_owed():
    order = snapshot(line(1, 30_000, quantity=3, left=2))
    assert worth(facts(order, refund(7, paid="10.00", adjustment=1_000))) == {"goods": 19_000}


def test_an_edit_and_a_return_of_one_line_are_told_apart():
    order = snapshot(line(1, 30_000, quantity=3, left=1), payment="partially_refunded")
    known = facts(order, refund(7, (1, 1, 10_000, 0), paid="100.00"))
    assert parts(known) == {
        "sale": {"goods": 30_000},
        "edit": {"goods": -10_000},
        "refund:7": {"goods": -10_000},
    }


def test_bodies_that_do_not_say_what_is_current_know_of_no_edit():
    order = replace(snapshot(line(1, 100)), current=None)
    assert parts(facts(order)) == {"sale": {"goods": 100}}


# Cancelled


def test_cancelled_and_never_paid_is_worth_nothing():
    order = snapshot(line(1, 100), payment="voided", cancelled_at=at(9))
    (_, cancel) = components(facts(order))
    assert (cancel.component, cancel.amounts.goods, cancel.occurred_at) == ("cancel", -100, at(9))


def test_cancelled_and_still_paid_keeps_what_stays_paid():
    """I-11: a cancelled order keeps what stays paid."""
    order = snapshot(line(1, 100), payment="paid", cancelled_at=at(9))
    assert goods(facts(order)) == 100


def test_cancelled_and_still_paid_keeps_it_though_every_line_is_listed_as_returned():
    order = snapshot(line(1, 100, left=0), payment="paid", cancelled_at=at(9))
    assert goods(facts(order, refund(9, (1, 1, 100, 0)))) == 100


def test_cancelled_and_paid_back_later_is_worth_what_stays_paid():
    order = snapshot(line(1, 10_000, left=0), payment="partially_refunded", cancelled_at=at(9))
    assert goods(facts(order, refund(9, (1, 1, 10_000, 0)), refund(20, paid="40.00"))) == 6_000


def test_cancelled_and_refunded_is_worth_exactly_nothing():
    """I-11"""
    order = snapshot(
        line(1, 10_000, 1_000, left=0),
        other=Amounts(shipping=500, tips=50),
        payment="refunded",
        cancelled_at=at(9),
    )
    known = facts(order, refund(9, (1, 1, 10_000, 1_000), paid="115.50", shipping=500, tips=50))
    assert worth(known) == {}


def test_cancelled_after_a_partial_refund_keeps_the_rest_that_stays_paid():
    order = snapshot(line(1, 200, quantity=2, left=0), payment="partially_refunded", cancelled_at=at(9))
    returned = refund(7, (1, 1, 100, 0), paid="1.00")
    assert goods(facts(order, returned)) == 100
    assert goods(facts(order, returned, refund(9, (1, 1, 100, 0)))) == 100
    refunded = replace(order, payment="refunded")
    assert goods(facts(refunded, returned, refund(9, (1, 1, 100, 0), paid="1.00"))) == 0


def test_cancelling_does_not_bring_back_what_an_edit_took_out():
    """One of two units was edited out, the other went with the cancellation; nothing was paid back."""
    edited = snapshot(line(1, 200, quantity=2, left=1))
    cancelled = snapshot(line(1, 200, quantity=2, left=0), cancelled_at=at(9))
    assert goods(facts(edited)) == 100
    assert goods(facts(cancelled, refund(9, (1, 1, 100, 0)))) == 100


def test_a_cancelled_order_keeps_a_line_that_an_edit_had_added():
    order = snapshot(line(1, 100, left=0), line(2, 60, left=0), ordered=Amounts(goods=100))
    assert goods(facts(replace(order, cancelled_at=at(9)))) == 160


# Refunded


def test_what_is_called_refunded_is_worth_exactly_nothing_whatever_its_refunds_say():
    """F36, I-11"""
    order = snapshot(line(1, 100), other=Amounts(shipping=7, tips=3, duties=2), payment="refunded")
    assert worth(facts(order)) == {}
    assert worth(facts(order, refund(7, paid="0.40"))) == {}
    assert set(worth(facts(order, refund(7, paid="9.00")))) == {"beyond"}


def test_an_order_export_knows_the_sum_of_its_refunds():
    order = snapshot(line(1, 10_000), source="csv", refunded=1_500)
    assert parts(facts(replace(order, current=None))) == {
        "sale": {"goods": 10_000},
        "refund:csv": {"goods": -1_500},
    }


# Whatever the order


@st.composite
def orders(draw):
    """Orders that a store could have: lines, edits, shipping, another currency shown."""
    inside = draw(st.booleans())
    lines = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        quantity = draw(st.integers(1, 4))
        lines.append(
            line(
                number,
                draw(st.integers(0, 5_000)),
                draw(st.integers(0, 900)),
                quantity,
                draw(st.integers(0, quantity)),
                gift_card=draw(st.booleans()) and number > 1,
            )
        )
    other = Amounts(
        shipping=draw(st.integers(0, 900)), tips=draw(st.integers(0, 90)), duties=draw(st.integers(0, 90))
    )
    order = snapshot(*lines, other=other, taxes_included=inside)
    payment = draw(st.sampled_from(("paid", "partially_refunded", "pending", "partially_paid")))
    cancelled = draw(st.sampled_from((None, None, at(3))))
    if draw(st.booleans()):
        order = replace(order, presentment="EUR", rate=(10_001, 9_174))
    return replace(order, payment=payment, cancelled_at=cancelled)


@st.composite
def refunds(draw, numbers=(1, 2, 3, 4)):
    made = []
    for number in numbers[: draw(st.integers(0, len(numbers)))]:
        lines = [
            (draw(st.integers(1, 4)), 1, draw(st.integers(0, 5_000)), draw(st.integers(0, 900)))
            for _ in range(draw(st.integers(0, 2)))
        ]
        paid = draw(st.none() | st.integers(0, 9_000))
        made.append(
            refund(
                number,
                *lines,
                paid=None if paid is None else f"{paid / 100:.2f}",
                currency=draw(st.sampled_from(("USD", "EUR", ""))),
                minutes=draw(st.integers(1, 3)),
                shipping=draw(st.integers(0, 300)),
                tips=draw(st.integers(0, 30)),
                adjustment=draw(st.none() | st.integers(-2_000, 2_000)),
                unsettled=draw(st.booleans()) and paid is None,
                in_part=draw(st.booleans()),
            )
        )
    return made


@fixed
@given(orders(), refunds())
def test_goods_never_fall_below_nought(order, returned):
    assert goods(facts(order, *returned)) >= 0
    assert goods(facts(order, *returned, known=False)) >= 0


@fixed
@given(orders(), refunds())
def test_the_lines_of_each_component_add_up_to_its_goods(order, returned):
    for part in components(facts(order, *returned)):
        assert sum(each.goods for each in part.lines) == part.amounts.goods


@fixed
@given(orders(), refunds())
def test_what_is_refunded_or_cancelled_unpaid_is_worth_exactly_nothing(order, returned):
    for payment, cancelled in (("refunded", None), ("refunded", at(3)), ("voided", at(3))):
        over = replace(order, payment=payment, cancelled_at=cancelled)
        assert set(worth(facts(over, *returned))) <= {"beyond"}


@fixed
@given(orders(), refunds())
def test_components_do_not_depend_on_the_order_in_which_refunds_stand(order, returned):
    one = facts(order, *returned)
    other = OrderFacts(one.order_id, one.snapshot, dict(reversed(one.refunds.items())))
    assert components(one) == components(other)


@fixed
@given(orders(), refunds(numbers=(1, 3, 4)), refunds(numbers=(2,)))
def test_one_refund_more_never_raises_the_goods(order, returned, another):
    before = facts(order, *returned, known=False)
    after = facts(order, *returned, *another, known=False)
    # Money shown in euros is converted as one sum, whose cents fall to one refund or the other.
    in_euros = sum(code == "EUR" for each in (*returned, *another) for code, _ in each.paid_back)
    assert goods(after) <= goods(before) + 3 * in_euros


@fixed
@given(orders())
def test_all_units_returned_for_all_their_money_leave_no_goods(order):
    """Every unit of every line by itself, for exactly what it is worth."""
    order = replace(order, cancelled_at=None, payment="paid")
    lines = [replace(each, current_quantity=each.quantity) for each in order.lines]
    full = replace(order, lines=tuple(lines), current=order.ordered)
    returned, number = [], 0
    for each in lines:
        for unit in range(each.quantity):
            number += 1
            worth_goods = each.goods * (unit + 1) // each.quantity - each.goods * unit // each.quantity
            tax = each.tax * (unit + 1) // each.quantity - each.tax * unit // each.quantity
            subtotal = worth_goods + (tax if order.taxes_included and not each.gift_card else 0)
            paid = f"{(worth_goods + tax) / 100:.2f}"
            if each.gift_card:
                subtotal, tax = worth_goods, 0
                paid = f"{worth_goods / 100:.2f}"
            returned.append(refund(number, (each.line_id, 1, subtotal, tax), paid=paid))
    left = worth(facts(full, *returned, known=False))
    assert (left.get("goods", 0), left.get("gift_card", 0)) == (0, 0)
