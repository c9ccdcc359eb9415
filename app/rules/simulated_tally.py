"""Adding up a simulation, one customer after the other: what is kept does not grow with the days."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_low

from app.rules.economics import figures_of
from app.rules.money import MAX_MINOR, half_up
from app.rules.order_spend import OrderSpend
from app.rules.program import Program
from app.rules.simulation import (
    DAYS_OF_A_YEAR,
    FLAPPING_DAYS,
    Flapping,
    MemberMove,
    Month,
    Moved,
    Reached,
    TierAssumed,
    TierMonth,
)

Cell = tuple[int, int]
"""Month, counted from the first one, and rank."""


@dataclass(slots=True)
class _Bought:
    spend: int = 0
    orders: int = 0
    discount_hundredths: int = 0


class Tally:
    def __init__(self, program: Program, first: date, last: date) -> None:
        self._program, self._first, self._last = program, first, last
        self._ranks = range(len(program.tiers) + 1)
        self._joined = Counter[int]()
        self._entered = Counter[Cell]()
        """By how many the members of a rank change in a month."""
        self._days = Counter[Cell]()
        self._bought: defaultdict[Cell, _Bought] = defaultdict(_Bought)
        self._moved: list[Counter[int]] = [Counter(), Counter(), Counter()]
        self._waited: list[list[int]] = [[] for _ in self._ranks]
        self._placed = Counter[int]()
        self._down_and_back = self._up_and_back = 0

    def add(
        self,
        since: date,
        moves: Sequence[MemberMove],
        money: Sequence[OrderSpend],
        percent: Callable[[int, OrderSpend], int],
    ) -> None:
        """A customer since a local day. `percent` is the discount that a purchase had in a rank."""
        self._joined[self._month(max(since, self._first))] += 1
        self._spent(moves, money, percent)
        if not moves:
            return
        self._move(moves)
        self._stay(moves)
        self._wait(since, moves)
        self._down_and_back += any(_taken_back(moves, down=True))
        self._up_and_back += any(_taken_back(moves, down=False))

    def _month(self, day: date) -> int:
        return (day.year - self._first.year) * 12 + day.month - self._first.month

    def _spent(
        self,
        moves: Sequence[MemberMove],
        money: Sequence[OrderSpend],
        percent: Callable[[int, OrderSpend], int],
    ) -> None:
        """An order has the tier that was held when it came, and what is given back goes by that too."""
        rank, done = 0, 0
        paid: dict[int, tuple[int, int]] = {}
        for spend in money:
            while done < len(moves) and _before(moves[done], spend):
                rank = moves[done].to_rank
                done += 1
            if not self._first <= spend.day <= self._last:
                continue
            if spend.amount > 0:
                if spend.order_id not in paid:
                    paid[spend.order_id] = rank, percent(rank, spend)
                    self._bought[self._month(spend.day), rank].orders += 1
            elif spend.order_id not in paid:
                continue
            held, off = paid[spend.order_id]
            cell = self._bought[self._month(spend.day), held]
            cell.spend += spend.amount
            cell.discount_hundredths += spend.amount * off

    def _move(self, moves: Sequence[MemberMove]) -> None:
        promotions, demotions, reactivations = self._moved
        highest = 0
        for move in moves:
            month = self._month(move.day)
            self._entered[month, move.from_rank] -= 1
            self._entered[month, move.to_rank] += 1
            if move.to_rank < move.from_rank:
                demotions[month] += 1
            elif move.kind != "went_live":
                promotions[month] += 1
                reactivations[month] += highest > move.from_rank
            highest = max(highest, move.to_rank)

    def _stay(self, moves: Sequence[MemberMove]) -> None:
        """The days in each rank, month by month; the day of a move is the new rank's."""
        ends = [move.day for move in moves[1:]] + [self._last + timedelta(days=1)]
        for move, end in zip(moves, ends, strict=True):
            day = move.day
            while move.to_rank and day < end:
                stop = min(end, _next_month(day))
                self._days[self._month(day), move.to_rank] += (stop - day).days
                day = stop

    def _wait(self, since: date, moves: Sequence[MemberMove]) -> None:
        highest = 0
        for move in moves:
            for rank in range(highest + 1, move.to_rank + 1):
                if move.kind == "went_live":
                    self._placed[rank] += 1
                else:
                    self._waited[rank].append((move.day - since).days)
            highest = max(highest, move.to_rank)

    def months(self) -> Iterator[Month]:
        """From the first to the last, with the figures rounded half-up."""
        members, customers, day = [0 for _ in self._ranks], 0, self._first
        while day <= self._last:
            month, end = self._month(day), min(self._last, _next_month(day) - timedelta(days=1))
            customers += self._joined[month]
            members[0] += self._joined[month]
            members = [held + self._entered[month, rank] for rank, held in enumerate(members)]
            tiers = tuple(self._tier_month(month, rank, members[rank]) for rank in self._ranks)
            yield Month(day, end, customers, tiers, Moved(*(each[month] for each in self._moved)))
            day = _next_month(day)

    def _tier_month(self, month: int, rank: int, members: int) -> TierMonth:
        bought, days = self._bought[month, rank], self._days[month, rank]
        if not rank:
            return TierMonth(None, members, bought.spend, bought.orders)
        costs = self.assumed(rank)
        return TierMonth(
            costs.tier,
            members,
            bought.spend,
            bought.orders,
            discount_minor=half_up(bought.discount_hundredths, 100),
            shipping_minor=bought.orders * costs.shipping_minor,
            packaging_minor=bought.orders * costs.packaging_minor,
            gifts_minor=half_up(costs.gifts_minor * days, DAYS_OF_A_YEAR),
            support_minor=half_up(costs.support_minor * days, DAYS_OF_A_YEAR),
        )

    def assumed(self, rank: int) -> TierAssumed:
        """What goes by orders or spend is taken from the year of the tier's average member in the replay.

        So a month pays its days of that year, and not for the orders of that very month: what covers the
        first orders of a year cannot be told apart within one.
        """
        tier = self._program.tiers[rank - 1]
        costs = figures_of(tier, self._program.economics, *self._average_year(rank))
        return TierAssumed(
            tier=tier.name,
            discount_percent=costs.discount_percent,
            landing_percents=tuple(step.percent for step in tier.landing),
            shipping_minor=costs.shipping_minor,
            packaging_minor=costs.packaging_minor,
            gifts_minor=costs.gifts_minor + costs.benefits_minor,
            support_minor=costs.support_minor,
        )

    def _average_year(self, rank: int) -> tuple[int, int]:
        """Spend, at least 1, and orders in hundredths, of a member who had the tier for a year."""
        days = sum(held for (_, of), held in self._days.items() if of == rank)
        cells = [bought for (_, of), bought in self._bought.items() if of == rank]
        if not days:
            return 1, 0
        spend = half_up(sum(each.spend for each in cells) * DAYS_OF_A_YEAR, days)
        orders = half_up(sum(each.orders for each in cells) * DAYS_OF_A_YEAR * 100, days)
        return min(max(1, spend), MAX_MINOR), min(orders, MAX_MINOR)

    def reached(self) -> tuple[Reached, ...]:
        return tuple(
            Reached(
                tier=tier.name,
                customers=len(self._waited[rank]),
                median_days=median_low(self._waited[rank]) if self._waited[rank] else None,
                placed=self._placed[rank],
            )
            for rank, tier in enumerate(self._program.tiers, start=1)
        )

    def flapping(self) -> Flapping:
        return Flapping(self._down_and_back, self._up_and_back)


def _before(move: MemberMove, spend: OrderSpend) -> bool:
    """At one instant time comes before spend."""
    return move.at < spend.at or (move.at == spend.at and move.kind in ("time", "review", "went_live"))


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def _taken_back(moves: Sequence[MemberMove], *, down: bool) -> Iterator[bool]:
    for at, move in enumerate(moves):
        if (move.to_rank < move.from_rank) is not down or move.kind == "went_live":
            continue
        soon = (each for each in moves[at + 1 :] if (each.day - move.day).days <= FLAPPING_DAYS)
        yield any(each.to_rank >= move.from_rank if down else each.to_rank <= move.from_rank for each in soon)
