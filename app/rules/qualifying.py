"""What a member has earned in the qualifying period, moving forward in time (PROG-PERIOD, design 4).

A total takes contributions in the order in which they count and tells, for a local day, the `value` of
the period (for rising and for progress) and what is `kept` (for staying: a year may be kept through the
next one). `fails_on` is the first day on which time alone brings `kept` below a threshold.
"""

from bisect import insort
from collections.abc import Iterator
from datetime import date
from typing import Protocol

from app.rules.order_spend import OrderSpend
from app.rules.periods import leaves_on, months_before
from app.rules.qualifying_period import CalendarYear, Lifetime, MembershipYear, Period, Rolling

YEAR = 12


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


class RollingTotal:
    def __init__(self, months: int) -> None:
        self._months = months
        self._inside: list[tuple[date, int, int]] = []
        """(the day it leaves, order id, amount), sorted."""
        self._gone, self._total, self._refunds = 0, 0, 0

    def add(self, spend: OrderSpend) -> None:
        insort(self._inside, (leaves_on(spend.day, self._months), spend.order_id, spend.amount), self._gone)
        self._total += spend.amount
        self._refunds += spend.amount < 0

    def value(self, day: date) -> int:
        return max(0, self.balance(day))

    def balance(self, day: date) -> int:
        while self._gone < len(self._inside) and self._inside[self._gone][0] <= day:
            self._total -= self._inside[self._gone][2]
            self._refunds -= self._inside[self._gone][2] < 0
            self._gone += 1
        return self._total

    def kept(self, day: date) -> int:
        return self.value(day)

    def lacking(self, threshold: int, _bought: date, on: date) -> int:
        return threshold - self.balance(on)

    def fails_on(self, threshold: int, after: date) -> date | None:
        return next((day for day, left in self._ahead() if day > after and left < threshold), None)

    def rises_on(self, threshold: int, after: date) -> date | None:
        if not self._refunds:
            return None
        return next((day for day, left in self._ahead() if day > after and left >= threshold), None)

    def _ahead(self) -> Iterator[tuple[date, int]]:
        """The days on which something leaves, and what is left then."""
        left = self._total
        for at in range(self._gone, len(self._inside)):
            day, _, amount = self._inside[at]
            left -= amount
            if at + 1 == len(self._inside) or self._inside[at + 1][0] != day:
                yield day, left

    def leaving(self, today: date) -> list[tuple[date, int]]:
        days: dict[date, int] = {}
        for day, _, amount in self._inside[self._gone :]:
            if day > today:
                days[day] = days.get(day, 0) + amount
        return list(days.items())

    def enters(self, day: date) -> None:
        pass

    def exits(self) -> None:
        pass


class CalendarTotal:
    def __init__(self, through_next_year: bool) -> None:
        self._through = through_next_year
        self._years: dict[int, int] = {}

    def add(self, spend: OrderSpend) -> None:
        self._years[spend.day.year] = self._years.get(spend.day.year, 0) + spend.amount

    def value(self, day: date) -> int:
        return max(0, self.balance(day))

    def balance(self, day: date) -> int:
        return self._years.get(day.year, 0)

    def kept(self, day: date) -> int:
        before = self._years.get(day.year - 1, 0) if self._through else 0
        return _either(self.balance(day), before)

    def lacking(self, threshold: int, bought: date, on: date) -> int:
        before = self._years.get(bought.year - 1, 0) if self._through and bought.year == on.year else 0
        return _lacking(threshold, self.balance(bought), before)

    def fails_on(self, threshold: int, after: date) -> date | None:
        for year in (after.year + 1, after.year + 2):
            if self.kept(date(year, 1, 1)) < threshold:
                return date(year, 1, 1)
        return None

    def rises_on(self, _threshold: int, _after: date) -> date | None:
        return None

    def leaving(self, today: date) -> list[tuple[date, int]]:
        balance = self.balance(today)
        return [(date(today.year + 1, 1, 1), balance)] if balance else []

    def enters(self, day: date) -> None:
        pass

    def exits(self) -> None:
        pass


