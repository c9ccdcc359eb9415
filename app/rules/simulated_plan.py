"""Whom and what a simulation replays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.rules.order_spend import OrderSpend
from app.rules.periods import starts_at
from app.rules.program import Counting, Program
from app.rules.spend import Entry, by_order, contributions
from app.rules.standing import Known, Line, Version
from app.rules.value import value

INSTANT = timedelta(microseconds=1)


@value
class Shopper:
    """A customer with any order, since the local day of the first one."""

    key: str
    since: date
    measured: Callable[[Program], Sequence[OrderSpend]]
    """The contributions in a program's metric, sorted."""
    money: Callable[[Counting], Sequence[OrderSpend]]
    """The counted spend, sorted: what a discount is taken of."""


def shopper(key: str, entries: Sequence[Entry], currency: str) -> Shopper:
    """The customer of whom the ledger holds these entries, at least one."""
    return Shopper(
        key,
        min(entry.ordered_on for entry in entries),
        lambda program: contributions(entries, program, currency),
        lambda counting: by_order(entries, counting, currency),
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """What to replay: a program that goes live when the local day `first` begins, to the end of `last`."""

    program: Program
    currency: str
    zone: str
    first: date
    last: date

    @property
    def until(self) -> datetime:
        return starts_at(self.last + timedelta(days=1), self.zone) - INSTANT

    def known(self, lines: Sequence[Line] = ()) -> Known:
        return Known((Version(1, self.program, starts_at(self.first, self.zone)),), lines=lines)
