"""Order bodies as facts: exact money or a refusal (F31, F34, F38), exact ids (F30), real bodies read."""

import json
from datetime import UTC, datetime

import pytest

from app.errors import Unreadable
from app.ledger.people import Contact
from app.rules.amounts import Amounts
from app.rules.applied_discounts import AppliedDiscount
from app.rules.order_components import components
from app.rules.order_facts import Line
from app.rules.order_merge import doubts
from tests.conftest import shared
from tests.webhooks.bodies_made import Written, line_body, order_body, raw, refund_body, shop_money
from webhooks.order_body import read


def snapshot(**more):
    facts, _ = read(raw(order_body(**more)))
    return facts.snapshot


def refused(**more):
    with pytest.raises(Unreadable):
        read(raw(order_body(**more)))


# What is read


def test_a_plain_body_is_an_order():
    facts, contact = read(raw(order_body()))
    order = facts.snapshot
    assert (facts.order_id, contact, facts.refunds) == (450789469, None, {})
    assert (order.name, order.source, order.currency, order.payment) == ("#1001", "webhook", "USD", "paid")
    assert order.ordered == Amounts(goods=10_000)
    assert order.lines == (Line(1, "7", 1, 1, 10_000, 0),)
    assert order.occurred_at == order.updated_at == datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_the_day_is_the_day_it_was_processed():
    """F45: imported orders carry their true date there."""
    assert snapshot(processed_at="2020-02-29T23:30:00+14:00").occurred_at == datetime(
        2020, 2, 29, 9, 30, tzinfo=UTC
    )


def test_the_shops_money_is_read_and_not_what_the_buyer_saw():
    """F32"""
    pair = {
        "shop_money": {"amount": "90.00", "currency_code": "USD"},
        "presentment_money": {"amount": "12345", "currency_code": "JPY"},
    }
    order = snapshot(subtotal_price_set=pair, total_price_set=pair, presentment_currency="JPY")
    assert (order.ordered.goods, order.presentment, order.rate) == (9_000, "JPY", (9_000, 12_345))


def test_where_prices_hold_tax_the_goods_are_without_it():
    taxed = line_body(price="119.00", tax_lines=[{"price": "19.00"}])
    order = snapshot(subtotal_price="119.00", total_tax="19.00", taxes_included=True, line_items=[taxed])
    assert (order.ordered, order.lines[0].goods) == (Amounts(goods=10_000, tax=1_900), 10_000)


def test_shipping_duties_tips_and_gift_cards_are_told_apart():
    """F37"""
    order = snapshot(
        subtotal_price="150.00",
        total_tip_received="3.00",
        original_total_duties_set=shop_money("7.00"),
        shipping_lines=[{"price": "10.00", "discounted_price": "8.00"}],
        line_items=[
            line_body(),
            line_body(id=2, price="50.00", gift_card=True),
            line_body(id=3, price="3.00", tip={"payment_gateway": None}),
        ],
    )
    assert order.ordered == Amounts(goods=10_000, shipping=800, duties=700, tips=300, gift_card=5_000)
    assert [each.line_id for each in order.lines] == [1, 2]


def test_discounts_come_off_the_line_they_were_given_on():
    lines = [
        line_body(discount_allocations=[{"amount": "10.00"}, {"amount_set": shop_money("5.00")}]),
        line_body(id=2, quantity=2, price="20.00"),
    ]
    assert [each.goods for each in snapshot(subtotal_price="125.00", line_items=lines).lines] == [
        8_500,
        4_000,
    ]


def test_an_old_body_names_no_share_of_an_order_discount_so_the_largest_line_bears_it():
    lines = [line_body(), line_body(id=2, price="20.00", total_discount="5.00")]
    for each in lines:
        del each["discount_allocations"]
    order = snapshot(subtotal_price="105.00", line_items=lines)
    assert [each.goods for each in order.lines] == [9_000, 1_500]


def test_what_is_current_is_what_returns_and_edits_left():
    order = snapshot(
        subtotal_price="200.00",
        current_subtotal_price="100.00",
        total_tax="20.00",
        current_total_tax="10.00",
        line_items=[line_body(quantity=2, current_quantity=1)],
    )
    assert (order.current, order.lines[0].current_quantity) == (Amounts(goods=10_000, tax=1_000), 1)


def test_a_body_that_does_not_say_what_is_current_leaves_it_open():
    assert snapshot().current is None


def test_a_body_that_does_not_say_the_current_shipping_leaves_what_refunds_left():
    """Returned shipping is no edit, and shipping that nobody returned is not lost."""
    shipping = [{"price": "10.00", "tax_lines": [{"price": "1.00"}]}]
    back = refund_body(
        refund_shipping_lines=[
            {"subtotal_amount_set": shop_money("4.00"), "tax_amount_set": shop_money("0.40")}
        ],
        transactions=[{"kind": "refund", "status": "success", "amount": "4.40", "currency": "USD"}],
    )
    body = order_body(
        shipping_lines=shipping,
        total_tax="1.00",
        current_subtotal_price="100.00",
        current_total_tax="0.60",
        refunds=[back],
    )
    facts, _ = read(raw(body))
    assert facts.snapshot.current == Amounts(goods=10_000, tax=60, shipping=600)
    assert [part.component for part in components(facts)] == ["sale", "refund:9"]


