"""The rules a definition may lay down for its metafields' values. Messages as recorded."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from sandbox.api_errors import NotSupported
from sandbox.metafield_values import BadValue


def validated(kind: str, value: str, validations: tuple[tuple[str, str], ...]) -> None:
    """The definition's own rules. Raises BadValue."""
    for name, limit in validations:
        if name not in _RULES:
            raise NotSupported(f"metafield validation {name}")
        _RULES[name](kind, value, limit)


def _at_least(kind: str, value: str, limit: str) -> None:
    if kind.endswith("text_field"):
        if len(value) < int(limit):
            raise BadValue(f"Value has a minimum of {limit} characters.")
    elif _ordered(kind, value) < _ordered(kind, limit):
        raise BadValue(f"Value has a minimum of {_shown(kind, limit)}.")


def _at_most(kind: str, value: str, limit: str) -> None:
    if kind.endswith("text_field"):
        if len(value) > int(limit):
            raise BadValue(f"Value has a maximum of {limit} characters.")
    elif _ordered(kind, value) > _ordered(kind, limit):
        raise BadValue(f"Value has a maximum of {_shown(kind, limit)}.")


def _matches(_: str, value: str, pattern: str) -> None:
    if not re.search(pattern, value):
        raise BadValue("Value is not the correct format.")


def _is_choice(_: str, value: str, choices: str) -> None:
    if value not in json.loads(choices):
        raise BadValue(f"Value does not exist in provided choices: {json.dumps(json.loads(choices))}.")


_RULES: dict[str, Callable[[str, str, str], None]] = {
    "min": _at_least,
    "max": _at_most,
    "regex": _matches,
    "choices": _is_choice,
}


def _ordered(kind: str, value: str) -> Any:
    if kind == "date_time":
        return datetime.fromisoformat(value)
    return value if kind == "date" else Decimal(value)


def _shown(kind: str, limit: str) -> str:
    if kind != "date_time":
        return limit
    return datetime.fromisoformat(limit).strftime("%Y-%m-%d %H:%M:%S %z")
