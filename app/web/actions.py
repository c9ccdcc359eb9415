"""What a merchant can do on the pages. Each action may be sent twice and then changes nothing."""

import json

from flask import Response, current_app, g, make_response, request
from sqlmodel import Session, col, select
from werkzeug.exceptions import BadRequest, Conflict

from app import outbox
from app.delivery import Context
from app.evaluate import go_live
from app.models import AuditEvent, Outbox, Shop, WebhookBody, WebhookEvent
from app.models.shop import READY
from app.models.webhook_event import DEAD, NEW
from app.programs import program_of
from app.web import home, member
from app.web.history import history
from app.web.language import gettext as _

MAX_ID = 2**63 - 1


def publish() -> Response:
    """The draft that the merchant looked at goes live; one that has changed since is shown anew."""
    context: Context = current_app.extensions["laurel"]
    with context.db.write() as session:
        shop = session.get_one(Shop, g.shop.id, with_for_update=True)
        if shop.live_at is None:
            _ready_to_go_live(session, shop)
            go_live(session, shop, actor(), g.now)
    g.shop = shop
    return done(_("Your program is live"), home.content())


def _ready_to_go_live(session: Session, shop: Shop) -> None:
    if shop.state != READY or history(session, shop, g.now).busy:
        raise Conflict(_("Your history is still being read. Go live when everybody has been counted."))
    version = program_of(session, shop.id, g.now)[0]
    seen = request.form.get("version", str(version.version))
    if seen != str(version.version):
        raise Conflict(
            _("The program has changed since you looked. Load the page again and look at the numbers.")
        )


def try_again() -> Response:
    """A write that Shopify refused is tried once more; all of them where no subject is named."""
    return done(write_again(), home.content())


def write_again() -> str:
    """Does so for what the form names; returns the word that it was done."""
    context: Context = current_app.extensions["laurel"]
    kind, subject = request.form.get("kind", ""), request.form.get("subject", "")
    if "\0" in kind + subject:
        # Postgres takes no such text, not even to compare.
        raise BadRequest(_("No such write is known."))
    with context.db.write() as session:
        found = _try_again(session, kind, subject)
    return _("Trying again") if found else _("Nothing is left to try again")


def try_member_again(customer_id: int) -> Response:
    """The same for one member, answered by that member's page."""
    context: Context = current_app.extensions["laurel"]
    with context.db.write() as session:
        found = _try_again(session, outbox.CUSTOMER, str(customer_id))
    words = _("Trying again") if found else _("Nothing is left to try again")
    return done(words, member.show(customer_id, "member/_content.html"))


def _try_again(session: Session, kind: str, subject: str) -> int:
    dead = select(Outbox.kind, Outbox.subject).where(Outbox.shop_id == g.shop.id, col(Outbox.dead))
    if kind or subject:
        dead = dead.where(Outbox.kind == kind, Outbox.subject == subject)
    found = session.exec(dead.with_for_update()).all()
    for each in outbox.KINDS:
        subjects = [its for of, its in found if of == each]
        outbox.want(session, g.shop.id, each, subjects, g.now, lane=outbox.PROGRESS)
    if found:
        _note(session, "write-backs tried again", {"subjects": len(found)})
    return len(found)


def replay() -> Response:
    """A delivery that could not be understood goes through the line once more."""
    return done(read_again(), home.content())


def read_again() -> str:
    """Does so for the delivery that the form names; returns the word that it was done."""
    context: Context = current_app.extensions["laurel"]
    text = request.form.get("event", "")
    if not text.isascii() or not text.isdigit() or int(text) > MAX_ID:
        raise BadRequest(_("No delivery is named."))
    with context.db.write() as session:
        replayed = _replay(session, g.shop.id, int(text))
        if replayed:
            _note(session, "delivery replayed", {"event": int(text)})
    return _("The delivery is read again") if replayed else _("This delivery is settled already")


def _replay(session: Session, shop_id: int, event_id: int) -> bool:
    event = session.get(WebhookEvent, (shop_id, event_id), with_for_update=True)
    if event is None or event.state != DEAD or session.get(WebhookBody, (shop_id, event_id)) is None:
        return False
    event.state, event.attempts, event.done_at = NEW, 0, None
    session.add(event)
    return True


def _note(session: Session, action: str, detail: dict[str, int]) -> None:
    session.add(
        AuditEvent(shop_id=g.shop.id, at=g.now, actor=actor(), action=action, detail=json.dumps(detail))
    )


def actor() -> str:
    return f"staff:{g.staff.user_id}"


def done(words: str, body: str) -> Response:
    """The page as it stands now, with a word that it worked."""
    response = make_response(body)
    response.headers["HX-Trigger"] = json.dumps({"laurel:toast": {"words": words}})
    return response
