"""`laurel reconcile`: compares a store's orders with what we hold, now instead of tonight."""

import json
import secrets
from typing import Any

import click

from app import outbox
from app.cli.opening import json_option, print_json, shop_option, the_shop
from app.cli.running import migrated
from app.config import Config
from app.delivery import Context, serve_one
from app.delivery.reconcile import SUBJECT
from app.errors import LaurelError
from app.main import build_context
from app.models import JobRun, Outbox
from jobs.worker import Worker

MOST_TURNS = 10_000


@click.command()
@shop_option
@json_option
def reconcile(domain: str | None, as_json: bool) -> None:
    """Compare a store's orders with the platform since the last mark, and correct what differs."""
    config = Config.from_environment()
    migrated(config)
    context = build_context(config)
    period = f"{context.clock():%Y-%m-%dT%H:%M:%S}"
    subject = f"{SUBJECT}:nightly:{period}"
    with context.db.write() as session:
        shop = the_shop(session, domain)
        now = context.clock()
        session.add(JobRun(shop_id=shop.id, job="reconcile-nightly", period=period, claimed_at=now))
        session.flush()
        outbox.want(session, shop.id, outbox.SHOP, [subject], now)
    verdict = _work(context, shop.id, period, subject)
    if as_json:
        print_json({"shop": shop.domain, **verdict})
    else:
        click.echo(
            f"{shop.domain}: {verdict['seen']} orders compared, {verdict['missing']} were missing and "
            f"{verdict['older']} were older here; those are read again and corrected."
        )


def _work(context: Context, shop_id: int, period: str, subject: str) -> dict[str, Any]:
    """Works like a worker does until the comparison and what follows from it are done."""
    worker, owner = Worker(context, delivery_threads=0), f"reconcile:{secrets.token_hex(4)}"
    for _ in range(MOST_TURNS):
        busy = serve_one(context, owner) | worker.post_once() | worker.evaluate_once()
        with context.db.read() as session:
            run = session.get_one(JobRun, (shop_id, "reconcile-nightly", period))
            row = session.get_one(Outbox, (shop_id, outbox.SHOP, subject))
        if run.done_at is not None and not busy:
            return dict(json.loads(run.verdict))
        if row.problem and not busy:
            break
    raise LaurelError(f"The comparison did not finish: {row.problem or 'the store is busy or not connected'}")
