"""`laurel simulate`: a program replayed on the shop's history, or two side by side (GAP-WHATIF, PIT-EASY)."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from app.cli.opening import database, json_option, now, print_json, shop_option, the_shop
from app.cli.options import A_FILE, a_day, a_zone
from app.cli.program_files import load_program
from app.cli.reading import open_text, with_progress
from app.cli.simulate_report import comparison_report, report
from app.compare.replayed import history_of, replayed, shoppers
from app.errors import BadInput
from app.programs import program_of
from app.rules.backtest import NoOrders
from app.rules.export_cells import BadRow
from app.rules.exported_order import GIFT_CARD
from app.rules.order_export import read_orders
from app.rules.program import Program
from app.rules.program_file import ProgramFile
from app.rules.simulated_history import of_export
from app.rules.simulated_plan import Plan, Shopper
from app.rules.simulation import Simulation
from app.rules.three_tiers import three_tiers

NO_LABELS = (
    "the program looks at the tags or sales channels of orders, which are not read from an export. "
    "Import the orders into a store and simulate that"
)


@dataclass(frozen=True)
class Asked:
    """What the options say; the days None where the history's own are meant."""

    program: Path | None
    against: Path | None
    first: date | None
    last: date | None
    members: bool
    as_json: bool


@click.command()
@shop_option
@click.option(
    "--orders", "file", type=A_FILE, metavar="FILE",
    help="Replay this order export of Shopify instead of a store; needs no database.",
)  # fmt: skip
@click.option(
    "--program", "program_file", type=A_FILE, metavar="FILE.json",
    help="The program to replay; else the store's, or Silver, Gold and Platinum with --orders.",
)  # fmt: skip
@click.option("--against", type=A_FILE, metavar="FILE.json", help="Another program, side by side.")
@click.option(
    "--from", "first", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", callback=a_day,
    help="The day on which the program goes live; else that of the first order.",
)  # fmt: skip
@click.option(
    "--to", "last", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", callback=a_day,
    help="The last day; else today, with --orders that of the last order.",
)  # fmt: skip
@click.option("--zone", default="UTC", show_default=True, callback=a_zone, help="With --orders.")
@click.option("--gift-card", default=GIFT_CARD, show_default=True, metavar="PATTERN", help="With --orders.")
@click.option("--members", is_flag=True, help="List everybody who had a tier, move by move.")
@json_option
def simulate(
    domain: str | None,
    file: Path | None,
    program_file: Path | None,
    against: Path | None,
    first: date | None,
    last: date | None,
    zone: str,
    gift_card: str,
    members: bool,
    as_json: bool,
) -> None:
    """Replay history day by day under a program: who rises and falls, month by month, and what it costs.

    It is the same reckoning as live. Nothing is changed, and nothing of it reaches the store.
    """
    if file is not None and domain:
        raise click.UsageError("give either --shop or --orders")
    asked = Asked(program_file, against, first, last, members, as_json)
    if file:
        _of_file(file, zone, gift_card, asked)
    else:
        _of_store(domain, asked)


def _of_file(file: Path, zone: str, gift_card: str, asked: Asked) -> None:
    tried = [load_program(path) for path in (asked.program, asked.against) if path]
    countings = [each.program.counting for each in tried]
    if any(counting.by_labels for counting in countings):
        raise BadInput(NO_LABELS)
    try:
        with open_text(file) as text:
            history = of_export(read_orders(with_progress(text)), zone, countings, gift_card)
    except BadRow as error:
        raise BadInput(error.problem, line=error.line, column=error.column) from None
    except NoOrders as error:
        raise BadInput(str(error)) from None
    for each in tried:
        _checked(each, history.currency)
    programs = [each.program for each in tried]
    if asked.program is None:
        programs.insert(0, three_tiers(history.currency))
    days = asked.first or history.first, asked.last or history.last
    _tell(
        history.shoppers, len(history.shoppers), programs, (history.currency, zone, *_in_order(*days)), asked
    )


def _checked(tried: ProgramFile, currency: str) -> None:
    if tried.currency not in (None, currency):
        raise BadInput(f"the amounts of the program are in {tried.currency}, the orders in {currency}")


def _of_store(domain: str | None, asked: Asked) -> None:
    with database() as db:
        with db.read() as session:
            shop, at = the_shop(session, domain), now()
            history = history_of(session, shop, at)
            _, own = program_of(session, shop.id, at)
        programs = [load_program(asked.program, shop.currency).program if asked.program else own]
        if asked.against:
            programs.append(load_program(asked.against, shop.currency).program)
        days = _in_order(asked.first or history.began, asked.last or history.today)
        about = shop.currency, shop.zone, *days
        _tell(shoppers(db, shop, programs), history.customers, programs, about, asked)


def _in_order(first: date, last: date) -> tuple[date, date]:
    if first > last:
        raise click.UsageError(f"there is no day from {first} to {last}")
    return first, last


def _tell(
    history: Iterable[Shopper],
    count: int,
    programs: list[Program],
    about: tuple[str, str, date, date],
    asked: Asked,
) -> None:
    plans = [Plan(program, *about) for program in programs]
    found = replayed(_with_bar(history, count), plans)
    if asked.as_json:
        print_json(found.to_json(members=asked.members))
    elif isinstance(found, Simulation):
        click.echo(report(found, members=asked.members))
    else:
        click.echo(comparison_report(found, members=asked.members))


def _with_bar(history: Iterable[Shopper], count: int) -> Iterator[Shopper]:
    """While they are replayed, a bar on standard error if a person watches it."""
    if not sys.stderr.isatty():
        yield from history
        return
    with click.progressbar(history, length=count, label="Replaying", file=sys.stderr) as bar:
        yield from bar
