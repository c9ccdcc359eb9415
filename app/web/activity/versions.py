"""One version of the program: what it changed, what going back to it would change, and going back."""

from dataclasses import dataclass
from typing import Any

from flask import Response, abort, current_app, g, render_template
from markupsafe import Markup
from sqlmodel import Session, col, select
from werkzeug.exceptions import Conflict

from app import publishing
from app.delivery import Context
from app.errors import CannotPublish
from app.models import ProgramVersion, Shop
from app.programs import draft_of, parsed, program_of, published, scheduled, state_of
from app.rules.change_words import Told, Words, told_changes
from app.web.actions import actor, done
from app.web.activity.words import who
from app.web.filters import money
from app.web.language import gettext as _
from app.web.worded import sentence

MOST_VERSIONS = 10**9


@dataclass(frozen=True, slots=True)
class Known:
    """`state`: live, scheduled, draft, past or put aside, as `state_of` has it."""

    row: ProgramVersion
    state: str
    author: str


def listing() -> str:
    """Every version, the newest first."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        found = select(ProgramVersion).where(ProgramVersion.shop_id == g.shop.id)
        rows = session.exec(found.order_by(col(ProgramVersion.version).desc()).limit(200)).all()
        chain = published(session, g.shop.id)
    return render_template("activity/versions.html", versions=[_known(row, chain) for row in rows])


def page(number: int) -> str:
    return render_template("activity/version.html", content=content(number))


def content(number: int) -> str:
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        return Markup(render_template("activity/_version.html", **_told(session, number)))


def restore(number: int) -> Response:
    """These rules are the draft again. Where they are the draft already nothing changes."""
    context: Context = current_app.extensions["laurel"]
    with context.db.write() as session:
        row, shop = _row(session, number), session.get_one(Shop, g.shop.id)
        draft = draft_of(session, shop.id)
        if draft is None or parsed(draft.rules) != parsed(row.rules):
            note = _("The rules of version %(n)s", n=number)
            publishing.save_draft(session, shop, parsed(row.rules), actor(), g.now, note)
    return done(_("The rules of version %(n)s are your draft", n=number), content(number))


def go_back(number: int) -> Response:
    """These rules apply at once, as a new version. Where they apply already nothing changes."""
    context: Context = current_app.extensions["laurel"]
    try:
        with context.db.write() as session:
            row, shop = _row(session, number), session.get_one(Shop, g.shop.id)
            if shop.live_at is None or parsed(row.rules) != program_of(session, shop.id, g.now)[1]:
                publishing.rollback(session, shop, actor(), g.now, number)
    except CannotPublish as problem:
        raise Conflict(sentence(problem)) from problem
    return done(_("The rules of version %(n)s apply again", n=number), content(number))


def _told(session: Session, number: int) -> dict[str, Any]:
    row, chain = _row(session, number), published(session, g.shop.id)
    rules = parsed(row.rules)
    live = program_of(session, g.shop.id, g.now) if g.shop.live_at is not None else None
    draft = draft_of(session, g.shop.id)
    before = session.get(ProgramVersion, (g.shop.id, number - 1))
    known = _known(row, chain)
    return {
        "version": known,
        "program": rules,
        "currency": g.shop.counting_currency if row.from_at else g.shop.currency,
        "changed": _differences(before, row) if before else [],
        "before": before,
        "live": live[0] if live else None,
        "back": _differences(live[0], row) if live else [],
        "can_go_back": known.state == "past" and live is not None and live[1] != rules,
        "waiting": scheduled(chain, g.now),
        "is_draft": draft is not None and parsed(draft.rules) == rules,
    }


def _differences(before: ProgramVersion, after: ProgramVersion) -> list[Told]:
    words = Words(lambda minor: money(minor, g.shop.counting_currency), _)
    return told_changes(parsed(before.rules), parsed(after.rules), words)


def _row(session: Session, number: int) -> ProgramVersion:
    row = session.get(ProgramVersion, (g.shop.id, number)) if number < MOST_VERSIONS else None
    if row is None:
        abort(404)
    return row


def _known(row: ProgramVersion, chain: list[ProgramVersion]) -> Known:
    return Known(row, state_of(row, chain, g.now), who(row.author, g.staff))
