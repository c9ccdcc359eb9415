"""`laurel suggest`: three tiers for the shop's own customers (TIER-NATURAL, TIER-SHARE, GAP-BREAKS)."""

from datetime import date
from pathlib import Path

import click

from app.cli.opening import database, json_option, now, print_json, shop_option, the_shop
from app.cli.options import A_FILE, a_day, a_zone
from app.cli.reading import open_text, with_progress
from app.cli.suggest_report import report
from app.errors import BadInput, LaurelError
from app.ledger.shop_spend import shop_spend
from app.models.shop import BACKFILLING, INSTALLING
from app.rules.backtest import NoOrders
from app.rules.export_cells import BadRow
from app.rules.exported_order import GIFT_CARD
from app.rules.order_export import read_orders
from app.rules.program import Program
from app.rules.shop_spend import ShopSpend, of_export
from app.rules.suggest import suggest as suggested
from app.rules.value_metrics import NET_SPEND


@click.command()
@shop_option
@click.option(
    "--orders", "file", type=A_FILE, metavar="FILE",
    help="Look at this order export of Shopify instead of a store; needs no database.",
)  # fmt: skip
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", callback=a_day,
    help="With --orders: the last day of the year to look at; else that of the last order.",
)  # fmt: skip
@click.option("--zone", default="UTC", show_default=True, callback=a_zone, help="With --orders.")
@click.option("--gift-card", default=GIFT_CARD, show_default=True, metavar="PATTERN", help="With --orders.")
@click.option(
    "--write", "target", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.json",
    help="Write the program to a new file, as `laurel backtest --program` reads it.",
)  # fmt: skip
@json_option
def suggest(
    domain: str | None,
    file: Path | None,
    as_of: date | None,
    zone: str,
    gift_card: str,
    target: Path | None,
    as_json: bool,
) -> None:
    """Suggest three tiers that 10 to 20 % of the buyers reach, from what they spent.

    Shows how spend is spread, where it breaks into groups, whom each tier catches and from what spend it
    pays. The store's customers are taken as they were last evaluated. Nothing is changed.
    """
    if file is None and as_of:
        raise click.UsageError("--as-of goes with --orders; a store is looked at as it was last evaluated")
    if file is not None and domain:
        raise click.UsageError("give either --shop or --orders")
    found = suggested(_of_file(file, as_of, zone, gift_card) if file else _of_store(domain))
    if target:
        _write(target, found.program)
    if as_json:
        print_json(found.to_json())
        return
    click.echo(report(found))
    if target:
        click.echo(f"\nThe program is in {target}.")


def _of_store(domain: str | None) -> ShopSpend:
    with database() as db, db.read() as session:
        shop = the_shop(session, domain)
        if not shop.currency or shop.state in (INSTALLING, BACKFILLING):
            raise LaurelError(f"The order history of {shop.domain} is not read yet. Try again when it is.")
        spend = shop_spend(session, shop, now())
        if spend.program.metric != NET_SPEND:
            raise LaurelError(
                f"The program of {shop.domain} counts {spend.program.metric} and not spend. "
                "Export the orders and use --orders."
            )
        return spend


def _of_file(file: Path, as_of: date | None, zone: str, gift_card: str) -> ShopSpend:
    try:
        with open_text(file) as text:
            return of_export(read_orders(with_progress(text)), as_of, zone, gift_card)
    except BadRow as error:
        raise BadInput(error.problem, line=error.line, column=error.column) from None
    except NoOrders as error:
        raise BadInput(str(error)) from None


def _write(target: Path, program: Program) -> None:
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(f"{program.model_dump_json(indent=2)}\n")
    except FileExistsError:
        raise BadInput(f"{target} is there already; nothing is overwritten") from None
    except OSError as error:
        raise BadInput(f"{target} cannot be written: {error.strerror}") from None
