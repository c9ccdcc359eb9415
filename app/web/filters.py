"""How figures, days and money read on a page, in its language. Nothing is rounded before it is shown."""

import re
from copy import copy
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from zoneinfo import ZoneInfo

import flask_babel
from babel import Locale
from babel.dates import format_date, format_skeleton, get_timezone_location
from babel.numbers import NumberPattern, format_decimal
from flask import Blueprint
from markupsafe import Markup

from app.rules.member_year import shown
from app.rules.money import exponent, half_up, major
from app.rules.tier_marks import COLORS, Color
from app.web.language import language

MINUS, NARROW_SPACE = "\N{MINUS SIGN}", "\N{NO-BREAK SPACE}"
ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b", re.ASCII)
BETWEEN = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


def money(amount_minor: int, currency: str) -> str:
    """1205000 of USD -> `$12,050.00`; `MYR 12,050.00` where the currency has no sign of its own (CLDR).

    The digits after the point are those of Shopify's amounts, not CLDR's, which drops some that are paid.
    """
    shown = _written(Decimal(major(abs(amount_minor), currency)), currency, exponent(currency))
    return f"{MINUS if amount_minor < 0 else ''}{shown}"


def _written(value: Decimal, currency: str, digits: int) -> str:
    """As CLDR has it, with the space that it wants between a code of letters and a figure."""
    spoken = language()
    shown = _pattern(spoken, digits).apply(value, spoken, currency=currency, currency_digits=False)
    return BETWEEN.sub(NARROW_SPACE, shown)


@cache
def _pattern(spoken: Locale, digits: int) -> NumberPattern:
    pattern: NumberPattern = copy(spoken.currency_formats["standard"])
    pattern.frac_prec = (digits, digits)
    return pattern


def rounded(amount_minor: int | Fraction, currency: str) -> str:
    """Whole units, half-up, for sums that only give an impression."""
    exact = abs(Fraction(amount_minor))
    units = Decimal(half_up(exact.numerator, exact.denominator * 10 ** exponent(currency)))
    shown = _written(units, currency, 0)
    return f"{MINUS if amount_minor < 0 and units else ''}{shown}"


def number(value: int) -> str:
    return format_decimal(value, locale=language()).replace("-", MINUS)


def percent(tenths: int) -> str:
    """312 -> `31.2 %`."""
    shown = format_decimal(Decimal(tenths) / 10, "#,##0.0", locale=language()).replace("-", MINUS)
    return f"{shown}{NARROW_SPACE}%"


def of_ten_thousand(basis_points: Fraction) -> str:
    """Exact basis points with one digit, half-up: 2482 -> `24.8 %`."""
    return percent(half_up(basis_points.numerator, basis_points.denominator * 10))


def whole_percent(basis_points: Fraction | None) -> str:
    """ECO-BE-PCT: 4725 -> `47 %`."""
    if basis_points is None:
        return "–"
    return f"{number(half_up(basis_points.numerator, basis_points.denominator * 100))}{NARROW_SPACE}%"


def hundredths(value: Fraction) -> str:
    """1200 -> `12`, 1250 -> `12.5`."""
    return str(format_decimal(Decimal(shown(value)) / 100, "#,##0.##", locale=language()))


def share(part: int, whole: int) -> str:
    """A part of a whole, one digit after the point, half-up; something is never shown as nothing."""
    if not whole or not part:
        return f"0{NARROW_SPACE}%"
    tenths = half_up(1000 * part, whole)
    return percent(tenths) if tenths else f"< {percent(1)}"


def day(value: date | datetime, zone: str = "UTC") -> str:
    """`3 May 2026`; an instant shows the day it falls on in the shop's zone."""
    local = value.astimezone(ZoneInfo(zone)).date() if isinstance(value, datetime) else value
    spoken = language()
    if spoken.language == "en":
        return f"{local.day}{NARROW_SPACE}{local:%b %Y}"
    return format_date(local, "medium", locale=spoken)


def month_name(value: date) -> str:
    """`December 2026`."""
    return str(format_date(value, "LLLL y", locale=language())).capitalize()


def weekday_name(value: date) -> str:
    """`Mon`, as a calendar's head has it."""
    return str(format_date(value, "ccc", locale=language()))


def clock(value: datetime, zone: str = "UTC") -> str:
    """`09:00`, as the clocks of the zone show it."""
    return f"{value.astimezone(ZoneInfo(zone)):%H:%M}"


def zone_city(zone: str) -> str:
    """`America/New_York` → `New York`, the city whose clocks are meant."""
    return get_timezone_location(zone, locale=language(), return_city=True)


def day_before(value: date) -> str:
    """The last day on which something holds that ends with this day."""
    return day(value - timedelta(days=1))


def month(value: date) -> str:
    """`May 2026`."""
    spoken = language()
    if spoken.language == "en":
        return f"{value:%b %Y}"
    return str(format_skeleton("yMMM", value, locale=spoken))


def moment(value: datetime, zone: str = "UTC") -> Markup:
    """Day and time in the shop's zone, as an element that machines can read."""
    local = value.astimezone(ZoneInfo(zone))
    words = f"{day(local.date())}, {local:%H:%M}"
    return Markup('<time datetime="{}">{}</time>').format(local.isoformat(timespec="seconds"), words)


def days_in_words(text: str) -> str:
    """A sentence with ISO days in it, such as the explanations make: the days as people write them."""
    return ISO_DAY.sub(lambda found: day(date.fromisoformat(found[0])), text)


def ngettext(one: str, many: str, num: int) -> str:
    """The form for `num`, which stands in the text as %(num)s."""
    return str(flask_babel.get_translations().ngettext(one, many, num) % {"num": number(num)})


def tier_color(rank: int, of: int, color: Color | None = None) -> str:
    """The tier's own colour; else light to dark with the rank, one hue: who cannot tell colours apart still
    sees the order."""
    if color is not None:
        return COLORS[color]
    if not rank:
        return "#d9d9d9"
    light, dark = (0xA9, 0xCF, 0xB6), (0x17, 0x4E, 0x35)
    step = (rank - 1) / (of - 1) if of > 1 else 1.0
    mixed = (round(a + (b - a) * step) for a, b in zip(light, dark, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def last_day(value: datetime, zone: str) -> str:
    """The last local day of what ends at an instant."""
    return day(value - timedelta(microseconds=1), zone)


FILTERS = (
    money,
    rounded,
    number,
    percent,
    day,
    month_name,
    weekday_name,
    clock,
    zone_city,
    day_before,
    last_day,
    month,
    moment,
    days_in_words,
    shown,
    of_ten_thousand,
    whole_percent,
    hundredths,
    major,
)
GLOBALS = (ngettext, share, tier_color)


def register(blueprint: Blueprint) -> None:
    for filter_ in FILTERS:
        blueprint.add_app_template_filter(filter_)
    for global_ in GLOBALS:
        blueprint.add_app_template_global(global_)
