"""Between any two requests of ours the store is looked at: nobody is without the discount that is due."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, TypeVar

import pytest

from app import outbox
from app.evaluate import mark_all
from app.platform.answers import Answer
from app.platform.client import Client
from app.programs import program_of
from app.publishing import publish, save_draft
from app.rules.benefits.percent_off import PercentOff
from app.rules.program import Landing, Program, Tier
from tests.flows.test_falling import move_to, soft_gold, with_rules
from tests.stage import Line, Store

T = TypeVar("T")
Shown = list[tuple[Decimal, ...]]
"""Before and after each request: what every watched member's cart of 100.00 got."""


@dataclass
class Watch:
    store: Store
    members: tuple[int, ...]
    patch: pytest.MonkeyPatch

    def carts(self) -> tuple[Decimal, ...]:
        return tuple(self._off(each) for each in self.members)

    @contextmanager
    def seen(self) -> Iterator[Shown]:
        with after_each_mutation(self.patch, self.carts) as shown:
            yield shown

    def _off(self, member: int) -> Decimal:
        taken = self.store.checkout(member, "100.00")["discounts"]
        return sum((Decimal(each["amount"]) for each in taken if each["kind"] == "order"), Decimal(0))


@contextmanager
def after_each_mutation(patch: pytest.MonkeyPatch, look: Callable[[], T]) -> Iterator[list[T]]:
    """Looks before and after every mutation, at the edge of the network."""
    shown, send = [look()], Client.run

    def run(client: Client, shop: str, token: str, document: str, *more: Any) -> Answer:
        try:
            return send(client, shop, token, document, *more)
        finally:
            if document.lstrip().startswith("mutation"):
                shown.append(look())

    with patch.context() as patched:
        patched.setattr(Client, "run", run)
        yield shown


def test_a_landing_goes_from_one_discount_to_the_next_and_never_over_none(
    line: Line, ada_shop: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DEM-SOFTLAND, GAP-SOFTLAND: 15 %, 12 %, 10 %, each until the next stands."""
    ada = ada_shop.customer("ada@example.com")
    ada_shop.ada = ada  # type: ignore[attr-defined]
    ada_shop.install()
    with line.context.db.read() as session:
        _, program = program_of(session, ada_shop.shop(session).id, line.context.clock())
    with_rules(line, ada_shop, soft_gold(program))
    line.settle()
    ada_shop.go_live()
    ada_shop.order(ada, "5500.00")
    line.settle()
    falls_on = line.customer(ada_shop, ada).falls_on
    assert falls_on is not None

    with Watch(ada_shop, (ada,), monkeypatch).seen() as shown:
        move_to(line, ada_shop, falls_on - timedelta(days=1))

    assert in_turn(shown) == [(15,), (12,), (10,)]


def of(gold: int, platinum: int, *landing: int) -> Callable[[Program], tuple[Tier, ...]]:
    """The tiers with these percentages; Gold lands softly."""
    steps = tuple(Landing(months=months, percent=percent) for months, percent in enumerate(landing))

    def tiers(program: Program) -> tuple[Tier, ...]:
        silver, second, third = program.tiers
        return (
            silver.model_copy(update={"benefits": (PercentOff(percent=5),)}),
            second.model_copy(update={"benefits": (PercentOff(percent=gold),), "landing": steps}),
            third.model_copy(update={"benefits": (PercentOff(percent=platinum),), "landing": ()}),
        )

    return tiers


@pytest.mark.parametrize(
    ("versions", "full"),
    [
        ([of(15, 20), of(12, 20), of(10, 20)], True),
        ([of(15, 20), of(20, 25), of(25, 20)], False),
        ([of(15, 20), of(12, 16, 10), of(15, 20)], True),
    ],
)
def test_a_version_that_changes_the_percentages_leaves_nobody_without(
    line: Line,
    ada_shop: Store,
    monkeypatch: pytest.MonkeyPatch,
    versions: list[Callable[[Program], tuple[Tier, ...]]],
    full: bool,
) -> None:
    """GAP-SOFTLAND: at least the lower of two, also where the store has no room for one discount more."""
    ada, pia = ada_shop.customer("ada@example.com"), ada_shop.customer("pia@example.com")
    ada_shop.install()
    ada_shop.go_live()
    ada_shop.order(ada, "5000.00")
    ada_shop.order(pia, "10000.00")
    line.settle()
    apply(line, ada_shop, versions[0])
    if full:
        fill(ada_shop)
    watch = Watch(ada_shop, (ada, pia), monkeypatch)

    for tiers in versions[1:]:
        with watch.seen() as shown:
            apply(line, ada_shop, tiers)
        for carts in zip(*shown, strict=True):
            assert min(carts) == min(carts[0], carts[-1]), shown


def named(gold: str) -> Callable[[Program], tuple[Tier, ...]]:
    def tiers(program: Program) -> tuple[Tier, ...]:
        silver, second, third = of(15, 20)(program)
        return silver, second.model_copy(update={"name": gold}), third

    return tiers


def test_a_tier_that_gets_another_name_leaves_nobody_without(
    line: Line, ada_shop: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tag of a tier follows its name; until everybody carries the new one, the old one counts too."""
    ada, pia = ada_shop.customer("ada@example.com"), ada_shop.customer("pia@example.com")
    ada_shop.install()
    ada_shop.go_live()
    ada_shop.order(ada, "5000.00")
    ada_shop.order(pia, "10000.00")
    line.settle()
    apply(line, ada_shop, named("Gold"))

    with Watch(ada_shop, (ada, pia), monkeypatch).seen() as shown:
        apply(line, ada_shop, named("Elite"))
        line.clock(advance_seconds=120)
        line.settle()

    assert in_turn(shown) == [(15, 20)]
    assert ada_shop.tags(ada) == ["VIP-Elite"]
    queries = [each["query"] for each in ada_shop.state["segments"].values()]
    assert not any("VIP-Gold" in query for query in queries), queries
    before = line.mutations(ada_shop.domain)
    line.want_again(ada_shop, outbox.PROGRAM, outbox.OBJECTS_SUBJECT)
    line.settle()
    assert line.mutations(ada_shop.domain) == before


def apply(line: Line, store: Store, tiers: Callable[[Program], tuple[Tier, ...]]) -> None:
    with line.context.db.write() as session:
        shop, now = store.shop(session), line.context.clock()
        _, program = program_of(session, shop.id, now)
        save_draft(session, shop, program.model_copy(update={"tiers": tiers(program)}), "test", now)
        publish(session, shop, "test", now)
        mark_all(session, shop.id)
    line.settle()


def fill(store: Store) -> None:
    """The merchant's own discounts take all that is left of the 25."""
    for n in range(25 - len(store.state["discounts"])):
        store.post("/discounts", title=f"Sale {n}", percent=1)


def in_turn(shown: Shown) -> Shown:
    """Each that differs from the one before."""
    return [each for n, each in enumerate(shown) if not n or each != shown[n - 1]]
