"""The last months, moving along with every day (ID-ROLL12)."""

from bisect import insort
from collections.abc import Iterator
from datetime import date

from app.rules.order_spend import OrderSpend
from app.rules.periods import leaves_on


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
