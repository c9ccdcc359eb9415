"""What a merchant does with the first screen: takes a program as the draft, and puts the guide away."""

from flask import Response, current_app, g, request
from sqlmodel import Session
from werkzeug.exceptions import BadRequest, Conflict

from app import publishing
from app.delivery import Context
from app.models import AuditEvent, ProgramVersion, Shop
from app.programs import program_of
from app.rules.program import Program
from app.web import home
from app.web.actions import actor, done
from app.web.language import gettext as _
from app.web.setup import DISMISSED, OURS, is_dismissed
from app.web.tiers.kept import known, suggestion


def choose() -> Response:
    """The suggestion, or the usual amounts, become the store's own draft. A choice that is made stays."""
    context: Context = current_app.extensions["laurel"]
    wanted = request.form.get("program", "")
    if wanted not in ("suggested", "usual"):
        raise BadRequest(_("No such program is known."))
    with context.db.write() as session:
        shop = session.get_one(Shop, g.shop.id, with_for_update=True)
        version, program = program_of(session, shop.id, g.now)
        if shop.live_at is None and version.author == OURS:
            rules = program if wanted == "usual" else _suggested(session, shop, version, program)
            publishing.save_draft(session, shop, rules, actor(), g.now)
    return done(_("This is your draft now"), home.content())


def _suggested(session: Session, shop: Shop, version: ProgramVersion, program: Program) -> Program:
    found = suggestion(session, shop, known(session, shop, g.now), version.version, program, g.now)
    if found is None:
        raise Conflict(_("Nobody has bought yet, so there is nothing to suggest."))
    return found.program


def dismiss() -> Response:
    """The guide is put away for good, for everybody of the store; only once it led to a live program."""
    context: Context = current_app.extensions["laurel"]
    with context.db.write() as session:
        shop = session.get_one(Shop, g.shop.id, with_for_update=True)
        if shop.live_at is None:
            raise Conflict(_("The guide can be put away once your program is live."))
        if not is_dismissed(session, shop.id):
            session.add(AuditEvent(shop_id=shop.id, at=g.now, actor=actor(), action=DISMISSED))
    return done(_("The setup guide is put away"), home.content())
