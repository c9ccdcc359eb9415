"""Frozen dataclasses as plain data for JSON."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date


def plain(value: object) -> object:
    """Instants and days become ISO 8601 text, tuples lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value
