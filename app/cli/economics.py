"""`laurel economics`: does each tier pay, on the shop's own numbers (GAP-ECON, GAP-WHATIF, ECO-GUARD)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from app.cli.backtest_report import printable
from app.cli.economics_look import amount, look
from app.cli.economics_report import report
from app.cli.opening import database, json_option, now, print_json, shop_option, the_shop
from app.cli.options import A_FILE, a_day, a_zone
from app.cli.program_files import load_program
from app.cli.reading import open_text, with_progress
from app.errors import BadInput
from app.explain.economics import source_of
from app.ledger.tier_years import tier_years
from app.rules.backtest import NoOrders
from app.rules.economics import KNOBS
from app.rules.economics_look import Look, Source
from app.rules.export_cells import BadRow
from app.rules.exported_order import GIFT_CARD
from app.rules.member_year import BadFigure
from app.rules.order_export import read_orders
from app.rules.program import Program
from app.rules.program_file import ProgramFile
from app.rules.tier_averages import TierYear, cases, export_year, year_begins

PERCENT = click.IntRange(0, 100)


@dataclass(frozen=True)
class Asked:
    """What the options put in place of the program's own assumptions."""

    percents: dict[str, int]
    shipping: str | None  # money, in a currency that is known only when the orders are
    turns: tuple[str, ...]

    def of(self, program: Program, currency: str) -> Program:
        """Raises click.BadParameter for a shipping that is no amount of the currency."""
        changed: dict[str, int] = dict(self.percents)
        if self.shipping is not None:
            changed["shipping_minor"] = amount(self.shipping, currency, "--shipping")
        return program.model_copy(update={"economics": program.economics.model_copy(update=changed)})


@click.command()
@shop_option
@click.option(
    "--orders", "file", type=A_FILE, metavar="FILE",
    help="Reckon on this order export of Shopify instead of a store; needs no database.",
)  # fmt: skip
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", callback=a_day,
    help="With --orders: the last day of the year to look at; else that of the last order.",
)  # fmt: skip
@click.option("--zone", default="UTC", show_default=True, callback=a_zone, help="With --orders.")
@click.option(
    "--program", "program_file", type=A_FILE, metavar="FILE.json",
    help="With --orders: the tiers to reckon; else Silver, Gold and Platinum.",
)  # fmt: skip
@click.option("--gift-card", default=GIFT_CARD, show_default=True, metavar="PATTERN", help="With --orders.")
@click.option("--margin", type=click.IntRange(1, 100), help="Gross margin, percent of list revenue.")
@click.option("--shipping", metavar="MONEY", help="What shipping an order costs where it is free.")
@click.option("--lift", type=click.IntRange(0, 500), help="By how many percent a member's spend rises.")
@click.option("--retention", type=PERCENT, help="Percent of members who buy again next year.")
@click.option("--retention-others", type=PERCENT, help="Percent who would without a tier.")
@click.option(
    "--what-if", "turns", multiple=True, metavar="[TIER.]WHAT=FIGURE",
    help=f"Show what would change, such as discount=12 or Gold.gift=20; WHAT: {', '.join(KNOBS)}.",
)  # fmt: skip
@json_option
def economics(
    domain: str | None,
    file: Path | None,
    as_of: date | None,
    zone: str,
    program_file: Path | None,
    gift_card: str,
    margin: int | None,
    shipping: str | None,
    lift: int | None,
    retention: int | None,
    retention_others: int | None,
    turns: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say for each tier what a member costs and brings, and whether the tier pays.

    The average member of the last twelve months is reckoned with: of the store, or of an order export.
    The guide's figures stand beside those with the benefits on all that is sold. Nothing is changed.
    """
    percents = {
        "margin_percent": margin,
        "spend_lift_percent": lift,
        "repurchase_percent": retention,
        "repurchase_others_percent": retention_others,
    }
    asked = Asked({name: figure for name, figure in percents.items() if figure is not None}, shipping, turns)
    if file is None and (as_of or program_file):
        raise click.UsageError("--as-of and --program go with --orders; a store is looked at as it is today")
    if file is not None and domain:
        raise click.UsageError("give either --shop or --orders")
    if file is None:
        told = _of_store(domain, asked)
    else:
        tried = load_program(program_file) if program_file else None
        told = _of_file(file, as_of, zone, gift_card, tried, asked)
    if as_json:
        print_json(told.to_json())
    else:
        click.echo(report(told))


def _of_store(domain: str | None, asked: Asked) -> Look:
    with database() as db, db.read() as session:
        shop, at = the_shop(session, domain), now()
        source, own = source_of(session, shop, at)
        years = tier_years(session, shop.id, shop.currency, source.first, source.last)
    return _look(source, own, years, asked)


def _of_file(
    file: Path, as_of: date | None, zone: str, gift_card: str, tried: ProgramFile | None, asked: Asked
) -> Look:
    try:
        with open_text(file) as text:
            orders = read_orders(with_progress(text))
            year = export_year(orders, as_of, zone, tried.program if tried else None, gift_card)
    except BadRow as error:
        raise BadInput(error.problem, line=error.line, column=error.column) from None
    except NoOrders as error:
        raise BadInput(str(error)) from None
    if tried and tried.currency not in (None, year.currency):
        raise BadInput(f"the amounts of the program are in {tried.currency}, the orders in {year.currency}")
    source = Source(
        title=printable(file.name),
        currency=year.currency,
        first=year_begins(year.as_of),
        last=year.as_of,
        history_from=year.first_order_on,
        live=False,
    )
    return _look(source, year.program, year.years, asked)


def _look(source: Source, program: Program, years: Mapping[int, TierYear], asked: Asked) -> Look:
    program = asked.of(program, source.currency)
    try:
        found = cases(program, years)
    except BadFigure as error:
        raise BadInput(str(error)) from None
    return look(source, program, found, asked.turns)
