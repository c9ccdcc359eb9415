"""A webhook body and the API's answer about the same order give the same entries (I-3).

Each story happens in stores of the sandbox: in dollars, and in dinars with tax inside the prices, some in
yen as well. What the webhooks told, merged in any order, is held against what the API answers.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from app.rules.applied_discounts import AppliedDiscount
from app.rules.money import minor
from app.rules.order_components import components
from app.rules.order_facts import OrderFacts
from app.rules.order_merge import doubts, merge
from sandbox.server import Server, start
from tests.flows.both_tongues import Store

WORLDS = {"dollars": {}, "dinars": {"currency": "KWD", "taxes_included": True}, "yen": {"currency": "JPY"}}
EUROS = {"currency": "EUR", "rate": "0.9173"}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Server]:
    server = start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def stores(sandbox) -> dict[str, Store]:
    return {name: Store(sandbox, **settings) for name, settings in WORLDS.items()}


class Story:
    """One order, each of whose changes happens a minute after the last."""

    def __init__(self, store, *lines, **about):
        self.store, self.minute = store, 0
        money = {"discount_total", "shipping", "tip", "duties"}
        about = {key: store.price(value) if key in money else value for key, value in about.items()}
        if about.get("presentment") == EUROS and store.currency == "KWD":
            about["presentment"] = {"currency": "USD", "rate": "3.2541"}
        self.order = store.order(*map(self._line, lines), tax_rate="0.0725", **self._at(), **about)
        self.edited = False

    def __getattr__(self, verb):
        return lambda **asked: self._do(verb, asked)

    def line(self, place, units=1):
        return {"line_item_id": self.order["line_items"][place]["id"], "quantity": units}

    def _do(self, verb, asked):
        if "add" in asked:
            asked["add"] = [self._line(each) for each in asked["add"]]
        if "amount" in asked:
            asked["amount"] = self.store.price(asked["amount"])
        if asked.get("shipping", "full") != "full":
            asked["shipping"] = self.store.price(asked["shipping"])
        self.edited |= verb == "edit"
        self.order = self.store.do(verb, self.order, **asked, **self._at())
        return self

    def _line(self, line):
        line = line if isinstance(line, dict) else {"price": line[0], "quantity": line[1]}
        return line | {"price": self.store.price(line["price"])}

    def _at(self):
        self.minute += 1
        return {"at": f"2026-11-20T10:{self.minute:02}:00+00:00"}


def gift(price, quantity=1):
    return {"price": price, "quantity": quantity, "gift_card": True}


STORIES = {
    "plain": lambda s: Story(s, (100.00, 2)),
    "discounted with shipping": lambda s: Story(
        s, (100.00, 2), (19.99, 3), shipping=9.95, discount_total=13.37
    ),
    "one unit returned": lambda s: (
        t := Story(s, (100.00, 3), (50.00, 1), shipping=10.00, discount_total=20.00)
    ).refund(lines=[t.line(0)]),
    "some shipping returned": lambda s: Story(s, (99.99, 1), shipping=9.99).refund(shipping=3.33),
    "all shipping returned": lambda s: Story(s, (99.99, 1), shipping=9.99).refund(shipping="full"),
    "a bare amount": lambda s: Story(s, (100.00, 1), (50.00, 1)).refund(amount=15.00),
    "a bare amount without its adjustment": lambda s: Story(s, (100.00, 1), (50.00, 1)).refund(
        amount=15.00, adjustments=False
    ),
    "a fee kept for restocking": lambda s: (t := Story(s, (100.00, 1), (50.00, 1))).refund(
        lines=[t.line(0)], amount=80.00
    ),
    "more than the line is worth": lambda s: (t := Story(s, (100.00, 1), (50.00, 1))).refund(
        lines=[t.line(0)], amount=130.00
    ),
    "a gift and then everything": lambda s: (
        Story(s, (100.00, 1)).refund(amount=10.00, note="sorry").refund(all=True)
    ),
    "a line added": lambda s: Story(s, (100.00, 1)).edit(add=[(30.00, 2)]),
    "a line added and paid": lambda s: Story(s, (100.00, 1)).edit(add=[(30.00, 2)]).pay(),
    "a line added and paid and returned": lambda s: (
        t := Story(s, (100.00, 1)).edit(add=[(30.00, 2)]).pay()
    ).refund(lines=[t.line(1, 2)]),
    "a line added and set off against a return": lambda s: (
        t := Story(s, (100.00, 2)).edit(add=[(30.00, 1)])
    ).refund(lines=[t.line(0)]),
    "a unit taken out": lambda s: (t := Story(s, (100.00, 3))).edit(remove=[t.line(0)]),
    "a unit taken out and paid back": lambda s: (
        (t := Story(s, (100.00, 3))).edit(remove=[t.line(0)]).refund(amount=107.25)
    ),
    "a unit taken out and paid back in two parts": lambda s: (
        (t := Story(s, (100.00, 3))).edit(remove=[t.line(0)]).refund(amount=60.00).refund(amount=40.00)
    ),
    "a unit taken out and more than that paid back": lambda s: (
        (t := Story(s, (100.00, 3))).edit(remove=[t.line(0)]).refund(amount=150.00)
    ),
    "a unit taken out and another returned": lambda s: (
        (t := Story(s, (100.00, 3))).edit(remove=[t.line(0)]).refund(lines=[t.line(0)])
    ),
    "a unit returned and another taken out": lambda s: (
        (t := Story(s, (100.00, 3))).refund(lines=[t.line(0)]).edit(remove=[t.line(0)])
    ),
    "an exchange": lambda s: (t := Story(s, (100.00, 1))).edit(add=[(100.00, 1)], remove=[t.line(0)]),
    "cancelled and paid back": lambda s: Story(s, (100.00, 2), shipping=10.00).cancel(),
    "cancelled and not paid back": lambda s: Story(s, (100.00, 2), shipping=10.00).cancel(refund=False),
    "cancelled with its totals kept": lambda s: Story(s, (100.00, 2)).cancel(refund=False, keep_lines=True),
    "cancelled and paid back in part later": lambda s: (
        Story(s, (100.00, 2)).cancel(refund=False).refund(amount=50.00)
    ),
    "cancelled and never paid": lambda s: Story(s, (100.00, 2), paid=False).cancel(),
    "cancelled after a return": lambda s: (
        (t := Story(s, (100.00, 2), shipping=10.00)).refund(lines=[t.line(0)]).cancel()
    ),
    "cancelled after a return and not paid back": lambda s: (
        (t := Story(s, (100.00, 2))).refund(lines=[t.line(0)]).cancel(refund=False)
    ),
    "cancelled after a line was added": lambda s: (
        Story(s, (100.00, 1)).edit(add=[(30.00, 2)]).pay().cancel(refund=False)
    ),
    "cancelled after a unit was taken out": lambda s: (
        (t := Story(s, (100.00, 2))).edit(remove=[t.line(0)]).cancel(refund=False)
    ),
    "shown in another currency": lambda s: Story(s, (33.33, 3), presentment=EUROS),
    "shown in another currency and returned in parts": lambda s: (
        (t := Story(s, (33.33, 3), presentment=EUROS))
        .refund(lines=[t.line(0)])
        .refund(lines=[t.line(0)])
        .refund(lines=[t.line(0)])
    ),
    "shown in another currency and a bare amount": lambda s: Story(s, (33.33, 3), presentment=EUROS).refund(
        amount=12.34
    ),
    "a gift card": lambda s: Story(s, gift(50.00), (20.00, 1), discount_total=5.00),
    "a gift card returned": lambda s: (t := Story(s, gift(50.00, 2), (20.00, 1))).refund(lines=[t.line(0)]),
    "a gift card added": lambda s: Story(s, (20.00, 1)).edit(add=[gift(50.00)]).pay(),
    "a gift card taken out": lambda s: (t := Story(s, gift(50.00, 2), (20.00, 1))).edit(remove=[t.line(0)]),
    "a tip": lambda s: Story(s, (20.00, 1), tip=3.00),
    "a tip returned": lambda s: (t := Story(s, (20.00, 1), tip=3.00)).refund(lines=[t.line(1)]),
    "duties": lambda s: Story(s, (20.00, 1), duties=7.00, shipping=5.00),
    "duties returned": lambda s: Story(s, (20.00, 1), duties=7.00, shipping=5.00).refund(duties="full"),
    "everything returned": lambda s: Story(
        s, (20.00, 1), (7.77, 3), duties=7.00, tip=2.00, shipping=5.00, discount_total=3.00
    ).refund(all=True),
    "not paid": lambda s: Story(s, (20.00, 1), paid=False),
    "paid in part": lambda s: Story(s, (20.00, 1), financial_status="partially_paid"),
    "a test": lambda s: Story(s, (20.00, 1), test=True),
    "free": lambda s: Story(s, (20.00, 1), discount_total=20.00),
}

GOODS_IN_DOLLARS = {
    "plain": 200_00,
    "discounted with shipping": 246_60,
    "one unit returned": 235_71,
    "some shipping returned": 99_99,
    "all shipping returned": 99_99,
    "a bare amount": 135_00,
    "a fee kept for restocking": 77_25,
    "more than the line is worth": 27_25,
    "a gift and then everything": 0,
    "a line added and paid": 160_00,
    "a line added and set off against a return": 130_00,
    "a unit taken out": 200_00,
    "a unit taken out and paid back": 200_00,
    "a unit taken out and paid back in two parts": 200_00,
    "a unit taken out and more than that paid back": 157_25,
    "a unit taken out and another returned": 100_00,
    "an exchange": 100_00,
    "cancelled and paid back": 0,
    "cancelled and not paid back": 200_00,
    "cancelled and paid back in part later": 150_00,
    "cancelled and never paid": 0,
    "cancelled after a return": 0,
    "cancelled after a return and not paid back": 100_00,
    "cancelled after a unit was taken out": 100_00,
    "shown in another currency and returned in parts": 0,
    "shown in another currency and a bare amount": 87_65,
    "a gift card": 15_00,
    "a gift card returned": 20_00,
    "a tip returned": 20_00,
    "duties returned": 20_00,
    "everything returned": 0,
}


def entries(facts):
    """The components, their product lines in any order."""
    return [
        (part.component, part.payment, part.amounts, frozenset(part.lines), part.occurred_at, part.ordered_at)
        for part in components(facts)
    ]


def goods(facts):
    return sum(part.amounts.goods for part in components(facts))


@pytest.mark.parametrize("world", ["dollars", "dinars"])
@pytest.mark.parametrize("name", STORIES)
def test_what_the_webhooks_told_is_what_the_api_answers(stores, name, world):
    agree(STORIES[name](stores[world]))


@pytest.mark.parametrize("name", ["one unit returned", "everything returned", "an exchange", "a bare amount"])
def test_what_the_webhooks_told_in_yen_is_what_the_api_answers(stores, name):
    agree(STORIES[name](stores["yen"]))


def agree(story):
    told, answered = story.store.told(story.order), story.store.asked(story.order)
    random.Random(7).shuffle(told)
    known = OrderFacts(answered.order_id)
    for each in told:
        known = merge(known, each)
    assert entries(known) == entries(answered)
    assert entries(merge(known, answered)) == entries(answered)
    assert known.snapshot.discounts == answered.snapshot.discounts
    if not story.edited:
        assert "edit" not in {part.component for part in components(answered)}


@pytest.mark.parametrize(("name", "worth"), GOODS_IN_DOLLARS.items(), ids=GOODS_IN_DOLLARS)
def test_in_dollars_each_story_is_worth_what_was_reckoned_by_hand(stores, name, worth):
    dollars = stores["dollars"]
    assert goods(dollars.asked(STORIES[name](dollars).order)) == worth


def test_the_discounts_of_a_checkout_read_alike_in_both_tongues(stores):
    """GAP-DISCFIT: an automatic one over three lines, and the amount that it took off them all."""
    store = stores["dollars"]
    given = store.post(f"/control/{store.domain}/discounts", title="Gold 15 %", percent="15")
    lines = [{"title": "Coat", "price": "99.99", "quantity": 2}, {"title": "Hat", "price": "10.01"}]
    order = store.post(f"/control/{store.domain}/checkout", lines=lines, place=True)["order"]

    told, answered = store.all_told(order), store.asked(order)
    off = minor(order["total_discounts"], "USD")
    assert told.snapshot.discounts == (AppliedDiscount("automatic", "Gold 15 %", off),)
    assert answered.snapshot.discounts == told.snapshot.discounts
    store.withdraw(given)


def test_what_the_bodies_cannot_tell_is_asked_and_the_answer_settles_it(stores):
    """Less money than the line, and the body keeps silent about the fee: in doubt, until the API names it."""
    store = stores["dollars"]
    story = Story(store, (100.00, 1), (50.00, 1))
    story.refund(lines=[story.line(0)], amount=80.00, adjustments=False)
    told, answered = store.all_told(story.order), store.asked(story.order)
    assert doubts(None, told, told) == ("refund not split",)
    assert goods(told) == 50_00
    settled = merge(told, answered)
    assert (doubts(told, answered, settled), goods(settled)) == ((), 77_25)


def test_an_edit_of_the_same_second_is_asked_and_the_answer_settles_it(stores):
    """orders/create and the orders/updated of the edit share their `updated_at`: neither is surely later."""
    store, now = stores["dollars"], "2026-11-20T10:00:00+00:00"
    order = store.order((100.00, 2), at=now)
    store.do("edit", order, remove=[{"line_item_id": order["line_items"][0]["id"], "quantity": 1}], at=now)
    told, answered = store.all_told(order), store.asked(order)
    assert "edited" in doubts(None, told, told)
    settled = merge(told, answered)
    assert (doubts(told, answered, settled), goods(settled)) == ((), 100_00)


def test_a_deleted_order_has_no_entries_whatever_else_is_told(stores):
    """I-11"""
    store = stores["dollars"]
    story = Story(store, (100.00, 1)).refund(amount=10.00)
    store.delete(story.order)
    told = store.told(story.order)
    assert told[-1].deleted
    known = OrderFacts(told[0].order_id)
    for each in reversed(told):
        known = merge(known, each)
    assert components(known) == ()


@pytest.mark.parametrize("seed", range(24))
def test_any_life_of_an_order_reads_alike_in_both_tongues(stores, seed):
    """Random returns, edits, payments and cancellations, a minute apart."""
    chance = random.Random(seed)
    store = stores[chance.choice(list(WORLDS))]
    now = datetime.fromisoformat("2026-11-20T10:00:00+00:00")
    lines = [
        {"price": store.price(chance.randint(100, 9_000) / 100), "quantity": chance.randint(1, 4)}
        for _ in range(chance.randint(1, 3))
    ]
    about = {"tax_rate": chance.choice(("0", "0.19")), "shipping": store.price(chance.choice((0, 5.55)))}
    about |= {"tip": store.price(1.50)} if chance.random() < 0.4 else {}
    order = store.order(*lines, **about, at=now.isoformat())
    for _ in range(4):
        now += timedelta(minutes=1)
        line = chance.choice(order["line_items"])
        unit = {"line_item_id": line["id"], "quantity": 1}
        verb, asked = chance.choice(
            (
                ("refund", {"lines": [unit]}),
                ("refund", {"lines": [unit], "shipping": "full"}),
                ("refund", {"amount": store.price(chance.randint(100, 900) / 100)}),
                ("edit", {"add": [{"price": store.price(12.34), "quantity": 2}]}),
                ("edit", {"remove": [unit]}),
                ("pay", {}),
                ("cancel", {"refund": chance.random() < 0.5}),
            )
        )
        order = store.do_if_allowed(verb, order, **asked, at=now.isoformat()) or order
    known, answered = store.all_told(order), store.asked(order)
    assert entries(known) == entries(answered)
    assert goods(answered) >= 0
    if order["financial_status"] == "refunded":
        assert goods(answered) == 0
