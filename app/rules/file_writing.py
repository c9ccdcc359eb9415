"""From a program to what stands in a file, laid out for people."""

import json
from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel

from app.rules.benefits.kind import Kind
from app.rules.file_shape import Terms
from app.rules.money import major

LINE = 100
"""Objects and lists that fit in so many characters stand on one line."""


def written(part: BaseModel, terms: Terms) -> dict[str, object]:
    """An object of the file. What is nothing, and nothing unless told, is left out.

    Of a benefit all is left out that is as usual: its options are many, and few are used.
    """
    owner, fields = type(part).__name__, type(part).model_fields
    brief = isinstance(part, Kind)
    return {
        terms.name(name): _value(value, terms, money=terms.money(owner, name))
        for name, value in part
        if (value is not None or fields[name].default is not None)
        and not (brief and name != "kind" and value == fields[name].default)
    }


def _value(value: object, terms: Terms, *, money: bool = False) -> object:
    if isinstance(value, BaseModel):
        return written(value, terms)
    if isinstance(value, tuple):
        return [_value(each, terms) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if money and isinstance(value, int) and terms.currency:
        return major(value, terms.currency)
    return value


def laid_out(value: object, indent: str = "") -> str:
    """JSON with what belongs together on one line."""
    flat = json.dumps(value, ensure_ascii=False)
    inner = f"{indent}  "
    if isinstance(value, dict) and not _fits(flat, indent, value.values()):
        parts = [f"{json.dumps(key)}: {laid_out(each, inner)}" for key, each in value.items()]
    elif isinstance(value, list) and not _fits(flat, indent, value):
        parts = [laid_out(each, inner) for each in value]
    else:
        return flat
    ends = "{}" if isinstance(value, dict) else "[]"
    return ends[0] + ",".join(f"\n{inner}{part}" for part in parts) + f"\n{indent}{ends[1]}"


def _fits(flat: str, indent: str, parts: Iterable[object]) -> bool:
    return len(indent) + len(flat) <= LINE and not any(isinstance(each, dict | list) for each in parts)
