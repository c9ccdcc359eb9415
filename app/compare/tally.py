"""Adding a comparison up, one customer after the other."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from heapq import heappush, heappushpop
from typing import Generic, TypeVar

from app.compare.shape import Cell, Comparison, Cost, Mover, Movers, Notices, Warned
from app.cutoffs import place_of_the_last
from app.models import Customer, Shop
from app.rules.economics import economics
from app.rules.member_year import shown
from app.rules.money import half_up
from app.rules.notices import FIRST_DAYS, RISK_30, RISK_60, Due
from app.rules.periods import local_day
from app.rules.program import Program
from app.rules.spend import Entry
from app.rules.standing import Standing, Version
from app.rules.tier_averages import TierYear, cases, year_begins

T = TypeVar("T")
BEST = 10
"""Percent of the customers."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One customer under both programs. `kept` is the tier held, as the new program numbers it."""

    customer: Customer
    facts: Sequence[Entry]
    before: Standing | None
    after: Standing
    kept: int
    back_on: date | None


class First(Generic[T]):
    """The greatest few of any number, by key."""

    def __init__(self, most: int) -> None:
        self._most, self._held = most, list[tuple[tuple[int, int], int, T]]()
        self._seen = 0

    def add(self, key: tuple[int, int], each: T) -> None:
        self._seen += 1
        entry = (key, self._seen, each)
        if len(self._held) < self._most:
            heappush(self._held, entry)
        elif self._held:
            heappushpop(self._held, entry)

    def told(self) -> tuple[T, ...]:
        return tuple(each for _, _, each in sorted(self._held, key=lambda entry: entry[:2], reverse=True))


