"""`laurel drops reserve` and `back-orders`: lists for whoever plans stock and packs orders (INT-STOCK)."""

from typing import Any

import click

from app.cli.drops_options import ByTier
from app.cli.opening import database, json_option, now, print_json, shop_option, the_shop
from app.cli.running import migrated
from app.config import Config
from app.delivery import back_orders as waiting
from app.drops import release_of, the_drop
from app.drops.checks import tier_named
from app.drops.reserving import HEAD, TAKE_RATE, cells, reservation
from app.main import build_context
from app.programs import program_of
from app.rules.csv_cells import csv_text


@click.command()
@click.argument("drop_id", type=int, metavar="ID")
@shop_option
@click.option(
    "--take-rate", default=TAKE_RATE, show_default=True, type=click.IntRange(0, 100),
    help="How many of 100 members are expected to buy one.",
)  # fmt: skip
@click.option(
    "--tier-take-rate", "by_tier", type=ByTier(), multiple=True, metavar="TIER=PERCENT", help="Of a tier."
)
@json_option
def reserve(
    drop_id: int, domain: str | None, take_rate: int, by_tier: tuple[tuple[str, int], ...], as_json: bool
) -> None:
    """Print as CSV how much stock of drop ID to keep for each tier, the highest first."""
    at = now()
    with database() as db, db.read() as session:
        shop = the_shop(session, domain)
        drop = the_drop(session, shop, drop_id)
        _, program = program_of(session, shop.id, at)
        percent = {tier.name: take_rate for tier in program.tiers}
        percent |= {tier_named(program, name): min(rate, 100) for name, rate in by_tier}
        release = release_of(drop, program, shop.zone)
        rows = [cells(each, percent) for each in reservation(session, drop, release, program, percent)]
    _print(HEAD, rows, as_json)


@click.command("back-orders")
@shop_option
@json_option
def back_orders_(domain: str | None, as_json: bool) -> None:
    """Print as CSV the open orders of members that wait for stock, the highest tier first."""
    config = Config.from_environment()
    migrated(config)
    context = build_context(config)
    with context.db.read() as session:
        shop = the_shop(session, domain)
    rows = [waiting.cells(each) for each in waiting.back_orders(context, shop)]
    _print(waiting.HEAD, rows, as_json)


def _print(head: tuple[str, ...], rows: list[tuple[Any, ...]], as_json: bool) -> None:
    if as_json:
        print_json([dict(zip(head, row, strict=True)) for row in rows])
    else:
        click.echo(csv_text(head, rows), nl=False)
