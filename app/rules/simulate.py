"""A program replayed on a shop's history, by the fold that judges live (GAP-WHATIF, PIT-EASY, TIER-SHARE).

Every notice is taken as recorded on the day it was due, and nothing was set by hand. Customers buy what
they bought: nobody is taken to buy more, or sooner, because of a tier.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from math import inf

from app.rules.money import half_up
from app.rules.order_spend import OrderSpend
from app.rules.periods import local_day
from app.rules.program import Program
from app.rules.simulated_discount import Discount
from app.rules.simulated_lines import lines_along
from app.rules.simulated_plan import Plan, Shopper
from app.rules.simulated_tally import Tally
from app.rules.simulation import (
    Drawn,
    Member,
    MemberMove,
    Month,
    Moved,
    Share,
    Simulation,
    TierMonth,
    Verdict,
)
from app.rules.standing import Line, Move, moves
from app.rules.tier_entries import EASY_SHARE, LEAST_SHARE, MOST_SHARE
from app.rules.value import value
from app.rules.value_metrics import NET_SPEND

WHOLE = 10_000


@value
class _Waiting:
    """A customer until the lines are drawn, for which all customers must be known."""

    key: str
    since: date
    measured: Sequence[OrderSpend]
    money: Sequence[OrderSpend]


class Replay:
    """Takes one customer after the other; memory follows the customers with orders, not the days."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._known, self._until = plan, plan.known(), plan.until
        self._tally = Tally(plan.program, plan.first, plan.last)
        self._waiting: list[_Waiting] = []
        self._members: list[Member] = []
        self._lines: tuple[Line, ...] = ()
        self._least = _least(plan.program, ())

    def take(self, who: Shopper) -> None:
        plan = self._plan
        if who.since > plan.last:
            return
        measured = who.measured(plan.program)
        money = measured if plan.program.metric == NET_SPEND else who.money(plan.program.counting)
        one = _Waiting(who.key, who.since, measured, money)
        if plan.program.by_population:
            self._waiting.append(one)
        else:
            self._fold(one)

    def finish(self) -> Simulation:
        plan = self._plan
        if self._waiting:
            histories = [each.measured for each in self._waiting]
            self._lines = lines_along(histories, plan.program, plan.zone, plan.first, plan.last)
            self._known, self._least = plan.known(self._lines), _least(plan.program, self._lines)
        for each in self._waiting:
            self._fold(each)
        self._waiting.clear()
        return self._told()

    def _fold(self, who: _Waiting) -> None:
        plan, known = self._plan, self._known
        found = tuple(
            MemberMove(move.at, local_day(move.at, plan.zone), move.from_rank, move.to_rank, move.kind)
            for move in self._moves(who.measured)
        )
        discount = Discount(plan, known, who.measured)
        self._tally.add(who.since, found, who.money, discount.percent)
        if found:
            self._members.append(Member(who.key, plan.program.name(found[-1].to_rank), found))

    def _moves(self, measured: Sequence[OrderSpend]) -> tuple[Move, ...]:
        """None of who never bought enough for any tier in all: most customers, and quickly told."""
        if sum(each.amount for each in measured if each.amount > 0) < self._least:
            return ()
        return moves(lambda _: measured, self._known, self._plan.zone, self._until)

    def _told(self) -> Simulation:
        plan, months = self._plan, tuple(self._tally.months())
        totals, customers = _totals(months), months[-1].customers if months else 0
        members = sum(each.members for each in totals[1:])
        part = _basis_points(members, customers)
        return Simulation(
            first=plan.first,
            last=plan.last,
            zone=plan.zone,
            currency=plan.currency,
            customers=customers,
            months=months,
            totals=totals,
            moved=Moved(*(sum(getattr(each.moved, one.name) for each in months) for one in fields(Moved))),
            reached=self._tally.reached(),
            flapping=self._tally.flapping(),
            shares=tuple(
                Share(each.tier, each.members, _basis_points(each.members, customers)) for each in totals
            ),
            in_a_tier_basis_points=part,
            verdict=_verdict(members, customers),
            assumed=tuple(self._tally.assumed(rank) for rank in range(1, len(plan.program.tiers) + 1)),
            lines=tuple(Drawn(each.tier, each.day, each.entry, each.keep) for each in self._lines),
            members=tuple(sorted(self._members, key=lambda each: each.customer)),
        )


def simulate(shoppers: Iterable[Shopper], plan: Plan) -> Simulation:
    """One program over a history. `plan.first` is not after `plan.last`."""
    replay = Replay(plan)
    for each in shoppers:
        replay.take(each)
    return replay.finish()


def _least(program: Program, lines: Sequence[Line]) -> float:
    """The least that ever earned a tier."""
    entries = [tier.entry for tier in program.tiers if tier.entry is not None]
    return min([*entries, *(line.entry for line in lines)], default=inf)


def _totals(months: Sequence[Month]) -> tuple[TierMonth, ...]:
    """As the months are shown, so that what is shown adds up."""
    sums = [field.name for field in fields(TierMonth)][2:]
    return tuple(
        TierMonth(
            of_one[-1].tier, of_one[-1].members, *(sum(getattr(m, name) for m in of_one) for name in sums)
        )
        for of_one in zip(*(month.tiers for month in months), strict=True)
    )


def _verdict(members: int, customers: int) -> Verdict | None:
    if not customers:
        return None
    if 100 * members >= EASY_SHARE * customers:
        return "no privilege"
    if 100 * members > MOST_SHARE * customers:
        return "over"
    return "good" if 100 * members >= LEAST_SHARE * customers else "under"


def _basis_points(part: int, whole: int) -> int:
    return half_up(part * WHOLE, whole) if whole else 0
