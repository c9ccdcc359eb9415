"""How figures, days and money read on a page. Nothing is rounded before it is shown."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint
from markupsafe import Markup

from app.rules.money import exponent, half_up, major

MINUS, NARROW_SPACE = "\N{MINUS SIGN}", "\N{NO-BREAK SPACE}"

SYMBOLS = {
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "JPY": "¥",
    "CNY": "CN¥",
    "INR": "₹",
    "KRW": "₩",
    "BRL": "R$",
    "CAD": "CA$",
    "AUD": "A$",
    "NZD": "NZ$",
    "HKD": "HK$",
    "TWD": "NT$",
    "MXN": "MX$",
    "PHP": "₱",
    "VND": "₫",
    "ILS": "₪",
}
"""The signs that English pages use (CLDR, en); any other currency shows its code."""

ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b", re.ASCII)


def money(amount_minor: int, currency: str) -> str:
    """1205000 of USD -> `$12,050.00`; `MYR 12,050.00` where the currency has no sign of its own."""
    whole, point, fraction = major(abs(amount_minor), currency).partition(".")
    sign = SYMBOLS.get(currency, f"{currency}{NARROW_SPACE}")
    return f"{MINUS if amount_minor < 0 else ''}{sign}{int(whole):,}{point}{fraction}"


def rounded(amount_minor: int, currency: str) -> str:
    """Whole units, half-up, for sums that only give an impression."""
    return money(half_up(amount_minor, 10 ** exponent(currency)) * 10 ** exponent(currency), currency).split(
        "."
    )[0]


def number(value: int) -> str:
    return f"{value:,}".replace("-", MINUS)


def percent(tenths: int) -> str:
    """312 -> `31.2 %`."""
    whole, tenth = divmod(tenths, 10)
    return f"{whole}.{tenth}{NARROW_SPACE}%"


def share(part: int, whole: int) -> str:
    """A part of a whole, one digit after the point, half-up; something is never shown as nothing."""
    if not whole or not part:
        return f"0{NARROW_SPACE}%"
    tenths = half_up(1000 * part, whole)
    return percent(tenths) if tenths else f"< 0.1{NARROW_SPACE}%"


def day(value: date | datetime, zone: str = "UTC") -> str:
    """`3 May 2026`; an instant shows the day it falls on in the shop's zone."""
    local = value.astimezone(ZoneInfo(zone)) if isinstance(value, datetime) else value
    return f"{local.day}{NARROW_SPACE}{local:%b %Y}"


def day_before(value: date) -> str:
    """The last day on which something holds that ends with this day."""
    return day(value - timedelta(days=1))


def moment(value: datetime, zone: str = "UTC") -> Markup:
    """Day and time in the shop's zone, as an element that machines can read."""
    local = value.astimezone(ZoneInfo(zone))
    words = f"{day(local.date())}, {local:%H:%M}"
    return Markup('<time datetime="{}">{}</time>').format(local.isoformat(timespec="seconds"), words)


def days_in_words(text: str) -> str:
    """A sentence with ISO days in it, such as the explanations make: the days as people write them."""
    return ISO_DAY.sub(lambda found: day(date.fromisoformat(found[0])), text)


def ngettext(one: str, many: str, num: int) -> str:
    """The form for `num`, which stands in the text as %(num)s. Translations will bring their own."""
    return (one if num == 1 else many) % {"num": number(num)}


def tier_color(rank: int, of: int) -> str:
    """Light to dark with the rank, one hue: who cannot tell colours apart still sees the order."""
    if not rank:
        return "#d9d9d9"
    light, dark = (0xA9, 0xCF, 0xB6), (0x17, 0x4E, 0x35)
    step = (rank - 1) / (of - 1) if of > 1 else 1.0
    mixed = (round(a + (b - a) * step) for a, b in zip(light, dark, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


FILTERS = (money, rounded, number, percent, day, day_before, moment, days_in_words)
GLOBALS = (ngettext, share, tier_color)


def register(blueprint: Blueprint) -> None:
    for filter_ in FILTERS:
        blueprint.add_app_template_filter(filter_)
    for global_ in GLOBALS:
        blueprint.add_app_template_global(global_)
