"""`laurel drops`: products that members may buy before the public (BEN-EXP-EARLY)."""

from dataclasses import replace
from datetime import datetime

import click

from app.cli import drops_exports, drops_proof
from app.cli.backtest_report import table
from app.cli.drops_options import (
    author_option,
    before_help,
    collection_option,
    hours_option,
    product_option,
    public_option,
)
from app.cli.drops_report import cells, data, planned_words, report
from app.cli.opening import database, json_option, now, print_json, shop_option, the_shop
from app.drops import Planned, Wish, add, cancel, change, listing, release_of, the_drop, wish_of
from app.drops.enforcement import WORDS, block_on_failure, enforcement
from app.drops.proof import prove, told
from app.drops.rows import products_seen
from app.models.drop import BEFORE, HIDDEN
from app.programs import program_of


@click.group()
def drops() -> None:
    """Early access: products that members may buy some hours before everybody else."""


drops.add_command(drops_exports.reserve)
drops.add_command(drops_exports.back_orders_)


@drops.command("add")
@click.argument("title")
@shop_option
@public_option
@product_option
@collection_option
@hours_option
@click.option("--before", type=click.Choice(BEFORE), default=HIDDEN, show_default=True, help=before_help)
@author_option
@json_option
def add_(
    title: str,
    domain: str | None,
    public: datetime | None,
    products: tuple[int, ...],
    collections: tuple[int, ...],
    hours: tuple[tuple[str, int], ...],
    before: str,
    author: str,
    as_json: bool,
) -> None:
    """Plan a drop TITLE; the store is changed within seconds where it is live."""
    if public is None:
        raise click.UsageError("say with --public when everybody may buy")
    wish = Wish(title, public, products, collections, dict(hours), before)
    at = now()
    with database() as db, db.write() as session:
        shop = the_shop(session, domain)
        _told(add(session, shop, wish, author, at), shop.zone, as_json)


@drops.command("change")
@click.argument("drop_id", type=int, metavar="ID")
@shop_option
@click.option("--title")
@public_option
@product_option
@collection_option
@hours_option
@click.option("--as-program", is_flag=True, help="Follow the program's hours again.")
@click.option("--before", type=click.Choice(BEFORE), help=before_help)
@author_option
@json_option
def change_(
    drop_id: int,
    domain: str | None,
    title: str | None,
    public: datetime | None,
    products: tuple[int, ...],
    collections: tuple[int, ...],
    hours: tuple[tuple[str, int], ...],
    as_program: bool,
    before: str | None,
    author: str,
    as_json: bool,
) -> None:
    """Change what is given of drop ID. Products and collections take the place of those before."""
    at = now()
    with database() as db, db.write() as session:
        shop = the_shop(session, domain)
        wish = wish_of(the_drop(session, shop, drop_id))
        if products or collections:
            wish = replace(wish, products=products, collections=collections)
        if hours or as_program:
            wish = replace(wish, hours=dict(hours))
        wish = replace(
            wish,
            title=title or wish.title,
            public_on=public or wish.public_on,
            before=before or wish.before,
        )
        _told(change(session, shop, drop_id, wish, author, at), shop.zone, as_json)


@drops.command("cancel")
@click.argument("drop_id", type=int, metavar="ID")
@shop_option
@author_option
@json_option
def cancel_(drop_id: int, domain: str | None, author: str, as_json: bool) -> None:
    """Cancel drop ID: its products go back to what they were before it."""
    at = now()
    with database() as db, db.write() as session:
        row = cancel(session, the_shop(session, domain), drop_id, author, at)
    if as_json:
        print_json({"id": row.id, "cancelled_at": row.cancelled_at})
    else:
        click.echo(f"Drop {row.id} is cancelled. Its products go back to what they were.")


@drops.command("list")
@shop_option
@click.option("--all", "over", is_flag=True, help="Also those that are over.")
@json_option
def list_(domain: str | None, over: bool, as_json: bool) -> None:
    """List drops, the next first."""
    at = now()
    with database() as db, db.read() as session:
        shop = the_shop(session, domain)
        _, program = program_of(session, shop.id, at)
        found = [(row, release_of(row, program, shop.zone)) for row in listing(session, shop.id, over=over)]
    if as_json:
        print_json([data(row, release, at) for row, release in found])
    elif found:
        head = ["Id", "Drop", "Public", "State", "Next"]
        click.echo(table([head, *(cells(row, release, at) for row, release in found)], "<<<<<"))
    else:
        click.echo("No drops." if over else "No drops are planned or open.")


@drops.command("show")
@click.argument("drop_id", type=int, metavar="ID")
@shop_option
@json_option
def show(drop_id: int, domain: str | None, as_json: bool) -> None:
    """Show who may buy when, what the products are, and what keeps others from buying."""
    at = now()
    with database() as db, db.read() as session:
        shop = the_shop(session, domain)
        row = the_drop(session, shop, drop_id)
        _, program = program_of(session, shop.id, at)
        release = release_of(row, program, shop.zone)
        products, enforced = products_seen(session, row), enforcement(session, shop.id)
    if as_json:
        seen = [each.model_dump(exclude={"shop_id", "drop_id"}) for each in products]
        print_json(data(row, release, at) | {"enforced": enforced, "seen": seen})
    else:
        click.echo(report(row, release, products, enforced, at))


@drops.command("proof")
@click.argument("drop_id", type=int, metavar="ID")
@shop_option
@json_option
def proof(drop_id: int, domain: str | None, as_json: bool) -> None:
    """Print the whole record of drop ID, and whether anybody bought before they were allowed to."""
    at = now()
    with database() as db, db.read() as session:
        shop = the_shop(session, domain)
        row = the_drop(session, shop, drop_id)
        _, program = program_of(session, shop.id, at)
        found = prove(session, row, release_of(row, program, shop.zone), at)
    if as_json:
        print_json(told(row, found))
    else:
        click.echo(drops_proof.report(row, found, shop.zone))


@drops.command("checkout")
@shop_option
@click.option(
    "--block-on-failure/--let-through-on-failure", "blocks", default=None,
    help="What becomes of an order while the Function itself fails.",
)  # fmt: skip
@json_option
def checkout(domain: str | None, blocks: bool | None, as_json: bool) -> None:
    """Say whether the checkout refuses early buyers, and choose what happens while it cannot tell."""
    at = now()
    with database() as db, db.write() as session:
        shop = the_shop(session, domain)
        if blocks is not None:
            block_on_failure(session, shop, blocks, at)
        enforced, blocks = enforcement(session, shop.id), shop.gates_block_on_failure
    if as_json:
        print_json({"enforced": enforced, "block_on_failure": blocks})
    else:
        told = "no order goes through" if blocks else "orders go through"
        click.echo(f"{WORDS[enforced]} While the Function fails, {told}.")


def _told(planned: Planned, zone: str, as_json: bool) -> None:
    if as_json:
        print_json({"id": planned.drop.id, "public_at": planned.drop.public_at, "warnings": planned.warnings})
    else:
        click.echo(planned_words(planned, zone))