def test_the_refunds_in_a_body_are_known_with_it():
    facts, _ = read(raw(order_body(refunds=[refund_body(id=9), refund_body(id=8)])))
    assert (sorted(facts.refunds), facts.snapshot.refund_ids) == ([8, 9], (8, 9))


# Who bought


@pytest.mark.parametrize(
    ("more", "contact"),
    [
        ({"customer": {"id": 5, "email": " Ada@Example.com "}}, Contact(5, "ada@example.com", "")),
        (
            {"customer": {"id": 5, "first_name": "Ada", "last_name": "Lovelace"}},
            Contact(5, None, "Ada Lovelace"),
        ),
        ({"customer": None, "email": "Ada@Example.com"}, Contact(None, "ada@example.com")),
        ({"customer": None, "email": " "}, None),
        ({"customer": {"id": None}, "email": None}, None),
    ],
)
def test_a_body_says_who_bought(more, contact):
    assert read(raw(order_body(**more)))[1] == contact


# Ids


@pytest.mark.parametrize("number", [2**53 + 1, 820982911946154508, 2**63 - 1])
def test_ids_above_two_to_the_53rd_are_exact(number):
    """F30"""
    body = order_body(id=number, line_items=[line_body(id=number, product_id=number)])
    facts, _ = read(raw(body | {"customer": {"id": number}}))
    order = facts.snapshot
    assert (facts.order_id, order.customer, order.lines[0].line_id) == (number,) * 3
    assert order.lines[0].product == str(number)


@pytest.mark.parametrize("number", [2**63, -1, "x", 1.5, None, True, [], Written("1e400")])
def test_an_id_that_no_column_holds_is_unreadable(number):
    refused(id=number)


# Amounts

F38 = ["1E3", "1,000.00", "٣", "NaN", "", " 1", "+1", "1.", ".5", "Infinity", "0x10", "1.234", "--1", "null"]


@pytest.mark.parametrize("text", ["2.0", "2", "2.00", "2.000", Written("2.0"), Written("2"), Written("2.00")])
def test_plain_decimal_text_and_numbers_are_amounts(text):
    """F38: also as JSON numbers, never by way of a float."""
    assert snapshot(subtotal_price=text, line_items=[line_body(price=text)]).ordered.goods == 200


@pytest.mark.parametrize("text", [*F38, Written("1E3"), Written("1.234"), Written("2e0"), True, [], {}])
@pytest.mark.parametrize("place", ["subtotal_price", "total_tax", "total_tip_received"])
def test_any_other_amount_makes_the_body_unreadable(text, place):
    """F38"""
    refused(**{place: text})


@pytest.mark.parametrize("text", F38)
@pytest.mark.parametrize("place", ["price", "tax_lines", "discount_allocations", "shipping", "pair"])
def test_amounts_deeper_in_are_read_as_strictly(text, place):
    deeper = {
        "price": {"line_items": [line_body(price=text)]},
        "tax_lines": {"line_items": [line_body(tax_lines=[{"price": text}])]},
        "discount_allocations": {"line_items": [line_body(discount_allocations=[{"amount": text}])]},
        "shipping": {"shipping_lines": [{"price": text}]},
        "pair": {"subtotal_price_set": shop_money(text)},
    }
    refused(**deeper[place])


def test_a_number_is_read_digit_by_digit_and_never_as_a_float():
    long = Written("90071992547409.93")
    assert snapshot(subtotal_price=long, line_items=[]).ordered.goods == 9007199254740993


@pytest.mark.parametrize(("currency", "goods"), [("JPY", 10_000), ("KWD", 10_000_000), ("USD", 1_000_000)])
def test_every_currency_is_read_in_its_own_minor_units(currency, goods):
    """F31"""
    line = line_body(price="10000.00" if currency == "JPY" else "10000.000")
    order = snapshot(currency=currency, subtotal_price="10000", line_items=[line])
    assert (order.ordered.goods, order.lines[0].goods) == (goods, goods)


@pytest.mark.parametrize(
    "more",
    [
        {"subtotal_price": "92233720368547758.08"},
        {"line_items": [line_body(price="90000000000000000.00", quantity=2)]},
        {"shipping_lines": [{"price": "90000000000000000.00"}] * 2},
        {
            "subtotal_price": "-90000000000000000.00",
            "total_tax": "90000000000000000.00",
            "taxes_included": True,
        },
    ],
)
def test_amounts_and_sums_that_no_column_holds_are_unreadable(more):
    """F34"""
    refused(**more)


def test_ten_thousand_million_dollars_are_read_exactly():
    """F34"""
    text = "9999999999.99"
    assert snapshot(subtotal_price=text, line_items=[line_body(price=text)]).ordered.goods == 999_999_999_999


# Odd bodies


@pytest.mark.parametrize("currency", ["usd", "", "DOLLARS", None, 840])
def test_a_currency_that_is_none_is_unreadable(currency):
    refused(currency=currency)


