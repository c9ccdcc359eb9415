"""`laurel benefits`: what members have, what reached the store, and what they use of it (MET-ENG-REDEEM)."""

from collections.abc import Iterator

import click

from app.cli.backtest_report import printable, table
from app.cli.opening import database, json_option, now, print_json, shop_option, the_shop
from app.cli.words import moment, money
from app.explain.benefits import Totals, totals
from app.models import Shop


@click.command()
@shop_option
@json_option
def benefits(domain: str | None, as_json: bool) -> None:
    """Each benefit of the live program: members, delivered, used in twelve months, money given away."""
    with database() as db, db.read() as session:
        shop = the_shop(session, domain)
        told = totals(session, shop, now())
    if as_json:
        print_json(told.to_json())
        return
    click.echo("\n\n".join(_report(told, shop)))


def _report(told: Totals, shop: Shop) -> Iterator[str]:
    yield f"Benefits of {told.shop}, version {told.version}, used since {moment(told.since, shop.zone)}"
    head = ["", "tiers", "members", "in the store", "refused", "used by", "orders", "given", "rate"]
    rows = [
        [
            printable(each.words),
            printable(", ".join(each.tiers)),
            *(f"{number:,}" for number in (each.members, each.delivered, each.refused, each.used_by)),
            f"{each.orders:,}",
            money(each.given_minor, told.currency),
            _rate(each.redemption_tenths),
        ]
        for each in told.benefits
    ]
    yield table([head, *rows], "<<>>>>>>>") if rows else "The program gives nothing."
    if told.grants:
        head = ["One-time", "promised", "delivered", "used", "failed", "to review", "given", "rate"]
        yield table([head, *_grant_rows(told)], "<>>>>>>>")


def _grant_rows(told: Totals) -> list[list[str]]:
    return [
        [
            each.benefit.replace("_", " "),
            *(f"{number:,}" for number in (each.promised, each.delivered, each.used, each.failed)),
            f"{each.needs_review:,}",
            money(each.given_minor, each.currency) if each.currency else "–",
            _rate(each.redemption_tenths),
        ]
        for each in told.grants
    ]


def _rate(tenths: int | None) -> str:
    return "–" if tenths is None else f"{tenths // 10}.{tenths % 10} %"
