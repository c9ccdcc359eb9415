"""What can be done with a simulation: stop it, name it, delete it, take a program of it as the draft."""

import json
from typing import Any

from flask import Response, abort, current_app, g, render_template, request
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.exceptions import Conflict

from app import publishing, reports
from app.delivery import Context
from app.models import AuditEvent, Shop
from app.programs import draft_of, parsed
from app.reports import MAX_NAME
from app.web.actions import actor, done
from app.web.drafting import author_of
from app.web.simulations import page, result


def cancel(report_id: int) -> Response:
    context: Context = current_app.extensions["laurel"]
    with context.db.write() as session:
        report = result.found(session, report_id)
        if report.open:
            reports.cancel(session, g.shop.id, report_id, g.now)
            _note(session, "simulation cancelled", {"report": report_id})
        return done(_("Simulation stopped"), result.content(session, g.shop, report))


def rename(report_id: int) -> Response:
    """One that has a name is kept; without a name it goes after 30 days."""
    context: Context = current_app.extensions["laurel"]
    name = " ".join(request.form.get("name", "").replace("\0", "").split())[:MAX_NAME]
    with context.db.write() as session:
        report = result.found(session, report_id)
        report.name = name
        session.add(report)
        words = _("Name saved") if name else _("Name removed")
        return done(words, result.content(session, g.shop, report))


def delete(report_id: int) -> Response:
    """Answered by the list, also where it is gone already."""
    context: Context = current_app.extensions["laurel"]
    with context.db.write() as session:
        report = reports.get(session, g.shop.id, report_id) if report_id <= result.MAX_ID else None
        if report is not None:
            result.found(session, report_id)
            reports.remove(session, g.shop.id, report_id)
            _note(session, "simulation deleted", {"report": report_id})
        told = page.told(session, session.get_one(Shop, g.shop.id))
        answer = done(_("Simulation deleted"), render_template("simulations/_all.html", **told))
    answer.headers["HX-Push-Url"] = "/app/simulations"
    return answer


def to_draft(report_id: int) -> Response:
    """The rules that were replayed become the draft; nobody is moved by that."""
    context: Context = current_app.extensions["laurel"]
    with context.db.write() as session:
        report = result.found(session, report_id)
        wanted = request.form.get("side", "")
        side = (
            next((each for each in result.sides(report) if each.key == wanted), None)
            if report.result
            else None
        )
        if side is None:
            abort(400)
        if side.told.currency != g.shop.currency:
            raise Conflict(_("Your store has changed its currency since. Simulate it again first."))
        draft = draft_of(session, g.shop.id)
        if draft is None or parsed(draft.rules) != side.program:
            note = _("From the simulation “%(name)s”", name=report.name) if report.name else ""
            shop = session.get_one(Shop, g.shop.id)
            publishing.save_draft(session, shop, side.program, author_of(g.staff), g.now, note)
        return done(_("Saved as your draft"), result.content(session, g.shop, report))


def _note(session: Session, action: str, detail: dict[str, Any]) -> None:
    session.add(
        AuditEvent(shop_id=g.shop.id, at=g.now, actor=actor(), action=action, detail=json.dumps(detail))
    )
