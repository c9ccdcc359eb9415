"""Buy X, get Y: what is refused, and what a checkout gives."""

from decimal import Decimal

import pytest

from sandbox.cart import Cart
from sandbox.checkout import check_out, place
from sandbox.checkout_buyer import Buyer
from sandbox.collection import add_collection, memberships
from sandbox.customers import Change
from sandbox.discount import Combines, Discount
from sandbox.discount_items import Buys, in_collections, products
from sandbox.discount_state import shown_discount
from sandbox.order_draft import LineDraft
from sandbox.products import add_product
from tests.sandbox.commerce_store import NOON, Shop
from tests.sandbox.test_discounts import found, made

BXGY = """mutation($d: DiscountAutomaticBxgyInput!) {
  discountAutomaticBxgyCreate(automaticBxgyDiscount: $d) {
    automaticDiscountNode { id } userErrors { code field message } } }"""


class Gifts:
    """A shop that sells mugs, gives pins, and has a collection of mugs."""

    def __init__(self):
        self.shop = Shop()
        world, store = self.shop.world, self.shop.store
        self.mug = add_product(world, store, "Mug", 4000)
        self.pin = add_product(world, store, "Pin", 900)
        self.mugs = add_collection(world, store, "Mugs", [self.mug.id])

    def offer(self, buys, percent=100, gift=None, **about):
        number = len(self.shop.store.discounts) + 1
        discount = Discount(
            number,
            "automatic",
            "bxgy",
            f"Gift {number}",
            NOON,
            NOON,
            NOON,
            buys=buys,
            items=gift or products(self.pin.id),
            percent=Decimal(percent),
            **about,
        )
        self.shop.store.discounts[number] = discount

    def buy(self, mugs, pins, **about):
        lines = [
            LineDraft(p.title, p.price, count, product_id=p.id)
            for p, count in ((self.mug, mugs), (self.pin, pins))
            if count
        ]
        cart = Cart(tuple(lines), "USD", collections=memberships(self.shop.store), **about)
        return check_out(self.shop.world, self.shop.store, cart, Buyer(self.shop.ada))

    def input(self, **about):
        mugs = {"collections": {"add": [f"gid://shopify/Collection/{self.mugs.id}"]}}
        pins = {"products": {"productsToAdd": [f"gid://shopify/Product/{self.pin.id}"]}}
        effect = {"quantity": "1", "effect": {"percentage": 1.0}}
        return {
            "title": "VIP gift",
            "startsAt": "2026-01-01T00:00:00Z",
            "customerBuys": {"value": {"amount": "100.00"}, "items": mugs},
            "customerGets": {"value": {"discountOnQuantity": effect}, "items": pins},
            "usesPerOrderLimit": "1",
            **about,
        }


@pytest.fixture
def gifts():
    return Gifts()


@pytest.mark.parametrize(("mugs", "pins", "off"), [(2, 1, 0), (3, 1, 900), (3, 0, 0), (6, 2, 900)])
def test_the_gift_is_free_once_enough_is_bought_and_it_lies_in_the_cart(gifts, mugs, pins, off):
    assert made(gifts.shop, BXGY, gifts.input())[1] == []
    bought = gifts.buy(mugs, pins)
    assert sum(bought.off_line(at) for at in range(len(bought.cart.lines))) == off


@pytest.mark.parametrize(("limit", "off"), [(None, 2 * 900), (1, 900)])
def test_every_two_mugs_bring_a_pin_up_to_the_limit(gifts, limit, off):
    gifts.offer(Buys(in_collections(gifts.mugs.id), quantity=2), uses_per_order=limit)
    assert gifts.buy(5, 3).off_line(1) == off


def test_a_unit_is_either_bought_or_given(gifts):
    mugs = in_collections(gifts.mugs.id)
    gifts.offer(Buys(mugs, quantity=1), percent=50, gift=mugs)
    assert [gifts.buy(count, 0).off_line(0) for count in (1, 2, 3, 4)] == [0, 2000, 2000, 4000]


def test_a_gift_and_an_order_discount_stand_together_if_both_allow_it(gifts):
    both = Combines(order=True, product=True)
    gifts.offer(Buys(products(gifts.mug.id), quantity=1), combines=both)
    ten = Discount(9, "automatic", "basic", "10", NOON, NOON, NOON, percent=Decimal(10), combines=both)
    gifts.shop.store.discounts[9] = ten
    bought = gifts.buy(1, 1)
    assert (bought.off_line(0), bought.off_line(1), bought.total) == (400, 900, 3600)


