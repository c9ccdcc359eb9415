"""The list of simulations, and asking for a new one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, current_app, g, make_response, render_template, request
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.exceptions import Conflict

from app import reports
from app.compare.replayed import History, history_of
from app.delivery import Context
from app.errors import LaurelError
from app.models import Report, Shop
from app.models.report import SIMULATION
from app.programs import has_program
from app.web.drafting import author_of
from app.web.simulations import asking, result
from app.web.simulations.variants import label, variants

MOST_SHOWN = 50
MOST_OPEN = 10
"""They are made one after the other, for all stores of a worker."""


@dataclass(frozen=True, slots=True)
class Line:
    report: Report
    one: str
    other: str | None
    first: date | None
    last: date


def page() -> str:
    """The whole page, or for htmx the list alone, which looks again while something is being made."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        if "HX-Request" in request.headers:
            return render_template("simulations/_list.html", lines=_lines(session, g.shop))
        return render_template("simulations.html", content="simulations/_all.html", **told(session, g.shop))


def ask() -> Response:
    """Answered by the page of the simulation, which says how far it is; or by the form as typed."""
    context: Context = current_app.extensions["laurel"]
    with context.db.write() as session:
        shop = session.get_one(Shop, g.shop.id)
        history = _history(session, shop)
        known = variants(session, shop, g.now)
        form = asking.typed(request.form, known, history.began, history.today)
        if not form.errors and sum(line.report.open for line in _lines(session, shop)) >= MOST_OPEN:
            raise Conflict(_("As many simulations as may wait are waiting. Stop one, or come back later."))
        if form.errors:
            body = render_template("simulations/_all.html", **told(session, shop, form))
            return make_response(body, 422)
        wanted = asking.params(form, known, history.began, history.today)
        author = author_of(g.staff)
        row = reports.ask(session, shop.id, SIMULATION, wanted, author, g.now, form.name)
        answer = make_response(result.content(session, shop, row))
    answer.headers["HX-Push-Url"] = f"/app/simulations/{row.id}"
    return answer


def _history(session: Session, shop: Shop) -> History:
    try:
        return history_of(session, shop, g.now)
    except LaurelError:
        raise Conflict(_("Your order history is still being read, or is empty. Try again later.")) from None


def told(session: Session, shop: Shop, form: asking.Form | None = None) -> dict[str, Any]:
    """What the page shows; `form` is None where there is no history yet."""
    try:
        history = history_of(session, shop, g.now) if has_program(session, shop.id) else None
    except LaurelError:
        history = None
    known = variants(session, shop, g.now) if history else []
    if form is None and known:
        form = asking.fresh(known)
    return {"history": history, "variants": known, "form": form, "lines": _lines(session, shop)}


def _lines(session: Session, shop: Shop) -> Sequence[Line]:
    found = reports.latest(session, shop.id, SIMULATION, MOST_SHOWN)
    return [_line(report, json.loads(report.params)) for report in found]


def _line(report: Report, asked: dict[str, Any]) -> Line:
    return Line(
        report,
        label(asked["one"]),
        label(asked["other"]) if asked["other"] else None,
        date.fromisoformat(asked["first"]) if asked["first"] else None,
        date.fromisoformat(asked["last"]),
    )
