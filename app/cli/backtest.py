"""`laurel backtest`: a program tried on a past order export. Needs no database and no account."""

import json
from datetime import date
from pathlib import Path

import click

from app.cli.backtest_report import report
from app.cli.options import A_FILE, a_day, a_zone
from app.cli.program_files import load_program
from app.cli.reading import open_text, with_progress
from app.errors import BadInput
from app.rules.backtest import CannotTry
from app.rules.backtest import backtest as try_on
from app.rules.export_cells import BadRow
from app.rules.exported_order import GIFT_CARD
from app.rules.order_export import read_orders


@click.command()
@click.argument("file", type=A_FILE)
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", required=True, callback=a_day,
    help="The day at whose end customers are judged, such as 2011-11-30.",
)  # fmt: skip
@click.option("--zone", default="UTC", show_default=True, callback=a_zone, help="The shop's IANA time zone.")
@click.option("--members", is_flag=True, help="List every customer with net spend and tier.")
@click.option(
    "--program", "program_file", type=A_FILE, metavar="FILE.json",
    help="Tiers and window to try; else Silver, Gold and Platinum over 12 months.",
)  # fmt: skip
@click.option(
    "--gift-card", default=GIFT_CARD, show_default=True, metavar="PATTERN",
    help="Products with such a name are gift cards and do not count.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def backtest(
    file: Path,
    as_of: date,
    zone: str,
    members: bool,
    program_file: Path | None,
    gift_card: str,
    as_json: bool,
) -> None:
    """Say who would have been in which tier, from FILE, an order export of Shopify (CSV, or CSV in gzip).

    Spend is what stays paid for products: after discounts and refunds, without tax, shipping and gift cards.
    """
    tried = load_program(program_file) if program_file else None
    try:
        with open_text(file) as text:
            orders = read_orders(with_progress(text))
            result = try_on(orders, as_of, zone, tried.program if tried else None, gift_card, members=members)
    except BadRow as error:
        raise BadInput(error.problem, line=error.line, column=error.column) from None
    except CannotTry as error:
        raise BadInput(str(error)) from None
    if tried and tried.currency not in (None, result.currency):
        raise BadInput(f"the amounts of the program are in {tried.currency}, the orders in {result.currency}")
    click.echo(json.dumps(result.to_json(), indent=2) if as_json else report(result))