class MembershipTotal:
    """Before entry the last 12 months count; afterwards each year of membership for itself and the next."""

    def __init__(self) -> None:
        self._spends: list[tuple[date, int]] = []
        self._before = RollingTotal(YEAR)
        self._entry: date | None = None

    def add(self, spend: OrderSpend) -> None:
        self._before.add(spend)
        insort(self._spends, (spend.day, spend.amount))

    def value(self, day: date) -> int:
        return max(0, self.balance(day))

    def balance(self, day: date) -> int:
        return self._before.balance(day) if self._entry is None else self._year(self._begun(day))

    def kept(self, day: date) -> int:
        """In the first year what led to entry counts too, so that only what is given back takes it."""
        if self._entry is None:
            return self._before.value(day)
        if (begun := self._begun(day)) == 0:
            return max(0, self._first_year())
        return _either(self._year(begun), self._year(begun - 1))

    def lacking(self, threshold: int, bought: date, on: date) -> int:
        if self._entry is None:
            return self._before.lacking(threshold, bought, on)
        begun = self._begun(bought)
        if self._begun(on) == 0:
            return threshold - self._first_year()
        before = self._year(begun - 1) if begun and begun == self._begun(on) else 0
        return _lacking(threshold, self._year(begun), before)

    def fails_on(self, threshold: int, after: date) -> date | None:
        if self._entry is None:
            return None
        begun = self._begun(after)
        for year in (begun + 1, begun + 2):
            if self.kept(self._starts(year)) < threshold:
                return self._starts(year)
        return None

    def rises_on(self, threshold: int, after: date) -> date | None:
        return self._before.rises_on(threshold, after) if self._entry is None else None

    def leaving(self, today: date) -> list[tuple[date, int]]:
        if self._entry is None:
            return self._before.leaving(today)
        balance = self.balance(today)
        return [(self._starts(self._begun(today) + 1), balance)] if balance else []

    def enters(self, day: date) -> None:
        self._entry = day

    def exits(self) -> None:
        self._entry = None

    def _begun(self, day: date) -> int:
        """How many whole years of membership have passed."""
        assert self._entry is not None
        years = max(0, day.year - self._entry.year)
        return years if self._starts(years) <= day else max(0, years - 1)

    def _starts(self, year: int) -> date:
        assert self._entry is not None
        return leaves_on(self._entry, YEAR * year) if year else self._entry

    def _first_year(self) -> int:
        """With the twelve months that led to entry."""
        assert self._entry is not None
        return self._between(_day_after(months_before(self._entry, YEAR)), self._starts(1))

    def _year(self, begun: int) -> int:
        return self._between(self._starts(begun), self._starts(begun + 1))

    def _between(self, first: date, end: date) -> int:
        return sum(amount for day, amount in self._spends if first <= day < end)


class LifetimeTotal:
    def __init__(self) -> None:
        self._total = 0

    def add(self, spend: OrderSpend) -> None:
        self._total += spend.amount

    def value(self, day: date) -> int:
        return max(0, self.balance(day))

    def balance(self, _day: date) -> int:
        return self._total

    def kept(self, day: date) -> int:
        return self.value(day)

    def lacking(self, threshold: int, _bought: date, _on: date) -> int:
        return threshold - self._total

    def fails_on(self, _threshold: int, _after: date) -> date | None:
        return None

    def rises_on(self, _threshold: int, _after: date) -> date | None:
        return None

    def leaving(self, _today: date) -> list[tuple[date, int]]:
        return []

    def enters(self, day: date) -> None:
        pass

    def exits(self) -> None:
        pass


def _either(this: int, before: int) -> int:
    """What two years keep: either is enough, but what this one gives back the one before has not earned."""
    return max(0, this, before + min(0, this))


def _lacking(threshold: int, this: int, before: int) -> int:
    """What this year must still bring, so that either is enough."""
    return threshold - (before + min(0, this) if before >= threshold else this)


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
            return _day_after(months_before(today, months))
        case CalendarYear():
            return date(today.year, 1, 1)
        case MembershipYear():
            if member_since is None or member_since > today:
                return _day_after(months_before(today, YEAR))
            years = today.year - member_since.year
            start = leaves_on(member_since, YEAR * years) if years else member_since
            return start if start <= today else leaves_on(member_since, YEAR * (years - 1))
        case Lifetime():
            return date.min


def _day_after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
