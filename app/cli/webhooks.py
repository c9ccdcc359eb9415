"""`laurel webhooks`: the deliveries that arrived, and taking some of them in again."""

import json

import click
from sqlmodel import Session, col, select

from app.cli.backtest_report import printable, table
from app.cli.opening import database, json_option, now, print_json, shop_option, the_shop
from app.models import AuditEvent, Shop, WebhookEvent
from app.models.webhook_event import DEAD
from webhooks.process import replay as put_back


@click.group()
def webhooks() -> None:
    """Deliveries that arrived from the platform."""


@webhooks.command("list")
@shop_option
@click.option("--dead", is_flag=True, help="Only those that could not be understood.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), help="How many.")
@json_option
def list_(domain: str | None, dead: bool, limit: int, as_json: bool) -> None:
    """List deliveries, the newest first."""
    with database() as db, db.read() as session:
        shop = the_shop(session, domain)
        found = select(WebhookEvent).where(WebhookEvent.shop_id == shop.id)
        if dead:
            found = found.where(WebhookEvent.state == DEAD)
        rows = session.exec(found.order_by(col(WebhookEvent.id).desc()).limit(limit)).all()
    if as_json:
        print_json([row.model_dump(exclude={"shop_id"}) for row in rows])
    elif rows:
        click.echo(table([["Id", "Received (UTC)", "Topic", "State", "Why"], *map(_cells, rows)], "<<<<<"))
    else:
        click.echo("No dead deliveries." if dead else "No deliveries yet.")


def _cells(row: WebhookEvent) -> list[str]:
    return [str(row.id), f"{row.received_at:%Y-%m-%d %H:%M:%S}", row.topic, row.state, printable(row.reason)]


@webhooks.command()
@shop_option
@click.option("--dead", is_flag=True, help="All that could not be understood.")
@click.option("--id", "ids", type=int, multiple=True, metavar="N", help="This delivery; may be repeated.")
@json_option
def replay(domain: str | None, dead: bool, ids: tuple[int, ...], as_json: bool) -> None:
    """Take deliveries in again. However often one is taken in, its effect is the same.

    Those whose body is not kept any more cannot be.
    """
    if dead == bool(ids):
        raise click.UsageError("say which: --dead, or --id N (as often as needed)")
    with database() as db:
        with db.read() as session:
            shop = the_shop(session, domain)
        count = db.transact(lambda session: _replay(session, shop, ids))
    if as_json:
        print_json({"shop": shop.domain, "replayed": count})
    else:
        click.echo(f"{count} deliveries of {shop.domain} are taken in again by the next worker.")


def _replay(session: Session, shop: Shop, ids: tuple[int, ...]) -> int:
    count = put_back(session, shop.id, list(ids) or None)
    if count:
        detail = json.dumps({"deliveries": count})
        session.add(
            AuditEvent(
                shop_id=shop.id, at=now(), actor="operator", action="deliveries replayed", detail=detail
            )
        )
    return count
