"""`laurel override`: tiers by hand, one by one and by file (I-18, ID-UNHAPPY, GAP-MIGRATE)."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from app.cli.backtest_report import table
from app.cli.opening import database, json_option, now, print_json, shop_option, the_customer, the_shop
from app.cli.override_report import cells, data, report, words
from app.cli.reading import open_text, with_progress
from app.models.override import CEILING, FLOOR
from app.overrides import end, give, listing
from app.overrides.bulk import apply, new_ones, understand
from app.overrides.rows import Left, until_instant

OPERATOR = "operator"

author_option = click.option("--author", default=OPERATOR, show_default=True, help="Who decides this.")


def _day(_context: click.Context, _parameter: click.Parameter, day: datetime | None) -> date | None:
    return day.date() if day else None


until_option = click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", callback=_day,
    help="The last day, in the store's time; else until somebody ends it.",
)  # fmt: skip


@click.group()
def override() -> None:
    """Tiers by hand: at least (floor) or at most (ceiling) a tier, with a reason and an end."""


@override.command()
@click.argument("customer")
@click.argument("tier")
@shop_option
@click.option("--ceiling", is_flag=True, help="At most this tier, not at least; TIER may be 'none'.")
@click.option("--reason", required=True, help="Why; shown to whoever looks at the member.")
@until_option
@click.option("--goodwill", is_flag=True, help="Damage control: kept out of what is said about earned tiers.")
@author_option
@json_option
def add(
    customer: str,
    tier: str,
    domain: str | None,
    ceiling: bool,
    reason: str,
    until: date | None,
    goodwill: bool,
    author: str,
    as_json: bool,
) -> None:
    """Give CUSTOMER at least TIER from now on. What is computed goes on beneath."""
    at = now()
    with database() as db, db.write() as session:
        shop = the_shop(session, domain)
        row = give(
            session, shop, the_customer(session, shop, customer), CEILING if ceiling else FLOOR,
            None if ceiling and tier.lower() == "none" else tier, reason, author, at,
            until=until_instant(until, shop.zone, at) if until else None, goodwill=goodwill,
        )  # fmt: skip
        [listed] = [each for each in listing(session, shop, at) if each.override.id == row.id]
    if as_json:
        print_json(data(listed))
    else:
        click.echo(f"Override {row.id}: {words(listed, shop)}. The worker judges it within seconds.")


@override.command("end")
@click.argument("override_id", type=int, metavar="ID")
@shop_option
@author_option
@json_option
def end_(override_id: int, domain: str | None, author: str, as_json: bool) -> None:
    """End override ID now. Whoever stood by it alone has at once the tier that is computed."""
    at = now()
    with database() as db, db.write() as session:
        shop = the_shop(session, domain)
        row = end(session, shop, override_id, author, at)
    if as_json:
        print_json({"id": row.id, "ended_at": row.ended_at, "ended_by": row.ended_by})
    else:
        click.echo(f"Override {row.id} ended. The worker judges it within seconds.")


@override.command("list")
@shop_option
@click.option("--customer", help="Only those of this customer: an id, a gid or an e-mail.")
@click.option("--all", "over", is_flag=True, help="Also those that ended or ran out.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 10_000), help="How many.")
@json_option
def list_(domain: str | None, customer: str | None, over: bool, limit: int, as_json: bool) -> None:
    """List overrides, the newest first."""
    with database() as db, db.read() as session:
        shop = the_shop(session, domain)
        row = the_customer(session, shop, customer) if customer else None
        found = listing(session, shop, now(), customer=row, over=over, limit=limit)
    if as_json:
        print_json([data(each) for each in found])
    elif found:
        head = ["Id", "Customer", "What", "Until", "By", "State", "Why"]
        click.echo(table([head, *(cells(each, shop) for each in found)], "<<<<<<<"))
    else:
        click.echo("No overrides." if over else "No overrides are in force.")


@override.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@shop_option
@click.option("--dry-run", is_flag=True, help="Read and check the whole file, write nothing.")
@click.option("--skip-unknown", is_flag=True, help="Leave out rows of people whom the store does not know.")
@click.option("--reason", default="", help="For rows that give none.")
@until_option
@author_option
@json_option
def import_(
    file: Path,
    domain: str | None,
    dry_run: bool,
    skip_unknown: bool,
    reason: str,
    until: date | None,
    author: str,
    as_json: bool,
) -> None:
    """Give every row of FILE, a CSV with the columns customer, tier, kind, until, reason, goodwill.

    customer is an e-mail or the platform's id, kind floor (if empty) or ceiling, until the last day. So the
    tiers of another app come along: as floors with an end, until when everybody has time to earn them.

    A file with any row that cannot be used is refused as a whole, and every such row is told. A row that
    stands there already does nothing: a run that was cut off is simply run again.
    """
    at = now()
    with database() as db:
        with db.read() as session, open_text(file) as text:
            shop = the_shop(session, domain)
            left = Left(until, reason)
            read = understand(session, shop, with_progress(text), at, left, skip_unknown=skip_unknown)
            fresh = new_ones(session, shop.id, read.planned)
        figures: dict[str, Any] = {
            "shop": shop.domain,
            "rows": len(read.planned) + read.unknown,
            "unknown": read.unknown,
            "dry_run": dry_run,
            "given": fresh,
            "before": len(read.planned) - fresh,
        }
        if not dry_run:
            with _bar(len(read.planned)) as taken:
                done = apply(db, shop.id, read.planned, author, at, taken)
            figures |= {"given": done.given, "before": done.before}
    if as_json:
        print_json(figures)
    else:
        click.echo(report(figures))


@contextmanager
def _bar(rows: int) -> Iterator[Callable[[int], None]]:
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=rows, label="Giving", file=sys.stderr) as bar:
        yield bar.update
