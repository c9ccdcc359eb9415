"""Years, of which one may keep a tier through the next: calendar years, and years of membership."""

from bisect import insort
from datetime import date

from app.rules.order_spend import OrderSpend
from app.rules.periods import leaves_on, window_starts
from app.rules.totals.rolling import RollingTotal

YEAR = 12
"""In months."""


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
        return self._between(window_starts(self._entry, YEAR), self._starts(1))

    def _year(self, begun: int) -> int:
        return self._between(self._starts(begun), self._starts(begun + 1))

    def _between(self, first: date, end: date) -> int:
        return sum(amount for day, amount in self._spends if first <= day < end)


def _either(this: int, before: int) -> int:
    """What two years keep: either is enough, but what this one gives back the one before has not earned."""
    return max(0, this, before + min(0, this))


def _lacking(threshold: int, this: int, before: int) -> int:
    """What this year must still bring, so that either is enough."""
    return threshold - (before + min(0, this) if before >= threshold else this)
