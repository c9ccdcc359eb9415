"""Refund bodies as facts: signs as the platform has them, only settled money, exact amounts (F36, F38)."""

import json
from datetime import UTC, datetime

import pytest

from app.errors import Unreadable
from app.rules.order_components import components
from app.rules.order_facts import RefundLine
from app.rules.order_merge import merge
from tests.conftest import shared
from tests.webhooks.bodies_made import Written, line_body, order_body, raw, refund_body, shop_money
from webhooks import order_body as orders
from webhooks.refund_body import read


def refund(currency="USD", **more):
    (made,) = read(raw(refund_body(**more)), currency).refunds.values()
    return made


def payment(amount="10.00", **more):
    return {"kind": "refund", "status": "success", "amount": amount, "currency": "USD"} | more


def returned(**more):
    return {"line_item_id": 1, "quantity": 1, "subtotal": 10.0, "total_tax": 1} | more


def test_a_refund_says_what_came_back_and_what_was_paid():
    facts = read(raw(refund_body(refund_line_items=[returned()], transactions=[payment("11.00")])), "USD")
    made = facts.refunds[9]
    assert (facts.order_id, facts.snapshot) == (450789469, None)
    assert (made.lines, made.paid_back) == ((RefundLine(1, 1, 1_000, 100),), (("USD", "11.00"),))
    assert (made.occurred_at, made.source) == (datetime(2026, 3, 2, 12, tzinfo=UTC), "webhook")
    assert not made.unsettled


def test_a_refund_is_dated_when_it_was_processed():
    assert refund(processed_at="2026-02-01T00:00:00Z").occurred_at == datetime(2026, 2, 1, tzinfo=UTC)


def test_an_adjustment_below_nought_is_more_for_the_customer():
    """Platform 3.4, refund_discrepancy."""
    adjustment = {"kind": "refund_discrepancy", "amount": "-5.00", "tax_amount": "-0.50"}
    made = refund(order_adjustments=[adjustment])
    assert (made.adjustment, made.adjustment_tax) == (500, 50)


def test_without_an_adjustment_nothing_is_said_about_money_beyond_the_lines():
    assert refund().adjustment is None


def test_returned_shipping_is_told_by_lines_or_by_an_adjustment_and_counted_once():
    lines = {"subtotal_amount_set": shop_money("5.00"), "tax_amount_set": shop_money("0.50")}
    told = {"kind": "shipping_refund", "amount": "-5.00", "tax_amount": "-0.50"}
    new = refund(refund_shipping_lines=[lines])
    old = refund(order_adjustments=[told])
    both = refund(refund_shipping_lines=[lines], order_adjustments=[told])
    for made in (new, old, both):
        assert (made.shipping, made.shipping_tax, made.adjustment) == (500, 50, None)


def test_returned_duties_are_duties():
    duties = [{"duty_id": 1, "amount_set": shop_money("7.00")}, {"amount_set": shop_money("1.00")}]
    assert refund(duties=duties).duties == 800


@pytest.mark.parametrize("mark", [{"tip": {"payment_gateway": None}}, {"tip_payment_gateway": None}])
def test_a_returned_tip_is_no_line_of_goods(mark):
    made = refund(refund_line_items=[returned(line_item={"id": 1} | mark, total_tax=0)])
    assert (made.lines, made.tips) == ((), 1_000)


@pytest.mark.parametrize(
    ("statuses", "paid", "unsettled", "in_part"),
    [
        (["success"], 1, False, False),
        (["pending"], 0, True, False),
        (["failure"], 0, True, False),
        (["error", "pending"], 0, True, False),
        (["failure", "success"], 1, False, True),
        (["success", "success"], 2, False, False),
        ([], 0, False, False),
    ],
)
def test_only_payments_that_succeeded_are_money(statuses, paid, unsettled, in_part):
    """F36"""
    made = refund(transactions=[payment(status=each) for each in statuses])
    assert (len(made.paid_back), made.unsettled, made.in_part) == (paid, unsettled, in_part)


@pytest.mark.parametrize("kind", ["sale", "void", "authorization", "capture"])
def test_other_transactions_are_not_money_given_back(kind):
    assert refund(transactions=[payment(kind=kind)]).paid_back == ()


def test_a_payment_without_its_currency_says_so():
    """Documented: the sample shows `currency: null`."""
    assert refund(transactions=[payment(currency=None)]).paid_back == (("", "10.00"),)


def test_a_payment_in_what_the_buyer_saw_keeps_its_currency():
    assert refund(transactions=[payment("1234", currency="JPY")]).paid_back == (("JPY", "1234"),)


