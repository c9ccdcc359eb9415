"""What a drop leaves as files: stock to keep, orders that wait for stock, and the whole record."""

import json
from collections.abc import Iterable, Sequence

from flask import Response, current_app, g, request
from sqlmodel import Session

from app.delivery import Context
from app.delivery import back_orders as waiting
from app.drops import release_of
from app.drops.proof import prove, told
from app.drops.reserving import HEAD, TAKE_RATE, cells, reservation
from app.programs import program_of
from app.web.drops.one import known
from app.web.files import csv_file

MOST_PERCENT = 100


def reserved(drop_id: int) -> Response:
    """How much stock to keep for each tier; `take_rate` is how many of 100 members are expected to buy."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        known(session, drop_id)
    shop, now, rate = g.shop, g.now, _take_rate()

    def rows(session: Session) -> Iterable[Sequence[object]]:
        drop = known(session, drop_id, shop.id)
        _version, program = program_of(session, shop.id, now)
        percent = {tier.name: rate for tier in program.tiers}
        release = release_of(drop, program, shop.zone)
        return [cells(each, percent) for each in reservation(session, drop, release, program, percent)]

    return csv_file(f"reservation-{drop_id}.csv", HEAD, rows)


def back_orders() -> Response:
    """Asked of Shopify at once; where it does not answer that is said on a page."""
    context: Context = current_app.extensions["laurel"]
    found = [waiting.cells(each) for each in waiting.back_orders(context, g.shop)]
    return csv_file("back-orders.csv", waiting.HEAD, lambda _session: found)


def record(drop_id: int) -> Response:
    """The proof as `laurel drops proof --json` prints it."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        drop = known(session, drop_id)
        _version, program = program_of(session, g.shop.id, g.now)
        found = told(drop, prove(session, drop, release_of(drop, program, g.shop.zone), g.now))
    body = json.dumps(found, ensure_ascii=False, indent=2, default=str)
    answer = Response(body, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="drop-{drop_id}.json"'
    return answer


def _take_rate() -> int:
    text = request.args.get("take_rate", "")
    fits = text.isascii() and text.isdigit() and len(text) <= len(str(MOST_PERCENT))
    return min(int(text), MOST_PERCENT) if fits else TAKE_RATE
