"""`laurel timeline`: what was promised to a customer, delivered and used (SUP-HISTORY, GAP-DELIVERY)."""

from collections.abc import Iterable

import click

from app.cli.backtest_report import printable, table
from app.cli.opening import database, json_option, now, print_json, shop_option, the_customer, the_shop
from app.cli.words import moment, money
from app.explain.events import Event
from app.explain.member_benefits import MemberBenefit
from app.explain.timeline import Timeline
from app.explain.timeline import timeline as timeline_of
from app.models import Shop


@click.command()
@click.argument("customer")
@shop_option
@json_option
def timeline(customer: str, domain: str | None, as_json: bool) -> None:
    """Tell the story of CUSTOMER (an id, a gid or an e-mail): tiers, benefits, gifts, notices, hands."""
    with database() as db, db.read() as session:
        shop = the_shop(session, domain)
        told = timeline_of(session, shop, the_customer(session, shop, customer), now())
    if as_json:
        print_json(told.to_json())
        return
    click.echo("\n\n".join([_head(told), _benefits(told, shop), _events(told.events, shop)]))


def _head(told: Timeline) -> str:
    share = told.full_price_tenths
    bought = "" if share is None else f"; {share // 10}.{share % 10} % bought at full price"
    return f"{printable(told.tier or 'No tier')}{bought}"


def _benefits(told: Timeline, shop: Shop) -> str:
    if not told.benefits:
        return "Nothing is promised now."
    rows = [
        [printable(each.words), each.state, *_since(each, shop), _used(each, told)] for each in told.benefits
    ]
    return table([["Promised now", "state", "since", "in the store", "used"], *rows], "<<<<<")


def _since(each: MemberBenefit, shop: Shop) -> tuple[str, str]:
    promised = moment(each.promised_at, shop.zone) if each.promised_at else "–"
    delivered = moment(each.delivered_at, shop.zone) if each.delivered_at else printable(each.problem) or "–"
    return promised, delivered


def _used(each: MemberBenefit, told: Timeline) -> str:
    if not each.uses:
        return "–"
    worth = f", {money(each.used_minor, told.currency)}" if each.used_minor else ""
    return f"{len(each.uses)} orders{worth}"


def _events(events: Iterable[Event], shop: Shop) -> str:
    lines = [
        f"  {moment(event.at, shop.zone)}  {printable(event.words)}"
        + (f" ({printable(event.cause)})" if event.cause else "")
        + (f": {printable(event.problem)}" if event.problem else "")
        for event in events
    ]
    return "\n".join(["What happened", *lines]) if lines else "Nothing happened yet."
