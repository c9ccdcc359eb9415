"""`laurel import-orders`: an order export of Shopify into the ledger."""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from app import evaluate
from app.cli.backtest_report import table
from app.cli.opening import database, json_option, now, print_json, shop_option, the_shop
from app.cli.reading import open_text, with_progress
from app.db import Database
from app.errors import BadInput
from app.ledger import order_import
from app.ledger.order_import import Imported, Understood
from app.models import Shop
from app.programs import program_of
from app.rules.exported_order import GIFT_CARD


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@shop_option
@click.option(
    "--gift-card", default=GIFT_CARD, show_default=True, metavar="PATTERN",
    help="Products with such a name are gift cards and do not count.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Read and check the whole file, write nothing.")
@json_option
def import_orders(file: Path, domain: str | None, gift_card: str, dry_run: bool, as_json: bool) -> None:
    """Take FILE, an order export of Shopify (CSV, or CSV in gzip), into the ledger, and judge everybody.

    A file that cannot be used is refused by line and column before anything is written. An interrupted
    import goes on where it stopped when it is run again; a finished one is never counted a second time.
    Nobody is told anything.
    """
    gc.freeze()  # What was loaded stays; looking it through again and again would take a fifth of the time.
    with database() as db:
        with db.read() as session:
            shop = the_shop(session, domain)
        if not shop.currency:
            raise BadInput(f"The currency of {shop.domain} is not known yet: open the app in the store once.")
        with (
            open_text(file) as text,
            order_import.understand(with_progress(text), shop.currency, gift_card) as read,
        ):
            result = None if dry_run else _post(db, shop, read)
        figures = _figures(db, shop, read, result)
    if as_json:
        print_json(figures)
    else:
        click.echo(_report(figures))


def _post(db: Database, shop: Shop, read: Understood) -> Imported:
    at = now()
    with _bar(read.orders) as taken:
        result = order_import.post_import(db, shop.id, read, at, taken)
    while _judge(db, shop.id, at):
        pass
    return result


def _judge(db: Database, shop_id: int, at: datetime) -> int:
    """Judges one batch of those whose facts changed; 0 when nobody is left, or before the history is read."""

    def some(session: Any) -> int:
        shop = session.get_one(Shop, shop_id)
        customers = evaluate.due(session, shop, at)
        evaluate.evaluate(session, shop, customers, at)
        return len(customers)

    return db.transact(some)


@contextmanager
def _bar(orders: int) -> Iterator[Callable[[int], None]]:
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=orders, label="Posting", file=sys.stderr) as bar:
        yield bar.update


def _figures(db: Database, shop: Shop, read: Understood, result: Imported | None) -> dict[str, Any]:
    figures: dict[str, Any] = {
        "shop": shop.domain,
        "orders": read.orders,
        "people": len(read.people),
        "guest_orders": read.guest_orders,
        "dry_run": result is None,
    }
    if result is None:
        return figures
    with db.read() as session:
        _, program = program_of(session, shop.id, datetime.now(UTC))
        counts = evaluate.counts(session, shop.id)
    return figures | {
        "posted": result.orders,
        "before": result.before,
        "unchanged": result.unchanged,
        "entries": result.entries,
        "done_before_at": result.done_before_at,
        "members": {
            program.name(rank) or "no tier": counts.get(rank, 0)
            for rank in reversed(range(len(program.tiers) + 1))
        },
    }


def _report(figures: dict[str, Any]) -> str:
    rows = [
        ["Orders", f"{figures['orders']:,}"],
        ["People", f"{figures['people']:,}"],
        ["Guest orders", f"{figures['guest_orders']:,}"],
    ]
    if figures["dry_run"]:
        return f"{table(rows, '<>')}\n\nThe file can be imported. Nothing was written."
    if figures["done_before_at"]:
        done = f"{figures['done_before_at']:%Y-%m-%d %H:%M} UTC"
        return f"This file was imported already ({done}); nothing to do."
    if figures["before"]:
        rows.append(["Taken in before", f"{figures['before']:,}"])
    rows += [
        ["Entries written", f"{figures['entries']:,}"],
        ["Orders unchanged", f"{figures['unchanged']:,}"],
    ]
    members = [["Tier now", "Customers"]]
    members += [[tier, f"{count:,}"] for tier, count in figures["members"].items()]
    return f"{table(rows, '<>')}\n\n{table(members, '<>')}"
