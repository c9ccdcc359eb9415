"""Values of metafields: which are good for a type, and how each is stored and shown.

Messages and normal forms are recorded ones, except where the README's table says otherwise.
"""

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.api_errors import NotSupported


class BadValue(Exception):
    def __init__(self, message: str, element: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.element = element  # of a list


_LIST_LIMIT = 128
_MONEY = (
    "Value must be a stringified JSON object with amount (numeric) and currency_code"
    " (string matching the shop's currency) fields."
)
_TIME = "Value must be in “YYYY-MM-DDTHH:MM:SS” format. For example: 2022-06-01T15:30:00"


def stored(kind: str, value: str) -> str:
    """The value as it is kept. Raises BadValue."""
    if kind.startswith("list."):
        return _list(kind.removeprefix("list."), value)
    if kind not in _KINDS:
        raise NotSupported(f"metafield type {kind}")
    return _KINDS[kind](value)


def json_value(kind: str, value: str) -> Any:
    if kind in ("json", "money", "rating") or kind.startswith("list."):
        return json.loads(value)
    if kind == "number_integer":
        return int(value)
    # Only true becomes a JSON boolean; false stays text (recorded).
    return True if (kind, value) == ("boolean", "true") else value


def _single_line(value: str) -> str:
    if "\n" in value or "\r" in value:
        raise BadValue("Value must be a single line text string.")
    return _present(value)


def _present(value: str) -> str:
    if not value.strip():
        raise BadValue("Value can't be blank.")
    return value


def _integer(value: str) -> str:
    match = re.fullmatch(r"\s*(-?\d+)(?:\.0*)?\s*", value)
    if match is None:
        raise BadValue("Value must be an integer.")
    return str(int(match[1]))


def _decimal(value: str) -> str:
    try:
        number = Decimal(value.strip())
    except InvalidOperation as error:
        raise BadValue("Value must be a decimal.") from error
    if abs(number) > 9_999_999_999_999:
        raise BadValue("Value can't exceed 9999999999999.")
    whole, _, fraction = f"{number:f}".partition(".")
    return f"{whole}.{fraction[:9].rstrip('0') or '0'}"


def _boolean(value: str) -> str:
    word = value.strip().lower()
    if word in ("true", "t", "1"):
        return "true"
    if word in ("false", "f", "0"):
        return "false"
    raise BadValue("Value must be true or false.")


def _date(value: str) -> str:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise BadValue("Value must be in YYYY-MM-DD format.")
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise BadValue("Value must be in YYYY-MM-DD format.") from error


def _date_time(value: str) -> str:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise BadValue(_TIME) from error
    text = moment.replace(microsecond=0).isoformat()
    return text if moment.tzinfo else f"{text}+00:00"


def _json(value: str) -> str:
    try:
        json.loads(_present(value))
    except ValueError as error:
        raise BadValue(f"Value is invalid JSON: {error}.") from error
    return value


def _money(value: str) -> str:
    try:
        content = json.loads(value)
    except ValueError as error:
        raise BadValue(_MONEY) from error
    if not isinstance(content, dict) or not {"amount", "currency_code"} <= content.keys():
        raise BadValue(_MONEY)
    if not content["currency_code"]:
        raise BadValue("Value must have a currency code.")
    try:
        amount = Decimal(str(content["amount"]))
    except InvalidOperation as error:
        raise BadValue("Value must have a numeric amount.") from error
    if abs(amount) > 10**18:
        raise BadValue("Value must be within +/-1000000000000000000.")
    if not re.fullmatch(r"[A-Z]{3}", content["currency_code"]) or content["currency_code"] == "ZZZ":
        raise BadValue(f"Value contains an invalid currency, {content['currency_code']}.")
    return value


def _color(value: str) -> str:
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
        raise BadValue("Value must be a hex color code.")
    return value


def _list(kind: str, value: str) -> str:
    try:
        entries = json.loads(value)
    except ValueError as error:
        raise BadValue("Value must be a JSON array.") from error
    if not isinstance(entries, list):
        raise BadValue("Value must be a JSON array.")
    if len(entries) > _LIST_LIMIT:
        raise BadValue(f"Value has more than {_LIST_LIMIT} elements.")
    for at, entry in enumerate(entries):
        try:
            stored(kind, entry if isinstance(entry, str) else json.dumps(entry))
        except BadValue as bad:
            raise BadValue(bad.message, element=at) from bad
    return value


_KINDS: dict[str, Callable[[str], str]] = {
    "boolean": _boolean,
    "color": _color,
    "date": _date,
    "date_time": _date_time,
    "json": _json,
    "money": _money,
    "multi_line_text_field": _present,
    "number_decimal": _decimal,
    "number_integer": _integer,
    "single_line_text_field": _single_line,
}
