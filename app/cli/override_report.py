"""Overrides as a person reads them in a terminal."""

from datetime import date
from typing import Any

from app.cli.backtest_report import printable, table
from app.models import Customer, Shop
from app.models.override import FLOOR
from app.overrides import Listed
from app.rules.periods import local_day


def report(figures: dict[str, Any]) -> str:
    rows = [
        ["Rows", f"{figures['rows']:,}"],
        ["Would be given" if figures["dry_run"] else "Given", f"{figures['given']:,}"],
        ["There before", f"{figures['before']:,}"],
    ]
    if figures["unknown"]:
        rows.append(["Unknown, left out", f"{figures['unknown']:,}"])
    told = table(rows, "<>")
    return f"{told}\n\nThe file can be imported. Nothing was written." if figures["dry_run"] else told


def data(listed: Listed) -> dict[str, Any]:
    row = listed.override.model_dump(exclude={"shop_id", "customer_id"})
    customer = listed.customer
    about = {"customer_id": customer.id, "platform_id": customer.platform_id, "email": customer.email}
    return row | {"state": listed.state} | about


def cells(listed: Listed, shop: Shop) -> list[str]:
    row = listed.override
    return [
        str(row.id),
        _who(listed.customer),
        _what(listed),
        _until(listed, shop) or "–",
        printable(row.author),
        listed.state,
        printable(row.reason),
    ]


def words(listed: Listed, shop: Shop) -> str:
    until = _until(listed, shop)
    return f"{_who(listed.customer)} {_what(listed)}{f' through {until}' if until else ''}"


def _what(listed: Listed) -> str:
    row = listed.override
    kind = "at least" if row.kind == FLOOR else "at most"
    return f"{kind} {row.tier or 'no tier'}{' (goodwill)' if row.goodwill else ''}"


def _until(listed: Listed, shop: Shop) -> str:
    """Its last local day."""
    row = listed.override
    if row.to_at is None:
        return ""
    return (local_day(row.to_at, shop.zone) - date.resolution).isoformat()


def _who(customer: Customer) -> str:
    return printable(customer.email or f"customer {customer.platform_id or customer.id}")
