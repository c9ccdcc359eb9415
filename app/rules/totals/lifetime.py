"""Everything since the start of history."""

from datetime import date

from app.rules.order_spend import OrderSpend


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
