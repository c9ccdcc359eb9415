"""A checkout gives a buyer what the platform would: no more, no less."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sandbox.cart import Cart
from sandbox.checkout import check_out, place
from sandbox.checkout_buyer import Buyer, the_buyer
from sandbox.customers import Change, set_customer_tags
from sandbox.discount import BuyerContext, Combines, Discount
from sandbox.discount_items import products
from sandbox.order_draft import LineDraft
from sandbox.redeem_code import RedeemCode
from sandbox.segments import Segment
from tests.sandbox.commerce_store import NOON, Shop

ALL = Combines(order=True, product=True, shipping=True)


@pytest.fixture
def shop():
    """Gold members are in segment 1; Ada is a member."""
    shop = Shop()
    shop.store.segments[1] = Segment(1, "Gold", "customer_tags CONTAINS 'VIP-Gold'", NOON, NOON)
    tag(shop, shop.ada, "VIP-Gold")
    return shop


def tag(shop, customer, *tags):
    customer = shop.store.customers[customer.id]
    set_customer_tags(shop.world, shop.store, customer, tags, Change(NOON))


def offer(shop, title, effect="basic", **about):
    about.setdefault("context", BuyerContext("segments", (1,)))
    if effect == "basic" and "amount" not in about:
        about.setdefault("percent", Decimal(10))
    method = "code" if "code" in about else "automatic"
    if "code" in about:
        about["codes"] = (RedeemCode(about.pop("code")),)
    number = len(shop.store.discounts) + 1
    discount = Discount(number, method, effect, title, NOON, NOON, NOON, **about)
    shop.store.discounts[number] = discount
    return discount


def buy(shop, *lines, customer=None, email=None, codes=(), **about):
    drafts = tuple(LineDraft("Mug", price, quantity) for price, quantity in lines or [(10_000, 1)])
    cart = Cart(drafts, "USD", **{"shipping": 1000, **about})
    buyer = the_buyer(shop.store, customer.id if customer else None, email)
    return check_out(shop.world, shop.store, cart, buyer, codes)


def titles(found):
    return [discount.title for discount, _ in found.given]


def test_a_member_gets_the_discount_of_the_segment(shop):
    offer(shop, "Gold 10 %")
    found = buy(shop, customer=shop.ada)
    assert (titles(found), found.total) == (["Gold 10 %"], 9000 + 1000)


def test_a_known_email_identifies_a_member(shop):
    offer(shop, "Gold 10 %")
    assert titles(buy(shop, email="ADA@example.com")) == ["Gold 10 %"]


@pytest.mark.parametrize("email", [None, "stranger@example.com"])
def test_who_is_not_identified_gets_nothing_of_a_segment(shop, email):
    offer(shop, "Gold 10 %")
    assert titles(buy(shop, email=email)) == []


def test_who_is_not_in_the_segment_gets_nothing(shop):
    offer(shop, "Gold 10 %")
    assert titles(buy(shop, customer=shop.customer(email="ben@example.com"))) == []


def test_membership_is_looked_up_at_the_checkout(shop):
    offer(shop, "Gold 10 %")
    tag(shop, shop.ada)
    assert titles(buy(shop, customer=shop.ada)) == []


def test_a_segment_that_is_gone_leaves_a_discount_nobody_gets(shop):
    offer(shop, "Gold 10 %")
    del shop.store.segments[1]
    assert titles(buy(shop, customer=shop.ada)) == []


def test_a_named_customer_gets_a_discount_for_customers(shop):
    offer(shop, "Only Ada", context=BuyerContext("customers", (shop.ada.id,)))
    assert titles(buy(shop, customer=shop.ada)) == ["Only Ada"]
    assert titles(buy(shop, customer=shop.customer(email="ben@example.com"))) == []


@pytest.mark.parametrize("about", [{"starts_at": NOON.replace(month=12)}, {"ends_at": NOON}])
def test_only_active_discounts_apply(shop, about):
    discount = offer(shop, "Gold 10 %")
    shop.store.discounts[discount.id] = replace(discount, **about)
    assert titles(buy(shop, customer=shop.ada)) == []


def test_the_best_of_two_that_do_not_combine_is_given(shop):
    offer(shop, "Gold 10 %")
    offer(shop, "Gold 15 %", percent=Decimal(15))
    assert titles(buy(shop, customer=shop.ada)) == ["Gold 15 %"]


@pytest.mark.parametrize(
    ("order", "shipping", "both"),
    [
        (Combines(shipping=True), Combines(order=True), True),
        (Combines(shipping=True), Combines(), False),
        (Combines(), Combines(order=True), False),
    ],
)
def test_two_classes_stand_together_only_if_both_sides_allow_it(shop, order, shipping, both):
    offer(shop, "Gold 20 %", percent=Decimal(20), combines=order)
    offer(shop, "Gold shipping", "free_shipping", combines=shipping)
    assert titles(buy(shop, customer=shop.ada)) == ["Gold 20 %", *(["Gold shipping"] if both else [])]


@pytest.mark.parametrize(("rate", "free"), [(1500, True), (1501, False)])
def test_shipping_is_free_up_to_the_dearest_rate(shop, rate, free):
    offer(shop, "Gold shipping", "free_shipping", maximum_shipping=1500)
    assert bool(titles(buy(shop, customer=shop.ada, shipping=rate))) is free


@pytest.mark.parametrize(("country", "free"), [("US", True), ("DE", False)])
def test_shipping_is_free_only_to_its_countries(shop, country, free):
    offer(shop, "Gold shipping", "free_shipping", countries=("US", "CA"))
    assert bool(titles(buy(shop, customer=shop.ada, country=country))) is free


def test_an_order_discount_is_taken_from_what_a_product_discount_left(shop):
    offer(shop, "Mugs 50 %", percent=Decimal(50), items=products(7), combines=ALL)
    offer(shop, "Gold 10 %", combines=ALL)
    lines = LineDraft("Mug", 1000, 2, product_id=7), LineDraft("Hat", 3000)
    cart = Cart(lines, "USD")
    found = check_out(shop.world, shop.store, cart, Buyer(shop.ada))
    assert [found.off_line(at) for at in (0, 1)] == [1000 + 100, 300]


def test_a_minimum_purchase_is_asked_for(shop):
    offer(shop, "Gold 10 %", minimum_subtotal=10_000)
    assert titles(buy(shop, (9_999, 1), customer=shop.ada)) == []
    assert titles(buy(shop, (10_000, 1), customer=shop.ada)) == ["Gold 10 %"]


def test_a_code_works_for_whom_it_is_meant(shop):
    offer(shop, "Birthday", code="BDAY", context=BuyerContext("customers", (shop.ada.id,)))
    assert titles(buy(shop, customer=shop.ada, codes=["bday"])) == ["Birthday"]
    found = buy(shop, email="ben@example.com", codes=["BDAY"])
    assert (titles(found), found.refused) == ([], (("BDAY", "is not for this customer"),))


def test_a_code_that_does_not_exist_is_refused(shop):
    assert buy(shop, codes=["NOPE"]).refused == (("NOPE", "does not exist"),)


def test_a_code_that_loses_to_a_better_discount_is_refused(shop):
    offer(shop, "Gold 20 %", percent=Decimal(20))
    offer(shop, "Five off", code="FIVE", amount=500, context=BuyerContext())
    found = buy(shop, customer=shop.ada, codes=["FIVE"])
    assert titles(found) == ["Gold 20 %"]
    assert found.refused == (("FIVE", "cannot be combined with the other discounts"),)


def test_a_code_for_one_use_is_used_up_by_an_order(shop):
    offer(shop, "Once", code="ONCE", amount=500, usage_limit=1, context=BuyerContext())
    place(shop.world, shop.store, Change(NOON), buy(shop, customer=shop.ada, codes=["ONCE"]))
    assert buy(shop, codes=["ONCE"]).refused == (("ONCE", "has reached its usage limit"),)


def test_a_placed_order_is_paid_and_costs_what_the_checkout_said(shop):
    offer(shop, "Gold 10 %", combines=Combines(shipping=True))
    offer(shop, "Gold shipping", "free_shipping", combines=Combines(order=True))
    found = buy(shop, (3333, 3), customer=shop.ada, tax_rate=Decimal("0.0825"))
    order = place(shop.world, shop.store, Change(NOON), found)
    body = shop.heard.last("orders/paid")
    assert body["total_price"] == f"{found.total / 100:.2f}"
    assert [row["title"] for row in body["discount_applications"]] == ["Gold 10 %", "Gold shipping"]
    assert body["shipping_lines"][0]["discounted_price"] == "0.00"
    assert order.customer_id == shop.ada.id


def test_gift_cards_are_never_discounted(shop):
    offer(shop, "Gold 10 %")
    cart = Cart((LineDraft("Card", 5000, gift_card=True),), "USD")
    assert check_out(shop.world, shop.store, cart, Buyer(shop.ada)).given == ()
