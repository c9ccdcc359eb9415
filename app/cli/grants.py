"""`laurel grants`: one-time benefits and the money they move, as far as a person decides (BEN-FIN-CREDIT)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import click
from sqlmodel import Session

from app.cli.backtest_report import table
from app.cli.grants_report import HEAD, cells, data, words
from app.cli.opening import database, json_option, now, print_json, shop_option, the_customer, the_shop
from app.errors import BadInput
from app.grants import review, stop
from app.grants.family import survivor_of
from app.grants.listing import STATES, Listed, listing
from app.models import Grant, Shop
from app.rules.benefits.reward import Reward
from app.rules.money import BadAmount, minor

author_option = click.option("--author", default="operator", show_default=True, help="Who decides this.")
grant_argument = click.argument("grant_id", type=int, metavar="ID")

Act = Callable[[Session, Shop, int, str, datetime], Grant]


@click.group()
def grants() -> None:
    """One-time benefits: what was promised, paid and used, and what waits for you."""


@grants.command("list")
@shop_option
@click.option("--state", type=click.Choice(STATES), help="Only those in this state.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 10_000), help="How many.")
@json_option
def list_(domain: str | None, state: str | None, limit: int, as_json: bool) -> None:
    """List grants, the newest first."""
    with database() as db, db.read() as session:
        shop = the_shop(session, domain)
        found = listing(session, shop, state=state, limit=limit)
    if as_json:
        print_json([data(each) for each in found])
    elif found:
        click.echo(table([HEAD, *(cells(each, shop) for each in found)], "<<<<><<<"))
    else:
        click.echo("No grants." if state is None else f"No grants are {state.replace('_', ' ')}.")


@grants.command()
@grant_argument
@shop_option
@author_option
@json_option
def approve(grant_id: int, domain: str | None, author: str, as_json: bool) -> None:
    """Let grant ID, which waits for approval, be sent."""
    _act(review.approve, grant_id, domain, author, as_json)


@grants.command()
@grant_argument
@shop_option
@author_option
@json_option
def refuse(grant_id: int, domain: str | None, author: str, as_json: bool) -> None:
    """Refuse grant ID, which waits for approval."""
    _act(review.refuse, grant_id, domain, author, as_json)


@grants.command()
@grant_argument
@shop_option
@author_option
@json_option
def cancel(grant_id: int, domain: str | None, author: str, as_json: bool) -> None:
    """Take back grant ID, which was not sent, or which was found unpaid."""
    _act(review.cancel, grant_id, domain, author, as_json)


@grants.command()
@grant_argument
@click.option(
    "--transaction", required=True, help="What paid it: the id of a transaction, code, card, refund."
)
@shop_option
@author_option
@json_option
def paid(grant_id: int, transaction: str, domain: str | None, author: str, as_json: bool) -> None:
    """Say that grant ID, which needs a review, was paid by a transaction of the store."""

    def act(session: Session, shop: Shop, grant: int, by: str, at: datetime) -> Grant:
        return review.paid(session, shop, grant, transaction, by, at)

    _act(act, grant_id, domain, author, as_json)


@grants.command("not-paid")
@grant_argument
@shop_option
@author_option
@json_option
def not_paid(grant_id: int, domain: str | None, author: str, as_json: bool) -> None:
    """Say that grant ID was not paid: it is sent again."""
    _act(review.not_paid, grant_id, domain, author, as_json)


@grants.command()
@click.argument("customer")
@click.argument("amount")
@shop_option
@click.option(
    "--form", type=click.Choice(["store_credit", "code", "gift_card"]), default="store_credit",
    show_default=True,
)  # fmt: skip
@click.option(
    "--days", default=365, show_default=True, type=click.IntRange(0, 1826), help="To use it in; 0: no end."
)
@click.option("--reason", required=True, help="Why; shown to whoever looks at the member.")
@click.option("--key", default="", help="The same key for the same customer gives only once.")
@author_option
@json_option
def give(
    customer: str,
    amount: str,
    domain: str | None,
    form: Any,
    days: int,
    reason: str,
    key: str,
    author: str,
    as_json: bool,
) -> None:
    """Give CUSTOMER a surprise of AMOUNT, such as 25.00, in the store's currency."""
    at = now()
    with database() as db, db.write() as session:
        shop = the_shop(session, domain)
        worth = _worth(amount, shop.counting_currency)
        reward = Reward(kind=review.SURPRISE, form=form, amount_minor=worth, valid_days=days)
        member = the_customer(session, shop, customer)
        grant, fresh = review.give(session, shop, member, reward, reason, author, at, key)
        listed = Listed(grant, member)
    if as_json:
        print_json(data(listed) | {"given_now": fresh})
    else:
        told = words(listed, shop)
        click.echo(f"{told}. The worker sends it." if fresh else f"Given before by this key: {told}.")


@grants.command("stop-money")
@shop_option
@author_option
def stop_money(domain: str | None, author: str) -> None:
    """Let no money leave the store from now on."""
    with database() as db, db.write() as session:
        shop = the_shop(session, domain)
        stop.stop(session, shop, author, now())
    click.echo(f"No money leaves {shop.domain}. Go on with: laurel grants resume-money")


@grants.command("resume-money")
@shop_option
@author_option
def resume_money(domain: str | None, author: str) -> None:
    """Have every account read that is waited for; when all were read, money goes on by itself."""
    with database() as db, db.write() as session:
        shop = the_shop(session, domain)
        stop.resume(session, shop, author, now())
    click.echo(f"The accounts of {shop.domain} are read; money goes on when all were.")


def _worth(amount: str, currency: str) -> int:
    try:
        worth = minor(amount, currency)
    except BadAmount as problem:
        raise BadInput(str(problem)) from None
    if worth <= 0:
        raise BadInput("a surprise is worth more than nothing")
    return worth


def _act(act: Act, grant_id: int, domain: str | None, author: str, as_json: bool) -> None:
    with database() as db, db.write() as session:
        shop = the_shop(session, domain)
        grant = act(session, shop, grant_id, author, now())
        listed = Listed(grant, survivor_of(session, shop.id, grant.customer_id))
    if as_json:
        print_json(data(listed))
    else:
        click.echo(f"{words(listed, shop)}.")