def test_the_order_says_which_gift_was_given(gifts):
    gifts.offer(Buys(products(gifts.mug.id), quantity=1))
    place(gifts.shop.world, gifts.shop.store, Change(NOON), gifts.buy(1, 1))
    (application,) = gifts.shop.heard.last("orders/create")["discount_applications"]
    assert (application["title"], application["value"], application["target_selection"]) == (
        "Gift 1",
        "100.0",
        "entitled",
    )


@pytest.mark.parametrize(
    ("about", "codes"),
    [
        ({"customerGets": {"value": {"percentage": 0.5}}}, ["BLANK", "INVALID", "BLANK"]),
        ({"customerBuys": {"value": {"quantity": "1"}, "items": {"all": True}}}, ["BLANK"]),
        ({"customerBuys": {"value": {"quantity": "0"}}}, ["BLANK", "GREATER_THAN"]),
        ({"customerBuys": None}, ["BLANK"]),
        ({"usesPerOrderLimit": "0"}, ["GREATER_THAN"]),
    ],
)
def test_a_gift_needs_both_sides(gifts, about, codes):
    number, errors = made(gifts.shop, BXGY, gifts.input(**about))
    assert number is None
    assert errors == codes


def test_what_is_bought_and_what_is_given_may_not_be_everything(gifts):
    effect = {"discountOnQuantity": {"quantity": "1", "effect": {"percentage": 1.0}}}
    everything = {"value": effect, "items": {"all": True}}
    (payload,) = gifts.shop.ask(BXGY, d=gifts.input(customerGets=everything))["data"].values()
    assert [error["message"] for error in payload["userErrors"]] == [
        "Items in 'customer get' cannot be set to all"
    ]


def test_the_control_api_shows_what_a_gift_asks_for(gifts):
    made(gifts.shop, BXGY, gifts.input())
    (discount,) = gifts.shop.store.discounts.values()
    shown = shown_discount(gifts.shop.store, discount, NOON)["buys"]
    assert (shown["amount"], shown["gives"], shown["uses_per_order"]) == ("100.00", 1, 1)
    assert shown["items"]["collections"] == [gifts.mugs.id]


def test_gifts_count_towards_the_25_automatic_discounts(gifts):
    for number in range(25):
        assert made(gifts.shop, BXGY, gifts.input(title=f"No. {number}"))[1] == []
    assert made(gifts.shop, BXGY, gifts.input())[1] == ["ACTIVE_PERIOD_OVERLAP"]


def test_gifts_are_found_by_their_type(gifts):
    made(gifts.shop, BXGY, gifts.input())
    find = 'query { discountNodes(first: 5, query: "type:bxgy status:active") { nodes { discount {'
    asked = find + " ... on DiscountAutomaticBxgy { title } } } } }"
    assert gifts.shop.ask(asked)["data"]["discountNodes"]["nodes"] == [{"discount": {"title": "VIP gift"}}]
    assert found(gifts.shop, "type:percentage") == []


def test_a_percentage_on_a_collection_takes_from_its_products_alone(gifts):
    create = """mutation($d: DiscountAutomaticBasicInput!) {
      discountAutomaticBasicCreate(automaticBasicDiscount: $d) {
        automaticDiscountNode { id automaticDiscount { ... on DiscountAutomaticBasic { summary
          customerGets { items { ... on DiscountCollections { collections(first: 5) { nodes { title } } }
          } } } } } userErrors { message } } }"""
    items = {"collections": {"add": [f"gid://shopify/Collection/{gifts.mugs.id}"]}}
    gets = {"value": {"percentage": 0.1}, "items": items}
    given = {"title": "Mugs", "startsAt": "2026-01-01T00:00:00Z", "customerGets": gets}
    (payload,) = gifts.shop.ask(create, d=given)["data"].values()
    shown = payload["automaticDiscountNode"]["automaticDiscount"]
    assert shown["summary"] == "10% off 1 collection"
    assert shown["customerGets"]["items"]["collections"]["nodes"] == [{"title": "Mugs"}]
    bought = gifts.buy(1, 1)
    assert (bought.off_line(0), bought.off_line(1)) == (400, 0)