def test_a_body_that_names_the_shops_currency_is_read_in_it():
    """The shop's may have changed since."""
    adjustment = {"kind": "refund_discrepancy", "amount_set": shop_money("-5.00"), "amount": "-5.00"}
    assert refund("JPY", order_adjustments=[adjustment]).adjustment == 500
    lines = [returned(subtotal_set=shop_money("10.00"))]
    assert refund("JPY", refund_line_items=lines).lines[0].subtotal == 1_000


F38 = ["1E3", "1,000.00", "٣", "NaN", "", "1.", "null", Written("1E3"), Written("1.001"), True, {}]


@pytest.mark.parametrize("text", F38)
@pytest.mark.parametrize("currency", ["USD", None])
def test_a_payment_that_is_no_plain_amount_makes_the_body_unreadable(text, currency):
    """F38: also where the currency is missing, or the order could never be posted again."""
    if (text, currency) == (Written("1.001"), None):
        assert refund(transactions=[payment(text, currency=None)]).paid_back == (("", "1.001"),)
        return
    with pytest.raises(Unreadable):
        refund(transactions=[payment(text, currency=currency)])


@pytest.mark.parametrize("text", F38)
def test_parts_that_are_no_plain_amounts_make_the_body_unreadable(text):
    for more in (
        {"refund_line_items": [returned(subtotal=text)]},
        {"refund_line_items": [returned(total_tax=text)]},
        {"order_adjustments": [{"kind": "refund_discrepancy", "amount": text}]},
        {"duties": [{"amount_set": shop_money(text)}]},
    ):
        with pytest.raises(Unreadable):
            refund(**more)


@pytest.mark.parametrize(
    "more",
    [
        {"order_id": None},
        {"id": 2**63},
        {"order_id": 2**63},
        {"id": None},
        {"created_at": "2026-03-01T07:00:00"},
        {"created_at": "0001-01-01T00:00:00Z"},
        {"transactions": [payment(currency="dollars")]},
    ],
)
def test_a_refund_that_cannot_be_placed_is_unreadable(more):
    with pytest.raises(Unreadable):
        refund(**more)


@pytest.mark.parametrize("bad", [b"", b"{", b"[]", b"\xff", b'{"id": 1, "created_at": "\\ud800"}'])
def test_bytes_that_are_no_refund_are_unreadable_and_nothing_else(bad):
    with pytest.raises(Unreadable):
        read(bad, "USD")


def test_ids_above_two_to_the_53rd_are_exact():
    """F30"""
    big = 2**53 + 1
    facts = read(
        raw(refund_body(id=big, order_id=big, refund_line_items=[returned(line_item_id=big)])), "USD"
    )
    assert (facts.order_id, list(facts.refunds), facts.refunds[big].lines[0].line_id) == (big, [big], big)


def test_a_refund_alone_and_inside_its_order_is_the_same():
    """refunds/create and orders/updated tell one refund twice; it is taken once."""
    body = refund_body(
        refund_line_items=[returned(subtotal=50, total_tax=0)], transactions=[payment("50.00")]
    )
    alone = read(raw(body), "USD")
    shown = order_body(line_items=[line_body(quantity=2, current_quantity=1, price="50.00")], refunds=[body])
    inside, _ = orders.read(raw(shown | {"current_subtotal_price": "50.00"}))
    assert merge(alone, inside).refunds == alone.refunds == inside.refunds
    assert sum(part.amounts.goods for part in components(merge(alone, inside))) == 5_000


def test_every_real_refund_is_read():
    for path in [
        *sorted(shared("payloads/refunds").glob("*.json")),
        shared("payloads/topics/refunds_create.json"),
    ]:
        content = json.loads(path.read_text(encoding="utf-8"))
        facts = read(json.dumps(content.get("payload", content)).encode(), "USD")
        assert len(facts.refunds) == 1, path.name


@pytest.mark.parametrize(
    ("name", "subtotals", "shipping", "paid"),
    [
        ("02_monei_929361464", [195_67], 0, "199.65"),
        ("05_sar_509562969", [195_67, 195_66], 0, "209.00"),
        ("07_sar_929361465", [], 5_00, "5.00"),
    ],
)
def test_real_refunds_are_what_their_text_says(name, subtotals, shipping, paid):
    content = json.loads(shared(f"payloads/refunds/{name}.json").read_text(encoding="utf-8"))
    (made,) = read(json.dumps(content.get("payload", content)).encode(), "USD").refunds.values()
    assert ([each.subtotal for each in made.lines], made.shipping) == (subtotals, shipping)
    assert made.paid_back == (("USD", paid),)
