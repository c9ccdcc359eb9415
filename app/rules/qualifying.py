"""What a member has earned in the qualifying period, moving forward in time (PROG-PERIOD, design 4).

A total takes contributions in the order in which they count and tells, for a local day, the `value` of
the period (for rising and for progress) and what is `kept` (for staying: a year may be kept through the
next one). `fails_on` is the first day on which time alone brings `kept` below a threshold.
"""

from datetime import date
from typing import Protocol

from app.rules.order_spend import OrderSpend
from app.rules.periods import leaves_on, window_starts
from app.rules.qualifying_period import CalendarYear, Lifetime, MembershipYear, Period, Rolling
from app.rules.totals.lifetime import LifetimeTotal
from app.rules.totals.rolling import RollingTotal
from app.rules.totals.yearly import YEAR, CalendarTotal, MembershipTotal


class Total(Protocol):
    def add(self, spend: OrderSpend) -> None: ...

    def value(self, day: date) -> int: ...

    def balance(self, day: date) -> int:
        """The value as it was before it was floored: below nothing where a refund outlives its order."""

    def kept(self, day: date) -> int: ...

    def lacking(self, threshold: int, bought: date, on: date) -> int:
        """What must be bought on the day `bought` so that the threshold is kept on the day `on`."""

    def fails_on(self, threshold: int, after: date) -> date | None:
        """The first day later than `after` on which less than `threshold` is kept if nothing is bought."""

    def rises_on(self, threshold: int, after: date) -> date | None:
        """The first day later than `after` on which `threshold` is reached, as it may if a refund leaves."""

    def leaving(self, today: date) -> list[tuple[date, int]]:
        """What leaves the value after `today` if nothing is bought, by day."""

    def enters(self, day: date) -> None:
        """The customer becomes a member."""

    def exits(self) -> None:
        """The customer is no member any more."""


def total_of(period: Period) -> Total:
    """An empty total of a qualifying period."""
    match period:
        case Rolling(months=months):
            return RollingTotal(months)
        case CalendarYear(through_next_year=through):
            return CalendarTotal(through)
        case MembershipYear():
            return MembershipTotal()
        case Lifetime():
            return LifetimeTotal()


def first_day(period: Period, today: date, member_since: date | None = None) -> date:
    """The first local day that counts on `today`; `member_since` is the day of entry, if a member."""
    match period:
        case Rolling(months=months):
            return window_starts(today, months)
        case CalendarYear():
            return date(today.year, 1, 1)
        case MembershipYear():
            if member_since is None or member_since > today:
                return window_starts(today, YEAR)
            years = today.year - member_since.year
            start = leaves_on(member_since, YEAR * years) if years else member_since
            return start if start <= today else leaves_on(member_since, YEAR * (years - 1))
        case Lifetime():
            return date.min
