"""A comparison of two programs over the customers of one store, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.explain.plain import plain
from app.rules.tier_averages import TierYear


@dataclass(frozen=True, slots=True)
class Mover:
    """A customer who changes tier at publication. `back_on`: the day within 90 on which that is undone."""

    customer_id: int
    platform_id: int | None
    name: str
    email: str | None
    before: str | None
    after: str | None
    metric_value: int
    """What they hold under the new program, in its unit."""
    back_on: date | None


@dataclass(frozen=True, slots=True)
class Movers:
    """`told` are those of `customers` who hold most."""

    customers: int
    told: tuple[Mover, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """So many customers go from a tier to a tier; None: no tier."""

    before: str | None
    after: str | None
    customers: int


@dataclass(frozen=True, slots=True)
class Warned:
    """A notice that only the new program would send."""

    name: str
    email: str | None
    customer_id: int
    kind: str
    due_on: date
    falls_on: date


@dataclass(frozen=True, slots=True)
class Notices:
    """Of one kind, due within 60 days and not on record: under each program, and by the new one alone."""

    kind: str
    before: int
    after: int
    new: int


@dataclass(frozen=True, slots=True)
class Cost:
    """Of all members together, a year, on what the same customers bought in the last twelve months.

    The cost is discount, shipping, gifts, packaging and support; the gain is the fully loaded view's.
    """

    before_minor: int
    after_minor: int
    gain_before_minor: int
    gain_after_minor: int

    @property
    def difference_minor(self) -> int:
        return self.after_minor - self.before_minor


@dataclass(frozen=True, slots=True)
class Comparison:
    shop: str
    currency: str
    zone: str
    metric_unit: str
    before_version: int | None
    """The live version; None: the store is not live, and everybody is compared with no tier."""
    start: datetime
    grandfathered_until: date | None
    customers: int
    up: Movers
    down: Movers
    lost: int
    """Of those who go down: so many are left without any tier."""
    grandfathered: int
    """Do not hold their tier under the new program, and keep it until `grandfathered_until` at least."""
    flips_back: int
    """Of those who go up or down: so many are back where they were within 90 days."""
    matrix: tuple[Cell, ...]
    notices: tuple[Notices, ...]
    warned: tuple[Warned, ...]
    """The first of those whom the new program alone would warn, by day."""
    cost: Cost
    years: Mapping[int, TierYear]
    """By the rank that they would have: what customers bought in the last twelve months."""
    full_price_tenths: Mapping[int, int]
    """By the same rank: the part of their spend that was at full price, in tenths of a percent."""
    best_tenth_value: int | None
    """The least that one of the best tenth of the customers with a value holds under the new program."""

    @property
    def members(self) -> dict[str | None, int]:
        """Customers by the tier that they would have."""
        found: dict[str | None, int] = {}
        for cell in self.matrix:
            found[cell.after] = found.get(cell.after, 0) + cell.customers
        return found

    def to_json(self) -> dict[str, Any]:
        told: Any = plain(self)
        told["cost"]["difference_minor"] = self.cost.difference_minor
        return dict(told)