@pytest.mark.parametrize(
    "when",
    ["2026-03-01T07:00:00", "2026-03-01", "yesterday", "", "0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z"],
)
def test_a_time_that_is_no_instant_of_our_time_is_unreadable(when):
    """Without an offset it could be any of a day's; at the calendar's ends no window can be reckoned."""
    refused(processed_at=when)


def test_a_state_of_payment_that_is_not_known_is_unreadable():
    refused(financial_status="half_paid")


def test_no_state_of_payment_is_not_paid():
    assert snapshot(financial_status=None).payment == "pending"


@pytest.mark.parametrize(
    "bad", [b"", b"{", b"[]", b"null", b"\xff", b'{"id": 1}', b'{"id": 1, "name": "\\ud800"}', b"{}"]
)
def test_bytes_that_are_no_order_are_unreadable_and_nothing_else(bad):
    with pytest.raises(Unreadable):
        read(bad)


def test_an_odd_name_does_not_stop_an_order():
    """A lone half of a character is no text: the body is put aside, not tried for ever."""
    with pytest.raises(Unreadable):
        read(raw(order_body()).replace(b"#1001", b"\\ud83d"))


def test_more_lines_than_an_order_can_have_are_unreadable():
    refused(line_items=[line_body(id=number) for number in range(10_001)])


# Real bodies


def test_every_real_order_is_read_and_has_entries_that_add_up():
    folder = shared("payloads/orders")
    for path in sorted(folder.glob("*.json")):
        facts, _ = read(json.dumps(body_in(path)).encode())
        for part in components(facts):
            assert sum(each.goods for each in part.lines) == part.amounts.goods, path.name
        assert sum(part.amounts.goods for part in components(facts)) >= 0, path.name
        assert "two versions of one instant" not in doubts(facts, facts, facts), path.name


@pytest.mark.parametrize(
    "topic", ["create", "paid", "updated", "cancelled", "fulfilled", "partially_fulfilled"]
)
def test_the_documented_body_of_every_order_topic_is_read(topic):
    facts, _ = read(json.dumps(body_in(shared(f"payloads/topics/orders_{topic}.json"))).encode())
    assert facts.snapshot.test


@pytest.mark.parametrize(
    ("name", "goods"),
    [
        ("43_monei_1073459962_paid", 199_00),
        ("48_sar_1073459973_paid", 224_97),
        ("52_sar_1073459966_paid", 181_09),
        ("53_sar_1073459972_paid", 255_92),
        ("46_sar_450789469_refunded", 0),
        ("05_gos_123456_voided", 0),
        ("04_gadget_820982911946154500_voided", 0),
    ],
)
def test_real_orders_are_worth_what_their_text_says(name, goods):
    facts, _ = read(json.dumps(body_in(shared(f"payloads/orders/{name}.json"))).encode())
    assert sum(part.amounts.goods for part in components(facts)) == goods


def body_in(path):
    content = json.loads(path.read_text(encoding="utf-8"))
    return content.get("payload", content)


# Discounts


def shares(*given):
    """A line's shares: (place in the list, amount)."""
    return [{"amount": amount, "discount_application_index": place} for place, amount in given]


def test_a_discount_is_the_sum_of_its_shares_and_one_that_took_nothing_off_is_left_out():
    """GAP-DISCFIT"""
    listed = [
        {"type": "automatic", "title": "Gold member – 15 %", "target_type": "line_item"},
        {"type": "discount_code", "code": "HELLO", "target_type": "line_item"},
        {"type": "discount_code", "code": "UNUSED", "target_type": "line_item"},
        {"type": "automatic", "title": "Gold shipping", "target_type": "shipping_line"},
    ]
    lines = [
        line_body(id=1, discount_allocations=shares((0, "15.00"), (1, "1.00"))),
        line_body(id=2, discount_allocations=shares((0, "7.50"))),
    ]
    shipping = [{"price": "9.00", "discount_allocations": shares((3, "9.00"))}]
    order = snapshot(discount_applications=listed, line_items=lines, shipping_lines=shipping)

    assert order.discounts == (
        AppliedDiscount("automatic", "Gold member – 15 %", 2_250),
        AppliedDiscount("code", "HELLO", 100),
        AppliedDiscount("automatic", "Gold shipping", 900, shipping=True),
    )


def test_a_share_of_a_discount_that_is_not_listed_has_no_name():
    line = line_body(discount_allocations=shares((5, "3.00"), (None, "1.00")))
    order = snapshot(discount_applications=[], line_items=[line])
    assert order.discounts == (AppliedDiscount("manual", "", 400),)


def test_an_old_body_names_codes_and_the_rest_is_nobodys():
    codes = [{"code": "TEN", "amount": "10.00", "type": "fixed_amount"}]
    assert snapshot(discount_codes=codes, total_discounts="12.50").discounts == (
        AppliedDiscount("manual", "", 250),
        AppliedDiscount("code", "TEN", 1_000),
    )


def test_most_orders_have_no_discount():
    assert snapshot().discounts == ()
