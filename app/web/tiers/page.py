"""The tiers: looked at, changed as a draft, and saved. Nobody's tier changes here."""

from flask import Response, current_app, g, make_response, render_template, request
from markupsafe import Markup
from sqlmodel import Session
from werkzeug.exceptions import BadRequest, Conflict

from app import publishing
from app.delivery import Context
from app.models import Shop
from app.programs import program_of
from app.rules.money import exponent
from app.web.actions import actor, done
from app.web.drafting import edited
from app.web.language import gettext as _
from app.web.tiers import words
from app.web.tiers.figures import thresholds
from app.web.tiers.form import Form, Typed, added, as_typed, filled, measured
from app.web.tiers.kept import is_at_hand, known, suggestion
from app.web.tiers.looked_at import told

MAX_ROW = 2


def page() -> Response:
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        shop = session.get_one(Shop, g.shop.id)
        if not shop.currency or shop.backfilled_at is None:
            return make_response(render_template("tiers/too_early.html", shop=shop))
        typed = _suggested(session, shop, {}) if request.args.get("filled") == "suggestion" else None
        return make_response(render_template("tiers.html", content=Markup(_content(session, shop, typed))))


def form() -> Response:
    """The form as typed, with a tier more or less, or the amounts of the suggestion; nothing is saved."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        shop = session.get_one(Shop, g.shop.id)
        typed = _acted(session, shop, request.form.get("act", ""))
        return make_response(_content(session, shop, typed))


def fragment() -> Response:
    """The form as it was saved: what is discarded begins anew."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        return make_response(_content(session, session.get_one(Shop, g.shop.id)))


def suggested() -> str:
    """The natural breaks of a large store, which take a while: fetched after the page stands."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        shop = session.get_one(Shop, g.shop.id)
        version, live = program_of(session, shop.id, g.now)
        held = known(session, shop, g.now)
        found = suggestion(session, shop, held, version.version, live, g.now)
    if found is not None:
        return render_template("tiers/_suggestion.html", suggestion=found, shop=shop)
    later = live.measure.unit == "money" and held.spread.buyers and not is_at_hand(held, version.version)
    return render_template("tiers/_suggestion_later.html") if later else ""


def save() -> Response:
    """What is typed becomes the draft; what is wrong stays as it was typed, with the problem beside it."""
    context: Context = current_app.extensions["laurel"]
    typed = _typed()
    with context.db.write() as session:
        shop = session.get_one(Shop, g.shop.id)
        row, program = edited(session, shop, g.now)
        _same_version(row.version)
        said: Form = as_typed(program, shop.currency, typed)
        if said.program is None:
            return make_response(_content(session, shop, typed), 422)
        if said.program != program:
            publishing.save_draft(session, shop, said.program, actor(), g.now)
    with context.db.read() as session:
        return done(_("Draft saved"), _content(session, session.get_one(Shop, shop.id)))


def _acted(session: Session, shop: Shop, act: str) -> Typed:
    typed = _typed()
    row, program = edited(session, shop, g.now)
    _same_version(row.version)
    match act:
        case "add":
            return added(program, typed, shop.currency, _("New tier"))
        case "drop":
            return typed | {f"tiers[{_named_row()}]:drop": "1"}
        case "measure":
            at = _named_row()
            marks = thresholds(program, known(session, shop, g.now).spread)
            return measured(program, typed, shop.currency, at, marks.get(at + 1))
        case "suggest":
            return _suggested(session, shop, typed)
    raise BadRequest(_("No such change is known."))


def _suggested(session: Session, shop: Shop, typed: Typed) -> Typed:
    program = edited(session, shop, g.now)[1]
    version, live = program_of(session, shop.id, g.now)
    found = suggestion(session, shop, known(session, shop, g.now), version.version, live, g.now)
    return filled(program, typed, shop.currency, found.program.tiers) if found else typed


def _named_row() -> int:
    at = request.form.get("row", "")
    if not (at.isascii() and at.isdigit() and len(at) <= MAX_ROW):
        raise BadRequest(_("No such tier is known."))
    return int(at)


def _typed() -> dict[str, str]:
    return {name: value.replace("\0", "") for name, value in request.form.items()}


def _same_version(version: int) -> None:
    """Rows are told by their place: in another version another tier may stand there."""
    if request.form.get("version", str(version)) != str(version):
        raise Conflict(
            _("The program has changed since you opened this page. Load it again, and change it there.")
        )


def _content(session: Session, shop: Shop, typed: Typed | None = None) -> str:
    return render_template(
        "tiers/_content.html",
        amount=words.amount,
        color_name=words.color_name,
        icon_name=words.icon_name,
        digits=exponent(shop.currency),
        **told(session, shop, g.now, typed),
    )
