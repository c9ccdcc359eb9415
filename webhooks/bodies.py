"""Reading the small bodies: one decoder call that says what is wrong in words."""

from typing import TypeVar

import msgspec

from app.errors import Unreadable

T = TypeVar("T")


def read(raw: bytes, shape: type[T]) -> T:
    """The body as `shape`; raises Unreadable."""
    try:
        return msgspec.json.decode(raw, type=shape, strict=False)
    except ValueError as problem:
        raise Unreadable(f"The body cannot be understood: {problem}") from problem
