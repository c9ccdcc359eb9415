"""What bodies have in common: ids, instants, names and states of payment; and reading the small ones."""

from datetime import datetime
from typing import Annotated, TypeVar

import msgspec

from app.errors import Unreadable
from app.rules.money import BadAmount
from app.rules.order_merge import PAYMENT_RANK
from app.rules.said import Said, said

T = TypeVar("T")

Id = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""An instant without an offset could be any of a day's."""


def in_our_time(instant: datetime) -> datetime:
    """Raises ValueError for years that are no order's: windows cannot be reckoned at the calendar's ends."""
    if not 1970 <= instant.year <= 2200:
        raise ValueError(said("%(day)s is no day of an order", day=instant.date()))
    return instant


def order_name(text: str) -> str:
    """What people call an order, such as #1001; without characters that no database or line keeps."""
    return "".join(each for each in text if each.isprintable())[:60]


def payment_state(told: str | None) -> str:
    """The financial status in small letters; none is not paid. Raises Unreadable."""
    if told and told not in PAYMENT_RANK:
        raise Unreadable(said("The financial status %(status)s is not known", status=repr(told)))
    return told or "pending"


def read(raw: bytes, shape: type[T]) -> T:
    """The body as `shape`; raises Unreadable, which says what is wrong in words."""
    try:
        return msgspec.json.decode(raw, type=shape, strict=False)
    except ValueError as problem:
        raise Unreadable(said("The body cannot be understood: %(problem)s", problem=problem)) from problem


def why(problem: Exception) -> str:
    """What is wrong with a body: a sentence of ours, or what the reader of JSON says."""
    if isinstance(problem, BadAmount):
        return said(problem.text, **problem.values)
    return problem.args[0] if problem.args and isinstance(problem.args[0], Said) else str(problem)
