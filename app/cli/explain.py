"""`laurel explain`: why a customer is in their tier (GAP-WHY)."""

from datetime import date, timedelta

import click
from sqlmodel import Session

from app.cli.explain_report import report, since_then
from app.cli.opening import database, json_option, now, print_json, shop_option, the_customer, the_shop
from app.cli.options import a_day
from app.explain import explain as explain_member
from app.explain.plain import plain
from app.explain.shape import Explanation
from app.explain.since_then import differences
from app.rules.periods import starts_at


@click.command()
@click.argument("customer")
@shop_option
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", callback=a_day,
    help="At the end of that day of the store, by what was recorded then.",
)  # fmt: skip
@click.option(
    "--known-now",
    is_flag=True,
    help="With --as-of: by all that is known now about that day, and what differs from then.",
)
@json_option
def explain(customer: str, domain: str | None, as_of: date | None, known_now: bool, as_json: bool) -> None:
    """Say why CUSTOMER (an id, a gid or an e-mail) is in a tier, by which orders, and what happens next."""
    with database() as db, db.read() as session:
        told, then = _explained(session, domain, customer, as_of, known_now)
    found = differences(then, told) if then else ()
    if as_json:
        print_json(told.to_json() | ({"differences": plain(found)} if then else {}))
        return
    click.echo(report(told))
    if then:
        click.echo(f"\n{since_then(found, told)}")


def _explained(
    session: Session, domain: str | None, text: str, as_of: date | None, known_now: bool
) -> tuple[Explanation, Explanation | None]:
    """The explanation; with `known_now` also the one of what was recorded by that day."""
    shop = the_shop(session, domain)
    row = the_customer(session, shop, text)
    if as_of is None:
        return explain_member(session, shop, row, now()), None
    at = starts_at(as_of + timedelta(days=1), shop.zone) - timedelta(microseconds=1)
    as_recorded = explain_member(session, shop, row, at, at)
    return (explain_member(session, shop, row, at), as_recorded) if known_now else (as_recorded, None)