class Tally:
    def __init__(self, old: Program | None, draft: Version, shop: Shop, most: int, today: date) -> None:
        self._old, self._draft, self._new, self._shop = old, draft, draft.program, shop
        self._values = array("q")
        """Eight bytes a customer: the only thing here that grows with the store."""
        self._day = local_day(draft.start, shop.zone)
        self._year = (year_begins(today), today)
        self._up, self._down, self._warned = First[Mover](most), First[Mover](most), First[Warned](most)
        self._counts: Counter[str] = Counter()
        self._matrix: Counter[tuple[int, int]] = Counter()
        self._notices: Counter[tuple[str, str]] = Counter()
        self._years: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0, 0])
        self._full_price: dict[int, list[int]] = defaultdict(lambda: [0, 0])

    def add(self, pair: Pair) -> None:
        held = pair.before.rank if pair.before else 0
        self._counts["customers"] += 1
        self._matrix[held, pair.after.rank] += 1
        if pair.after.metric_value > 0:
            self._values.append(pair.after.metric_value)
        self._move(pair, held)
        self._notice(pair)
        spend, orders = self._bought(pair.facts)
        for which, rank in (("before", held), ("after", pair.after.rank)):
            year = self._years[which, rank]
            year[0] += 1
            year[1] += spend
            year[2] += orders
        self._at_full_price(pair, spend)

    def _at_full_price(self, pair: Pair, spend: int) -> None:
        """As judged last, weighed by what was spent; whoever ordered too little says nothing."""
        if pair.customer.full_price_tenths is not None:
            sums = self._full_price[pair.after.rank]
            sums[0] += spend
            sums[1] += spend * pair.customer.full_price_tenths

    def _move(self, pair: Pair, held: int) -> None:
        if (
            self._draft.grandfathered_until
            and pair.after.below_since == self._day
            and (pair.before is None or pair.before.below_since is None)
        ):
            self._counts["grandfathered"] += 1
        if pair.after.rank == pair.kept and not self._is_gone(held, pair.kept):
            return
        up = pair.after.rank > pair.kept
        self._counts["up" if up else "down"] += 1
        self._counts["lost"] += bool(held and not pair.after.rank)
        self._counts["flips_back"] += pair.back_on is not None
        value = pair.after.metric_value
        mover = Mover(
            customer_id=pair.customer.id,
            platform_id=pair.customer.platform_id,
            name=pair.customer.name,
            email=pair.customer.email,
            before=self._old.name(held) if self._old else None,
            after=self._new.name(pair.after.rank),
            metric_value=value,
            back_on=pair.back_on,
        )
        (self._up if up else self._down).add((value, -pair.customer.id), mover)

    def _is_gone(self, held: int, kept: int) -> bool:
        """Is the tier no more, so that who held it stands in one that was below it, or in none?"""
        if self._old is None or not held:
            return False
        return kept == 0 or self._new.tiers[kept - 1].name in {
            tier.name for tier in self._old.tiers[: held - 1]
        }

    def _notice(self, pair: Pair) -> None:
        old = {(due.kind, due.falls_on) for due in self._due(pair.before)}
        for kind, _ in old:
            self._notices[kind, "before"] += 1
        for due in self._due(pair.after):
            self._notices[due.kind, "after"] += 1
            if (due.kind, due.falls_on) in old:
                continue
            self._notices[due.kind, "new"] += 1
            who = pair.customer
            warned = Warned(who.name, who.email, who.id, due.kind, due.day, due.falls_on)
            self._warned.add((-due.day.toordinal(), -who.id), warned)

    def _due(self, standing: Standing | None) -> Iterator[Due]:
        until = self._day + timedelta(days=FIRST_DAYS)
        for due in standing.notices if standing else ():
            if not due.recorded and due.day <= until:
                yield due

    def _bought(self, facts: Sequence[Entry]) -> tuple[int, int]:
        """Paid goods of the last twelve months and the orders of which something stays, as `tier_years`."""
        first, last = self._year
        goods: Counter[int] = Counter()
        for entry in facts:
            counts = entry.payment == "paid" and entry.currency == self._shop.currency
            if counts and first <= entry.ordered_on <= last:
                goods[entry.order_id] += entry.goods
        kept = [amount for amount in goods.values() if amount > 0]
        return sum(kept), len(kept)

    def told(self, version: int | None) -> Comparison:
        counts = self._counts
        return Comparison(
            shop=self._shop.domain,
            currency=self._shop.currency,
            zone=self._shop.zone,
            metric_unit=self._new.measure.unit,
            before_version=version,
            start=self._draft.start,
            grandfathered_until=self._draft.grandfathered_until,
            customers=counts["customers"],
            up=Movers(counts["up"], self._up.told()),
            down=Movers(counts["down"], self._down.told()),
            lost=counts["lost"],
            grandfathered=counts["grandfathered"],
            flips_back=counts["flips_back"],
            matrix=tuple(
                Cell(self._old.name(old) if self._old else None, self._new.name(new), customers)
                for (old, new), customers in sorted(self._matrix.items())
            ),
            notices=tuple(
                Notices(kind, *(self._notices[kind, which] for which in ("before", "after", "new")))
                for kind in (RISK_60, RISK_30)
            ),
            warned=self._warned.told(),
            cost=self._cost(),
            years=self._of("after"),
            full_price_tenths={
                rank: half_up(weighed, spend) for rank, (spend, weighed) in self._full_price.items() if spend
            },
            best_tenth_value=self._best_tenth(),
        )

    def _cost(self) -> Cost:
        before = _sums(self._old, self._of("before")) if self._old else (0, 0)
        after = _sums(self._new, self._of("after"))
        return Cost(before[0], after[0], before[1], after[1])

    def _of(self, which: str) -> dict[int, TierYear]:
        """What the customers of each rank bought, under one of the programs."""
        return {rank: TierYear(*year) for (each, rank), year in self._years.items() if each == which}

    def _best_tenth(self) -> int | None:
        if not self._values:
            return None
        return sorted(self._values, reverse=True)[place_of_the_last(BEST, len(self._values)) - 1]


def _sums(program: Program, years: Mapping[int, TierYear]) -> tuple[int, int]:
    cost = gain = Fraction()
    for case in cases(program, years):
        if case.figures is not None and case.basis == "members":
            told = economics(case.figures)
            cost += case.members * told.year.cost_minor
            gain += case.members * told.loaded.gain_minor
    return shown(cost), shown(gain)
