"""`laurel drift`: is what stands in the store what should stand there, now instead of tonight?"""

import json
import secrets
from typing import Any

import click

from app import outbox
from app.cli.opening import json_option, print_json, shop_option, the_shop
from app.cli.running import migrated
from app.config import Config
from app.delivery import Context, serve_one
from app.delivery.drift import JOB, SUBJECT, begin
from app.errors import LaurelError
from app.main import build_context
from app.models import JobRun, Outbox

MOST_TURNS = 10_000


@click.command()
@shop_option
@json_option
def drift(domain: str | None, as_json: bool) -> None:
    """Compare tags, metafields, segments, discounts and publications with what they should be, and put back
    what differs.

    What others changed of ours is put back at most once a day; what they put beside it stays.
    """
    config = Config.from_environment()
    migrated(config)
    context = build_context(config)
    with context.db.write() as session:
        shop = the_shop(session, domain)
        period = begin(session, shop.id, context.clock())
    verdict = _work(context, shop.id, period)
    if as_json:
        print_json({"shop": shop.domain, **verdict})
    else:
        click.echo(_told(shop.domain, verdict))


def _told(domain: str, verdict: dict[str, Any]) -> str:
    lines = [
        f"{domain}: {verdict['seen']:,} customers compared; {verdict['changed']:,} were changed by others, "
        f"{verdict['given']:,} carried something that nobody gave them, {verdict['due']:,} were due."
    ]
    lines += [f"  {each['kind']} {each['name']}: {', '.join(each['what'])}" for each in verdict["objects"]]
    differs = verdict["changed"] or verdict["given"] or verdict["objects"]
    return "\n".join(
        [*lines, "It is put back, at most once a day." if differs else "All stands as it should."]
    )


def _work(context: Context, shop_id: int, period: str) -> dict[str, Any]:
    """Works like a worker does until the comparison and what follows from it are done."""
    owner = f"drift:{secrets.token_hex(4)}"
    for _ in range(MOST_TURNS):
        busy = serve_one(context, owner)
        with context.db.read() as session:
            run = session.get_one(JobRun, (shop_id, JOB, period))
            row = session.get_one(Outbox, (shop_id, outbox.SHOP, f"{SUBJECT}:{period}"))
        if run.done_at is not None and not busy:
            return dict(json.loads(run.verdict))
        if row.problem and not busy:
            break
    raise LaurelError(f"The comparison did not finish: {row.problem or 'the store is busy or not connected'}")
