"""How money and time read in a terminal."""

from datetime import datetime
from zoneinfo import ZoneInfo

from app.cli.backtest_report import grouped
from app.rules.money import major


def money(amount_minor: int, currency: str) -> str:
    """1205000 of USD -> `12,050.00 USD`."""
    return f"{plain_money(amount_minor, currency)} {currency}"


def plain_money(amount_minor: int, currency: str) -> str:
    sign = "-" if amount_minor < 0 else ""
    return sign + grouped(major(abs(amount_minor), currency))


def moment(instant: datetime, zone: str) -> str:
    """The day and minute in the store's zone."""
    return f"{instant.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
