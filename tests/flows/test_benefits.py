"""Every standing benefit, delivered: each ends in the store, and a fall takes it away again."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from app.programs import program_of
from app.publishing import save_draft
from app.rules.benefits import Benefit
from app.rules.benefits.badge import Badge
from app.rules.benefits.events import Event, Events
from app.rules.benefits.experience import Experience
from app.rules.benefits.extended_returns import ExtendedReturns
from app.rules.benefits.free_shipping import FreeShipping
from app.rules.benefits.gift_with_purchase import GiftWithPurchase
from app.rules.benefits.percent_off import Instead, PercentOff
from app.rules.benefits.personal_contact import PersonalContact
from app.rules.benefits.personal_service import PersonalService
from app.rules.benefits.priority_orders import PriorityOrders
from app.rules.benefits.private_collection import PrivateCollection
from app.rules.benefits.vip_promotion import VipPromotion
from app.rules.periods import local_day
from tests.stage import Line, Store

DAY = 86_400


@dataclass
class Goods:
    """What the store sells: a coat of a collection, a bag of none, and a scarf to be given."""

    coat: int
    bag: int
    scarf: int
    coats: int


@dataclass
class Scene:
    line: Line
    store: Store
    ada: int
    goods: Goods
    order: int = 0

    def gold_has(self, *benefits: Benefit) -> None:
        """Gold alone brings them; then Ada becomes a Gold member."""
        with self.line.context.db.write() as session:
            shop, now = self.store.shop(session), self.line.context.clock()
            _, program = program_of(session, shop.id, now)
            tiers = tuple(
                tier.model_copy(update={"benefits": benefits if tier.name == "Gold" else ()})
                for tier in program.tiers
            )
            save_draft(session, shop, program.model_copy(update={"tiers": tiers}), "test", now)
        self.store.go_live()
        self.order = self.store.order(self.ada, "5000.00")["id"]
        self.line.settle()

    def ada_falls(self) -> None:
        """Her order is taken back, and her tier with it."""
        self.store.post(f"/orders/{self.order}/refund", all=True)
        self.line.settle()

    def checkout(self, *products: int, **more: Any) -> dict[str, Any]:
        lines = [{"product_id": each} for each in products]
        return dict(self.store.post("/checkout", customer_id=self.ada, lines=lines, **more))

    def status(self) -> dict[str, Any]:
        fields = self.store.state["customers"][str(self.ada)]["metafields"]
        found = [each["value"] for name, each in fields.items() if name.endswith(".status")]
        return dict(json.loads(found[0])) if found else {"benefits": [], "entitlements": []}

    def entitlement(self, kind: str) -> dict[str, Any]:
        [one] = [each for each in self.status()["entitlements"] if each["kind"] == kind]
        return dict(one)


@pytest.fixture
def scene(line: Line, ada_shop: Store) -> Scene:
    ada = ada_shop.customer("ada@example.com")
    coat, bag, scarf = (
        int(ada_shop.post("/products", title=title, price=price)["id"])
        for title, price in (("Coat", "100.00"), ("Bag", "40.00"), ("Scarf", "20.00"))
    )
    coats = int(ada_shop.post("/collections", title="Coats", products=[coat])["id"])
    ada_shop.install()
    return Scene(line, ada_shop, ada, Goods(coat, bag, scarf, coats))


def test_a_percentage_of_a_collection_from_a_minimum(scene: Scene) -> None:
    """BEN-FIN-PCT: off the coat and not the bag, and only from the minimum on."""
    scene.gold_has(PercentOff(percent=10, collections=(scene.goods.coats,), minimum_minor=12_000))
    goods = scene.goods

    assert scene.checkout(goods.coat, goods.coat, goods.bag)["total"] == total("240", "20", "10")
    assert scene.checkout(goods.coat)["discounts"] == []
    scene.ada_falls()
    assert scene.checkout(goods.coat, goods.coat)["discounts"] == []


def test_a_code_of_the_first_orders_works_once_for_the_member_who_reads_it(scene: Scene) -> None:
    """BEN-FIN-PCT: each code one order, by the link in the status."""
    scene.gold_has(PercentOff(percent=10, first_orders=2))
    codes = [each["code"] for each in scene.entitlement("percent_off")["codes"]]
    assert len(codes) == 2

    assert taken(scene.checkout(scene.goods.coat, codes=codes[:1], place=True)) == ["10.00"]
    assert taken(scene.checkout(scene.goods.coat, codes=codes[:1])) == []
    assert taken(scene.checkout(scene.goods.coat, codes=codes[1:])) == ["10.00"]
    scene.ada_falls()
    assert taken(scene.checkout(scene.goods.coat, codes=codes[1:])) == []


def test_shipping_is_free_to_some_countries_from_a_minimum(scene: Scene) -> None:
    """BEN-FIN-SHIP"""
    scene.gold_has(FreeShipping(up_to_minor=1_500, countries=("US",), minimum_minor=5_000))
    coat, bag = scene.goods.coat, scene.goods.bag

    assert scene.checkout(coat, country="US")["shipping_discount"] == "10.00"
    assert scene.checkout(coat, country="CA")["shipping_discount"] == "0.00"
    assert scene.checkout(bag, country="US")["shipping_discount"] == "0.00"
    scene.ada_falls()
    assert scene.checkout(coat, country="US")["shipping_discount"] == "0.00"


def test_a_gift_in_the_cart_costs_nothing_once_enough_is_bought(scene: Scene) -> None:
    """BEN-EXP-GWP"""
    goods = scene.goods
    scene.gold_has(
        GiftWithPurchase(name="the scarf", product=goods.scarf, buys_minor=10_000, collections=(goods.coats,))
    )

    assert scene.checkout(goods.coat, goods.scarf)["lines"][1]["total"] == "0.00"
    assert scene.checkout(goods.bag, goods.scarf)["lines"][1]["total"] == "20.00"
    scene.ada_falls()
    assert scene.checkout(goods.coat, goods.scarf)["lines"][1]["total"] == "20.00"


def test_a_promotion_takes_off_and_is_read_on_its_days_alone(scene: Scene) -> None:
    """BEN-B-PROMO: tomorrow and the day after, in the store's time."""
    today = local_day(scene.line.context.clock(), "America/New_York")
    first, last = today + timedelta(days=1), today + timedelta(days=2)
    scene.gold_has(VipPromotion(percent=25, starts_on=first, ends_on=last))
    found = []
    for _ in range(4):
        found.append((taken(scene.checkout(scene.goods.coat)), len(scene.status()["benefits"])))
        scene.line.clock(advance_seconds=DAY)
        scene.line.run_jobs()

    assert found == [([], 0), (["25.00"], 1), (["25.00"], 1), ([], 0)]
    assert scene.store.state["discounts"] == []


