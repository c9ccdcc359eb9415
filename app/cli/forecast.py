"""`laurel forecast`: who falls when and what keeps them, and who is near a tier (GAP-FORECAST)."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click
from sqlmodel import Session

from app.cli.forecast_report import falling_report, near_report, outlook_report
from app.cli.opening import database, json_option, now, print_json, shop_option, the_customer, the_shop
from app.errors import BadInput
from app.explain import forecast as lists
from app.explain.ahead import ahead
from app.explain.near import near as near_list
from app.explain.plain import plain
from app.models import Shop
from app.programs import program_of
from app.rules.money import BadAmount, minor
from app.rules.value_metrics import Metric

WITHIN_DAYS = 90
USUAL = "usual"
"""What `--near` stands for without an amount."""


def _day(_context: click.Context, _parameter: click.Parameter, day: datetime | None) -> date | None:
    return day.date() if day else None


@click.command()
@shop_option
@click.option(
    "--within", default=WITHIN_DAYS, show_default=True, type=click.IntRange(0, 3_650), metavar="DAYS",
    help="Falls of so many days.",
)  # fmt: skip
@click.option("--at-risk", is_flag=True, help="Falls of the next 60 days: who has been, or is to be, warned.")
@click.option(
    "--near", metavar="[AMOUNT]", is_flag=False, flag_value=USUAL,
    help="Instead: who lacks at most so much to the next tier; a tenth of the lowest if no amount is given.",
)  # fmt: skip
@click.option("--customer", help="Instead: what comes for this customer, an id, a gid or an e-mail.")
@click.option("--order", "order", metavar="AMOUNT", help="With --customer: after an order of so much.")
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", callback=_day,
    help="With --order: made on that day; else now.",
)  # fmt: skip
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 10_000), help="How many.")
@json_option
def forecast(
    domain: str | None,
    within: int,
    at_risk: bool,
    near: str | None,
    customer: str | None,
    order: str | None,
    on: date | None,
    limit: int,
    as_json: bool,
) -> None:
    """Say who falls on which day if they buy nothing, and what would keep them, the soonest first."""
    if sum((at_risk, near is not None, customer is not None)) > 1:
        raise click.UsageError("--at-risk, --near and --customer are three questions; ask one of them")
    if (order is not None and customer is None) or (on is not None and order is None):
        raise click.UsageError("--order needs --customer, and --on needs --order")
    with database() as db, db.read() as session:
        shop, at = the_shop(session, domain), now()
        _, program = program_of(session, shop.id, at)
        metric = program.measure
        if customer is not None:
            data, words = _of_one(session, shop, metric, customer, order, on, at)
        elif near is not None:
            most = None if near == USUAL else _amount(near, metric, shop.currency, "--near")
            found = near_list(session, shop, at, most, limit)
            data, words = plain(found), lambda: near_report(found, metric, shop)
        else:
            falling = (
                lists.at_risk(session, shop, at, limit)
                if at_risk
                else lists.falling(session, shop, at, within, limit)
            )
            data, words = plain(falling), lambda: falling_report(falling, metric, shop)
    if as_json:
        assert isinstance(data, dict)
        print_json({"shop": shop.domain, "currency": shop.currency, "unit": metric.unit} | data)
    else:
        click.echo(words())


def _of_one(
    session: Session,
    shop: Shop,
    metric: Metric,
    customer: str,
    order: str | None,
    on: date | None,
    at: datetime,
) -> tuple[Any, Callable[[], str]]:
    row = the_customer(session, shop, customer)
    amount = None
    if order is not None:
        amount = _money(order, shop.currency, "--order")
        if amount <= 0:
            raise click.BadParameter("an order is worth more than nothing", param_hint="--order")
    found = ahead(session, shop, row, at, amount, on)
    who = {"customer_id": row.id, "platform_id": row.platform_id, "email": row.email}
    asked = {"order_minor": amount, "on": on}
    data = plain({"customer": who, "order": asked if amount else None, **_parts(found)})
    return data, lambda: outlook_report(found, row, amount, metric, shop)


def _parts(found: object) -> dict[str, object]:
    told = plain(found)
    assert isinstance(told, dict)
    return told


def _amount(text: str, metric: Metric, currency: str, option: str) -> int:
    """In the metric's unit: money, or a number of orders."""
    if metric.unit == "money":
        amount = _money(text, currency, option)
    elif text.isascii() and text.isdigit() and len(text) < 10:
        amount = int(text)
    else:
        raise click.BadParameter("the program counts orders: give a whole number", param_hint=option)
    if amount < 0:
        raise click.BadParameter("give nothing below zero", param_hint=option)
    return amount


def _money(text: str, currency: str, option: str) -> int:
    if not currency:
        raise BadInput("The currency of the store is not known yet: open the app in the store once.")
    try:
        return minor(text, currency)
    except BadAmount as bad:
        raise click.BadParameter(str(bad), param_hint=option) from None
