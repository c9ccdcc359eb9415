"""A tier by hand: for one member, for those chosen in the list, or for all whom its filter finds.

Asking brings a dialog that names the number; what it sends is done in one go, and sent twice does nothing.
"""

from collections.abc import Mapping
from typing import Any

from flask import Response, abort, current_app, g, make_response, render_template, request
from flask_babel import gettext as _
from sqlmodel import Session, col, select
from werkzeug.exceptions import Conflict

from app.delivery import Context
from app.errors import BadInput, NotFound
from app.explain.near import entries
from app.models import Customer, Shop
from app.models.override import FLOOR
from app.overrides import end
from app.overrides.many import give_to
from app.programs import program_of
from app.rules.program import Program
from app.web import member, members
from app.web.actions import MAX_ID, actor, done
from app.web.by_hand_form import Read, read
from app.web.filters import ngettext
from app.web.member_list import matching
from app.web.member_wish import Wish, wish_of

MOST = 20_000
"""So many are given a tier while somebody waits; more come by file."""


def many() -> Response:
    """The dialog for those whom the form of the list names, or with `give` the deed."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        shop = session.get_one(Shop, g.shop.id)
        _live(shop)
        _version, program = program_of(session, shop.id, g.now)
        wish = wish_of(request.form, program)
        chosen = _chosen(session, shop, program, wish)
    told = {"wish": wish, "everybody": bool(request.form.get("all")), "ids": chosen, "whom": None}
    told |= {"action": "/app/members/by-hand", "target": "#list"}
    if not request.form.get("give"):
        return _dialog(shop, program, len(chosen), told)
    asked = read(request.form, program, shop, g.now)
    changed = request.form.get("number") != str(len(chosen))
    if asked.what is None or changed or not 0 < len(chosen) <= MOST:
        return _dialog(shop, program, len(chosen), told, asked, changed=changed)
    given = give_to(context.db, shop.id, chosen, asked.what, actor(), g.now)
    with context.db.read() as session:
        answer = members.listed(session, session.get_one(Shop, g.shop.id), wish)
    words = ngettext("Set for %(num)s customer", "Set for %(num)s customers", given)
    shown = done(words, answer.get_data(as_text=True))
    shown.headers["HX-Replace-Url"] = answer.headers["HX-Replace-Url"]
    return shown


def one(customer_id: int) -> Response:
    """The same for one member, answered by that member's page."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        shop = session.get_one(Shop, g.shop.id)
        customer = member.find(session, shop.id, customer_id)
        if customer is None:
            abort(404)
        _live(shop)
        _version, program = program_of(session, shop.id, g.now)
        told = {"wish": Wish(), "everybody": False, "ids": (), "whom": customer}
        told |= {"action": f"/app/members/{customer.id}/by-hand", "target": "#member"}
        if request.method == "GET":
            return _dialog(shop, program, 1, told)
        asked = read(request.form, program, shop, g.now)
        if asked.what is None:
            return _dialog(shop, program, 1, told, asked)
    given = give_to(context.db, shop.id, [customer.id], asked.what, actor(), g.now)
    words = _("Set by hand") if given else _("It was set already")
    return done(words, member.show(customer.id, "member/_content.html"))


def end_one(customer_id: int, override_id: int) -> Response:
    """Ends a floor or ceiling; one that has ended meanwhile is told as it stands."""
    context: Context = current_app.extensions["laurel"]
    with context.db.write() as session:
        customer = member.find(session, g.shop.id, customer_id)
        if customer is None or override_id > MAX_ID:
            abort(404)
        try:
            end(session, session.get_one(Shop, g.shop.id), override_id, actor(), g.now)
            words = _("Ended")
        except NotFound:
            abort(404)
        except BadInput:
            words = _("It has ended already")
    return done(words, member.show(customer_id, "member/_content.html"))


def _live(shop: Shop) -> None:
    if shop.live_at is None:
        raise Conflict(_("The program is not live yet: nobody has a tier that could be held by hand."))


def _chosen(session: Session, shop: Shop, program: Program, wish: Wish) -> list[int]:
    """Living customers of this store only, whatever ids are sent; one more than may be is enough to know."""
    asked = entries(session, shop, program, g.now)
    conditions = matching(shop, program, asked, wish if request.form.get("all") else Wish(), g.now)
    if not request.form.get("all"):
        sent = {int(each) for each in request.form.getlist("id") if _is_id(each)}
        conditions.append(col(Customer.id).in_(sorted(sent)[:MOST]))
    return list(session.exec(select(Customer.id).where(*conditions).order_by(col(Customer.id))).all())


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= MAX_ID


def _dialog(
    shop: Shop,
    program: Program,
    number: int,
    told: Mapping[str, Any],
    asked: Read | None = None,
    *,
    changed: bool = False,
) -> Response:
    """Nothing typed is lost: 422 with what was wrong beside each field."""
    words = render_template(
        "members/_by_hand.html",
        shop=shop,
        program=program,
        number=number,
        most=MOST,
        typed=asked.typed if asked else {"kind": FLOOR, "give_tier": program.tiers[0].name},
        errors=asked.errors if asked else {},
        changed=changed,
        **told,
    )
    answer = make_response(words, 422 if asked else 200)
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#dialog", "innerHTML"
    return answer
