"""What a segment query means: conditions on a customer."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class HasTag:
    tag: str  # casefolded


@dataclass(frozen=True)
class Compared:
    field: str  # number_of_orders or amount_spent
    compare: str
    value: Decimal


@dataclass(frozen=True)
class Not:
    part: "Condition"


@dataclass(frozen=True)
class Every:
    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Some:
    parts: tuple["Condition", ...]


Condition = HasTag | Compared | Not | Every | Some


COMPARISONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
