"""Frozen dataclasses that are cheap to make."""

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

C = TypeVar("C")


@dataclass_transform(frozen_default=True)
def value(cls: type[C]) -> type[C]:
    """`dataclass(frozen=True, slots=True)` for mypy, which refuses a change; at run time nothing does.

    A frozen dataclass sets each field by a call and takes eight times as long to make. That matters for
    what a history has hundreds of thousands of: lines, entries, amounts. Use it for those.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)