def test_who_buys_at_full_price_has_an_experience_in_place_of_the_discount(scene: Scene) -> None:
    """BEN-B-FIT, ID-M3-NODISCOUNT, GAP-DISCFIT"""
    instead = Instead(experience="An hour with our stylist", from_full_price_tenths=800)
    scene.gold_has(PercentOff(percent=15, instead=instead))
    paid_in_full(scene, None)
    assert taken(scene.checkout(scene.goods.coat)) == ["15.00"]
    paid_in_full(scene, 900)

    assert taken(scene.checkout(scene.goods.coat)) == []
    assert scene.status()["benefits"] == ["An hour with our stylist"]
    assert scene.store.tags(scene.ada) == ["VIP-Full-Price-800", "VIP-Gold"]
    paid_in_full(scene, 700)
    assert taken(scene.checkout(scene.goods.coat)) == ["15.00"]


DINNER_IN_DAYS = 5
ANNA = PersonalContact(name="Anna", email="anna@example.com", email_minutes=120, after_hours=True)


def told(kind: str, **fields: Any) -> Callable[[dict[str, Any]], bool]:
    return lambda given: given["kind"] == kind and fields.items() <= given.items()


def test_what_people_keep_is_told_to_themes_and_helpdesks_until_the_member_falls(scene: Scene) -> None:
    """BEN-FIN-RETURNS, REC-BADGE, SUP-*, BEN-EXP-EVENT, REC-PRIVATE, INT-SHIP, BEN-EXP-SHOP, BEN-PER-*"""
    day = local_day(scene.line.context.clock(), "America/New_York") + timedelta(days=DINNER_IN_DAYS)
    scene.gold_has(
        ExtendedReturns(days=90),
        Badge(label="Gold", colour="#c9a227", icon="crown"),
        ANNA,
        Events(scope="private", events=(Event(name="Dinner", day=day),)),
        PrivateCollection(name="Atelier", collections=(scene.goods.coats,)),
        PriorityOrders(within_hours=24),
        Experience(name="Styling", text="An hour with our stylist", note="Ask Mia", tag="Styling"),
        PersonalService(name="Monogram", text="Your initials on every bag"),
    )

    given = scene.status()["entitlements"]
    for holds in (
        told("extended_returns", days=90),
        told("badge", colour="#c9a227", icon="crown"),
        told("personal_contact", email_minutes=120, after_hours=True),
        told("events", scope="private", events=[{"name": "Dinner", "day": day.isoformat()}]),
        told("private_collection", collections=[scene.goods.coats]),
        told("priority_orders", within_hours=24),
        told("experience", told="An hour with our stylist"),
        told("personal_service", told="Your initials on every bag"),
    ):
        assert any(map(holds, given))
    assert scene.store.tags(scene.ada) == ["VIP-Gold", "VIP-Perk-Styling"]

    scene.line.clock(advance_seconds=(DINNER_IN_DAYS + 1) * DAY)
    scene.line.run_jobs()
    assert scene.entitlement("events")["events"] == []
    scene.ada_falls()
    assert (scene.status()["entitlements"], scene.store.tags(scene.ada)) == ([], [])


def paid_in_full(scene: Scene, tenths: int | None) -> None:
    """As the orders of members would have counted it."""
    with scene.line.context.db.write() as session:
        customer = scene.line.customer(scene.store, scene.ada)
        customer.full_price_tenths = tenths
        session.merge(customer)
        subject = str(customer.id)
    scene.line.want_again(scene.store, "customer", subject)
    scene.line.settle()


def taken(checkout: dict[str, Any]) -> list[str]:
    return [each["amount"] for each in checkout["discounts"] if each["kind"] != "shipping"]


def total(goods: str, off: str, shipping: str) -> str:
    return f"{int(goods) - int(off) + int(shipping)}.00"
