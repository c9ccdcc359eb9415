"""The filters of Shopify's Liquid that python-liquid lacks, for one store, language and instant."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.amounts import exponent
from sandbox.theme.extension import DEFAULT, words

_NAME = re.compile(r"{{\s*(\w+)\s*}}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SIGNS = {"USD": "$", "EUR": "€", "JPY": "¥", "MYR": "RM", "BRL": "R$ ", "CNY": "¥", "GBP": "£"}


def filters(currency: str, zone: str, locale: str, now: datetime) -> dict[str, Callable[..., Any]]:
    texts, others = words(locale), words(DEFAULT)

    def translate(key: str, **values: Any) -> str:
        found = _at(texts, key)
        found = _at(others, key) if found is None else found
        if isinstance(found, dict):
            found = found[_form(values.get("count"), locale, found)]
        if not isinstance(found, str):
            return f"Translation missing: {locale}.{key}"
        told = {name: "" if value is None else str(value) for name, value in values.items()}
        text = _NAME.sub(lambda name: told.get(name[1], ""), found)
        return text if key.endswith("_html") else escape(text)

    def money(hundredths: Any) -> str:
        """Liquid counts money in hundredths, whatever the currency has."""
        digits = exponent(currency)
        amount = Decimal(str(hundredths)) / 100
        rounded = amount.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        sign = _SIGNS.get(currency)
        return f"{sign}{rounded:,}" if sign else f"{rounded:,} {currency}"

    def dated(value: Any, pattern: str = "%Y-%m-%d") -> str:
        """In the store's time, as Shopify does it; `now` is the sandbox's."""
        if not value:
            return ""
        if _DAY.fullmatch(str(value)):
            return date.fromisoformat(value).strftime(pattern)
        moment = now if value == "now" else datetime.fromisoformat(str(value))
        if pattern == "%s":
            return str(int(moment.timestamp()))
        return moment.astimezone(ZoneInfo(zone)).strftime(pattern)

    return {"t": translate, "money": money, "date": dated, "color_contrast": color_contrast}


def color_contrast(one: str, other: str) -> float:
    """By WCAG 2, one digit after the point."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return round((brighter + 0.05) / (darker + 0.05), 1)


def _luminance(color: str) -> float:
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _at(texts: Any, key: str) -> Any:
    for part in key.split("."):
        texts = texts.get(part) if isinstance(texts, dict) else None
    return texts


def _form(count: Any, locale: str, forms: dict[str, str]) -> str:
    """The plural by CLDR: Portuguese of Brazil says none as it says one."""
    ones = (0, 1) if locale.startswith("pt") else (1,)
    return "one" if "one" in forms and count in ones else "other"
