"""`laurel clean-up`: takes what is ours out of a store, before the app is uninstalled."""

import secrets
import sys

import click

from app.cli.opening import json_option, print_json, shop_option, the_shop
from app.cli.override import author_option
from app.cli.running import migrated
from app.config import Config
from app.delivery import Context, serve_one
from app.errors import LaurelError
from app.main import build_context
from app.models import Shop
from app.pausing import clean_up as clean
from app.pausing import held_by_store, left_to_clean

PLURALS = {
    "customers": "customers",
    "segment": "segments",
    "discount": "discounts",
    "definition": "definitions",
}


@click.command("clean-up")
@shop_option
@author_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
def clean_up(domain: str | None, author: str, yes: bool, as_json: bool) -> None:
    """Take everything of Laurel's out of a store, and nothing else; the program is paused.

    Customers lose our tags and metafields, the store our discounts, codes, segments and definitions. Tags on
    orders stay: they are the store's history. Stopped half-way it goes on by itself, or with the next run.
    """
    if as_json and not yes:
        raise click.UsageError("--json asks nothing: give --yes too")
    config = Config.from_environment()
    migrated(config)
    context = build_context(config)
    with context.db.read() as session:
        shop = the_shop(session, domain)
        held = held_by_store(session, shop.id)
    nothing_left = shop.cleaned_at is not None and not any(held.values())
    if not yes and not nothing_left:
        click.echo(f"{shop.domain} holds of ours: {_told(held)}.")
        click.confirm("Take all of it away, and pause the program?", abort=True, err=True)
    with context.db.write() as session:
        clean(session, session.get_one(Shop, shop.id), author, context.clock())
    _work(context, shop.id)
    if as_json:
        print_json({"shop": shop.domain, "removed": held})
    else:
        click.echo(f"{shop.domain} holds nothing of ours any more. `laurel resume` makes all of it anew.")


def _told(held: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {PLURALS.get(kind, kind)}" for kind, number in held.items())


def _work(context: Context, shop_id: int) -> None:
    """Works like a worker does until nothing is left; other workers may do so too."""
    owner = f"clean-up:{secrets.token_hex(4)}"
    with context.db.read() as session:
        length = left_to_clean(session, shop_id)
    with click.progressbar(length=length, label="Cleaning", file=sys.stderr) as bar:
        left = length
        while left:
            busy = serve_one(context, owner)
            with context.db.read() as session:
                before, left = left, left_to_clean(session, shop_id)
            bar.update(max(0, before - left))
            if not busy and left == before:
                raise LaurelError(f"{left:,} are left: the store is busy or not connected. Run it again.")
