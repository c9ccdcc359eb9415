"""One drop: who may buy when, its products, whom it was told to, its proof; planned, changed, cancelled."""

from typing import Any

from flask import Response, abort, current_app, g, make_response, render_template, request
from markupsafe import Markup
from sqlalchemy import func
from sqlmodel import Session, col, select
from werkzeug.exceptions import Conflict

from app import drops
from app.delivery import Context
from app.drops.enforcement import enforcement
from app.drops.proof import prove
from app.drops.rows import products_of, products_seen
from app.errors import BadInput
from app.models import Drop, Notice, Shop
from app.programs import program_of
from app.rules.notices import EARLY_ACCESS
from app.rules.program import Program
from app.rules.wall_time import wall
from app.web.actions import MAX_ID, actor, done
from app.web.drops import form
from app.web.drops.lines import line
from app.web.language import gettext as _
from app.web.worded import sentence


def page(drop_id: int) -> str:
    return render_template("drops/drop.html", content=content(drop_id))


def content(drop_id: int) -> str:
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        return Markup(render_template("drops/_drop.html", **_told(session, known(session, drop_id))))


def plan() -> str:
    """An empty form, with the hours of the program."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        program = _program(session)
        return render_template("drops/edit.html", content=_form(None, form.fresh(program), program))


def edit(drop_id: int) -> str:
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        drop, program = known(session, drop_id), _program(session)
        told = form.of_drop(drop, drops.wish_of(drop), program)
        return render_template("drops/edit.html", content=_form(drop, told, program))


def save(drop_id: int | None = None) -> Response:
    """A form with problems comes back as it was typed, each problem beside its field. What touches a live
    store at once is asked before."""
    context: Context = current_app.extensions["laurel"]
    with context.db.write() as session:
        shop = session.get_one(Shop, g.shop.id, with_for_update=True)
        drop, program = known(session, drop_id) if drop_id is not None else None, _program(session)
        told = form.typed(request.form, program)
        read = form.read(session, shop, program, told, g.now, drop)
        if read.wish is None:
            return make_response(_form(drop, told, program, read), 422)
        if shop.live_at is not None and "sure" not in request.form:
            return make_response(_form(drop, told, program, read, asked=True))
        try:
            if drop is None:
                planned = drops.add(session, shop, read.wish, actor(), g.now)
            else:
                planned = drops.change(session, shop, drop.id, read.wish, actor(), g.now)
        except BadInput as problem:
            raise Conflict(sentence(problem)) from problem
        saved = planned.drop.id
    answer = done(_("Saved"), content(saved))
    answer.headers["HX-Push-Url"] = f"/app/drops/{saved}"
    return answer


def look(drop_id: int | None = None) -> str:
    """Who may buy when, for what is typed so far; nothing is kept."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        shop = session.get_one(Shop, g.shop.id)
        program = _program(session)
        drop = known(session, drop_id) if drop_id is not None else None
        read = form.read(session, shop, program, form.typed(request.form, program), g.now, drop)
    return render_template("drops/_windows.html", read=read)


def cancel(drop_id: int) -> Response:
    """Cancelling twice changes nothing."""
    context: Context = current_app.extensions["laurel"]
    try:
        with context.db.write() as session:
            if known(session, drop_id).cancelled_at is None:
                drops.cancel(session, session.get_one(Shop, g.shop.id), drop_id, actor(), g.now)
    except BadInput as problem:
        raise Conflict(sentence(problem)) from problem
    return done(_("The drop is cancelled"), content(drop_id))


def _told(session: Session, drop: Drop) -> dict[str, Any]:
    program = _program(session)
    its = line(drop, program, g.shop.zone, g.now)
    sent, all_ = session.execute(
        select(func.count(col(Notice.sent_at)), func.count()).where(
            Notice.shop_id == g.shop.id,
            col(Notice.recorded_at) >= drop.created_at,
            Notice.kind == EARLY_ACCESS,
            Notice.occasion == str(drop.id),
        )
    ).one()
    return {
        "line": its,
        "drop": drop,
        "products": products_seen(session, drop),
        "enforced": enforcement(session, g.shop.id),
        "proof": prove(session, drop, its.release, g.now),
        "noticed": all_,
        "sent": sent,
        "moved": f"{wall(drop.public_at, g.shop.zone):%Y-%m-%dT%H:%M:%S}" != drop.public_on,
        "now": g.now,
    }


def _form(
    drop: Drop | None,
    told: form.Typed,
    program: Program,
    read: form.Read | None = None,
    *,
    asked: bool = False,
) -> str:
    twice = form.said_twice(told, g.shop.zone)
    about: dict[str, Any] = {"drop": drop, "typed": told, "program": program, "read": read, "twice": twice}
    about |= {"errors": read.errors if read else {}, "asked": asked, "now": g.now}
    if asked and read and read.wish and drop is not None:
        about["leaving"] = len(set(products_of(drop)) - set(read.wish.products))
    return Markup(render_template("drops/_form.html", **about))


def _program(session: Session) -> Program:
    try:
        return program_of(session, g.shop.id, g.now)[1]
    except LookupError:
        abort(404)


def known(session: Session, drop_id: int, shop_id: int | None = None) -> Drop:
    """The drop of this store; whatever else is asked for is not there."""
    drop = session.get(Drop, (shop_id or g.shop.id, drop_id)) if drop_id <= MAX_ID else None
    if drop is None:
        abort(404)
    return drop
