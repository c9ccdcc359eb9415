"""A member's standing: a fold over what happened, not a snapshot (design 4, "Evaluate").

The fold starts where the program starts, with the tier that the window of that day earns, and takes
every later instant at which spend changes. Facts that arrive late are folded in where they belong, so
equal knowledge gives equal standing whatever the order of arrival. A refund lowers the day of its order
and therefore takes back what that order had earned. Nobody falls by time alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.rules.periods import in_window, leaves_on, local_day, starts_at
from app.rules.program import Program
from app.rules.spend import OrderSpend


@dataclass(frozen=True, slots=True)
class Move:
    """A change of rank, dated by its own instant. `order_id` is the order that caused it, if one did."""

    at: datetime
    from_rank: int
    to_rank: int
    spend_minor: int
    order_id: int | None


@dataclass(frozen=True, slots=True)
class Leaving:
    """On `day` orders worth `amount` leave the window, which then holds `left`, worth rank `earned_rank`."""

    day: date
    amount: int
    left: int
    earned_rank: int


@dataclass(frozen=True, slots=True)
class Standing:
    rank: int
    since: datetime | None
    """When the present rank was reached; None without a tier."""
    spend_minor: int
    earned_rank: int
    """What the window alone would earn today; below `rank` for a member who has not been buying."""
    to_next_minor: int | None
    """Money to the next tier; None at the top."""
    moves: tuple[Move, ...]
    leaving: tuple[Leaving, ...]
    """What leaves the window if nothing more is bought, day by day."""
    next_review_at: datetime | None
    """The next instant at which time alone changes the standing."""


def standing(
    spends: Sequence[OrderSpend], program: Program, zone: str, start: datetime, at: datetime
) -> Standing:
    """The standing at `at` of a customer with these spends (sorted, as `spend.by_order` gives them).

    `start` is the instant from which the program applies; `zone` the shop's IANA zone.
    """
    months = program.window_months
    known = [spend for spend in spends if spend.at <= at]
    opening = _window([s for s in known if s.at <= start], local_day(start, zone), months)
    rank = program.earned_rank(opening)
    moves = [Move(start, 0, rank, opening, None)] if rank else []
    for spend, reached in _running(known, months):
        if spend.at <= start:
            continue
        higher = step(rank, reached, program)
        if higher != rank:
            moves.append(Move(spend.at, rank, higher, reached, spend.order_id))
            rank = higher
    today = local_day(at, zone)
    now_in = [spend for spend in spends if inside(spend, at, today, months)]
    total = max(0, sum(spend.amount for spend in now_in))
    above = program.tier(rank + 1) if rank < len(program.tiers) else None
    leaving = _leaving(now_in, program)
    ahead = [spend.at for spend in spends if spend.at > at]
    ahead += [starts_at(each.day, zone) for each in leaving[:1]]
    return Standing(
        rank=rank,
        since=moves[-1].at if rank else None,
        spend_minor=total,
        earned_rank=program.earned_rank(total),
        to_next_minor=max(0, above.entry_minor - total) if above else None,
        moves=tuple(moves),
        leaving=leaving,
        next_review_at=min(ahead, default=None),
    )


def inside(spend: OrderSpend, at: datetime, today: date, months: int) -> bool:
    """Does this spend count at `at`, an instant of the local day `today`?"""
    return spend.at <= at and in_window(spend.day, today, months)


def step(rank: int, spend_minor: int, program: Program) -> int:
    """The rank after an instant at which the window holds this spend: up at once, never down by time."""
    return max(rank, program.earned_rank(spend_minor))


def _window(spends: Sequence[OrderSpend], today: date, months: int) -> int:
    return max(0, sum(spend.amount for spend in spends if in_window(spend.day, today, months)))


def _running(spends: Sequence[OrderSpend], months: int) -> Iterator[tuple[OrderSpend, int]]:
    """Each spend with what the window holds just after it, in one pass over both ends."""
    first, total = 0, 0
    for spend in spends:
        total += spend.amount
        while not in_window(spends[first].day, spend.day, months):
            total -= spends[first].amount
            first += 1
        yield spend, max(0, total)


def _leaving(now_in: Sequence[OrderSpend], program: Program) -> tuple[Leaving, ...]:
    days: dict[date, int] = {}
    for spend in now_in:
        day = leaves_on(spend.day, program.window_months)
        days[day] = days.get(day, 0) + spend.amount
    found, rest = [], sum(days.values())
    for day in sorted(days):
        rest -= days[day]
        left = max(0, rest)
        found.append(Leaving(day, days[day], left, program.earned_rank(left)))
    return tuple(found)
