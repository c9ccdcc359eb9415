"""`laurel program lint|compare|publish|cancel|rollback`: what a draft would do, and letting it happen."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from sqlmodel import Session

from app import publishing
from app.cli import comparison_report as report
from app.cli.opening import database, json_option, now, print_json, shop_option, the_shop
from app.cli.options import A_FILE
from app.cli.program_rows import VERSION, author_option, judged_shop, start_at, the_draft, tried
from app.compare import Comparison, compare, findings
from app.db import Database
from app.evaluate import evaluate_due
from app.explain.plain import plain
from app.models import ProgramVersion, Shop
from app.program_start import draw_first_lines, evaluation_progress
from app.programs import parsed
from app.rules import lint as rules_of_lint
from app.rules.program import Program

at_option = click.option(
    "--at", type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d"]), metavar="DATE[THH:MM]",
    help="Begin at this minute of the store's time, such as 2026-12-01T00:00; else at once.",
)  # fmt: skip
grandfather_option = click.option(
    "--grandfather-months", default=0, show_default=True,
    type=click.IntRange(0, publishing.MOST_GRANDFATHER_MONTHS),
    help="Whom the draft would lower keeps the tier for so long.",
)  # fmt: skip


@click.command()
@click.argument("file", type=A_FILE, required=False)
@shop_option
@json_option
def lint(file: Path | None, domain: str | None, as_json: bool) -> int:
    """Say what is unwise about the draft (or FILE, or else the live program), on the store's own numbers.

    Exit code 1 if anything is an error. Nothing is changed.
    """
    with database() as db:
        with db.read() as session:
            shop = judged_shop(session, domain)
            rules = tried(session, shop, file, or_live=True)
        told = _compared(db, shop, rules, now(), None, 0)
        found = _findings(db, shop, rules, told)
    if as_json:
        print_json([report.finding_json(each, rules, shop.currency) for each in found])
    else:
        click.echo(report.findings(found, rules, shop.currency))
    return 1 if any(each.severity == "error" for each in found) else 0


@click.command("compare")
@click.argument("file", type=A_FILE, required=False)
@shop_option
@at_option
@grandfather_option
@click.option("--most", default=20, show_default=True, type=click.IntRange(0, 100_000), help="Names to list.")
@json_option
def compare_(
    file: Path | None,
    domain: str | None,
    at: datetime | None,
    grandfather_months: int,
    most: int,
    as_json: bool,
) -> None:
    """Say what the draft (or FILE) would change: who moves, by name, at what cost, with which notices.

    Every customer is judged under both programs. Nothing is changed.
    """
    with database() as db:
        with db.read() as session:
            shop = judged_shop(session, domain)
            rules = tried(session, shop, file)
        moment = now()
        told = _compared(db, shop, rules, moment, start_at(at, shop, moment), grandfather_months, most)
    if as_json:
        print_json(told.to_json())
    else:
        click.echo(report.comparison(told))


@click.command()
@shop_option
@at_option
@grandfather_option
@click.option("--yes", is_flag=True, help="Do not compare and ask first.")
@click.option("--no-wait", is_flag=True, help="Leave judging everybody to the workers.")
@author_option
@json_option
def publish(
    domain: str | None,
    at: datetime | None,
    grandfather_months: int,
    yes: bool,
    no_wait: bool,
    author: str,
    as_json: bool,
) -> None:
    """Let the draft go live, at once or at a minute to come, and judge everybody by it.

    Says first what would change, and asks. Judging may be stopped and goes on by itself, or with any worker.
    """
    if as_json and not yes:
        raise click.UsageError("--json asks nothing: give --yes too")
    with database() as db:
        with db.read() as session:
            shop = judged_shop(session, domain)
            rules = parsed(the_draft(session, shop).rules)
        start = start_at(at, shop, now())
        if not yes:
            told = _compared(db, shop, rules, now(), start, grandfather_months, 5)
            click.echo(report.comparison(told))
            found = [
                each
                for each in _findings(db, shop, rules, told)
                if each.severity == "error" or each.kind == "no_room"
            ]
            click.echo(f"\n{report.findings(found, rules, shop.currency)}" if found else "")
            click.confirm(report.question(told), abort=True, err=True)
        row = db.transact(
            lambda session: publishing.publish(
                session, shop, author, now(), start=start, grandfather_months=grandfather_months
            )
        )
        judged = 0 if no_wait else _judge(db, shop)
    _say_published(shop, row, judged, as_json)


@click.command()
@shop_option
@author_option
@json_option
def cancel(domain: str | None, author: str, as_json: bool) -> None:
    """Take back a version that is scheduled and has not begun; it is a draft again."""
    with database() as db:
        with db.read() as session:
            shop = the_shop(session, domain)
        row = db.transact(lambda session: publishing.cancel_schedule(session, shop, author, now()))
        _judge(db, shop)
    if as_json:
        print_json({"shop": shop.domain, "version": row.version, "state": "cancelled"})
    else:
        click.echo(f"Version {row.version} of {shop.domain} does not begin. It is a draft again.")


@click.command()
@shop_option
@click.option("--to", "wanted", type=VERSION, metavar="VERSION", help="Else the version before the live one.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@click.option("--no-wait", is_flag=True, help="Leave judging everybody to the workers.")
@author_option
@json_option
def rollback(
    domain: str | None, wanted: int | None, yes: bool, no_wait: bool, author: str, as_json: bool
) -> None:
    """Go back to the rules of an older version: they become a new version, which is live at once."""
    if as_json and not yes:
        raise click.UsageError("--json asks nothing: give --yes too")
    with database() as db:
        with db.read() as session:
            shop = judged_shop(session, domain)
        if not yes:
            which = f"version {wanted}" if wanted else "the version before"
            click.confirm(f"Go back to {which} now, for everybody?", abort=True, err=True)
        row = db.transact(lambda session: publishing.rollback(session, shop, author, now(), wanted))
        judged = 0 if no_wait else _judge(db, shop)
    _say_published(shop, row, judged, as_json)


def _compared(
    db: Database,
    shop: Shop,
    rules: Program,
    moment: datetime,
    start: datetime | None,
    grandfather_months: int,
    most: int = 0,
) -> Comparison:
    with db.read() as session:
        customers = evaluation_progress(session, shop.id).customers
    with _bar(customers, "Comparing") as advance:
        return compare(
            db, shop, rules, moment, start=start, grandfather_months=grandfather_months, most_told=most,
            advance=advance,
        )  # fmt: skip


def _findings(
    db: Database, shop: Shop, rules: Program, told: Comparison
) -> tuple[rules_of_lint.Finding, ...]:
    with db.read() as session:
        return findings(session, shop, rules, told, now())


def _judge(db: Database, shop: Shop) -> int:
    """Judges whoever is due; what is stopped here goes on with the next run or any worker."""
    judged = 0
    while True:
        with db.read() as session:
            waiting = evaluation_progress(session, shop.id).waiting
        with _bar(waiting, "Judging") as advance:
            while taken := evaluate_due(db, shop.id, now()):
                judged += taken
                advance(taken)
        if not db.transact(lambda session: _draw(session, shop.id)):
            return judged


def _draw(session: Session, shop_id: int) -> int:
    return draw_first_lines(session, session.get_one(Shop, shop_id), now())


@contextmanager
def _bar(length: int, label: str) -> Iterator[Callable[[int], None]]:
    """On standard error, if a person watches it."""
    if not sys.stderr.isatty() or not length:
        yield lambda _: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield bar.update


def _say_published(shop: Shop, row: ProgramVersion, judged: int, as_json: bool) -> None:
    if as_json:
        until = row.grandfathered_until
        told = {"shop": shop.domain, "version": row.version, "from_at": plain(row.from_at)}
        print_json(told | {"grandfathered_until": plain(until), "judged": judged})
    else:
        click.echo(report.published(row, shop, judged, now()))
