"""`laurel verify`: every ledger sum and every standing once more, from the facts."""

import click
from sqlmodel import col, select

from app.cli.backtest_report import printable
from app.cli.opening import database, json_option, now, print_json, shop_option, the_shop
from app.explain.plain import plain
from app.explain.verify import verify as verify_store
from app.ledger.verify import Verdict
from app.models import Shop


@click.command()
@shop_option
@json_option
def verify(domain: str | None, as_json: bool) -> int:
    """Add up every ledger sum from the order facts and every standing from the ledger, of all stores or one.

    Changes nothing. Exit code 1 if anything differs.
    """
    with database() as db:
        with db.read() as session:
            shops = (
                [the_shop(session, domain)]
                if domain
                else list(session.exec(select(Shop).order_by(col(Shop.domain))).all())
            )
        verdicts = [verify_store(db, shop, now()) for shop in shops]
    if as_json:
        print_json([plain(verdict) for verdict in verdicts])
    else:
        click.echo("\n".join(map(_report, verdicts)) or "There is no store yet.")
    return 1 if any(verdict.found for verdict in verdicts) else 0


def _report(verdict: Verdict) -> str:
    looked = (
        f"{verdict.shop}: {verdict.orders:,} orders, {verdict.entries:,} ledger entries, "
        f"{verdict.customers:,} standings"
    )
    lines = [f"{looked}: {f'{verdict.found:,} differences' if verdict.found else 'all as it should be'}."]
    if verdict.pending:
        lines.append(f"  {verdict.pending:,} customers wait to be evaluated and were not compared.")
    if verdict.skipped:
        lines.append(f"  Standings were not compared: {verdict.skipped}.")
    lines += [f"  {each.kind}: {printable(each.subject)}: {each.words}" for each in verdict.differences]
    if verdict.found > len(verdict.differences):
        lines.append(f"  … and {verdict.found - len(verdict.differences):,} more.")
    return "\n".join(lines)
