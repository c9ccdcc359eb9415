"""What a merchant decides about money that waits: approve it, or say what became of it."""

from collections.abc import Callable

from flask import Response, abort, current_app, g, request
from sqlmodel import Session
from werkzeug.exceptions import BadRequest, Conflict

from app.delivery import Context
from app.errors import BadInput, NotFound, WrongState
from app.grants import review
from app.models import Shop
from app.web import home
from app.web.actions import MAX_ID, actor, done
from app.web.language import N_
from app.web.language import gettext as _
from app.web.worded import sentence


def decide(grant_id: int) -> Response:
    """One of the buttons was pressed; pressing it twice says that it is settled already."""
    act = ACTS.get(request.form.get("act", ""))
    if act is None:
        raise BadRequest(_("No such decision is known."))
    if grant_id > MAX_ID:
        abort(404)
    words, decision = act
    context: Context = current_app.extensions["laurel"]
    try:
        with context.db.write() as session:
            decision(session, session.get_one(Shop, g.shop.id), grant_id)
    except NotFound:
        abort(404)
    except (WrongState, BadInput) as problem:
        raise Conflict(sentence(problem)) from problem
    return done(_(words), home.content())


Decision = Callable[[Session, Shop, int], object]

ACTS: dict[str, tuple[str, Decision]] = {
    "approve": (N_("Approved"), lambda s, shop, each: review.approve(s, shop, each, actor(), g.now)),
    "refuse": (N_("Refused"), lambda s, shop, each: review.refuse(s, shop, each, actor(), g.now)),
    "cancel": (N_("Cancelled"), lambda s, shop, each: review.cancel(s, shop, each, actor(), g.now)),
    "not_paid": (
        N_("It is sent again"),
        lambda s, shop, each: review.not_paid(s, shop, each, actor(), g.now),
    ),
    "paid": (
        N_("Noted as paid"),
        lambda s, shop, each: review.paid(s, shop, each, request.form.get("by", ""), actor(), g.now),
    ),
}
"""What can be decided, with the word that is shown when it is."""
