"""Members: everybody the store knows, highest spend first, found by name, e-mail, id, tier and state."""

from typing import Any

from flask import Response, current_app, g, make_response, render_template, request
from flask_babel import gettext
from sqlmodel import Session

from app.delivery import Context
from app.explain.near import entries, usual_gap
from app.models import Shop
from app.programs import has_program, program_of
from app.web.member_list import find, instead_of_a_discount
from app.web.member_wish import Wish, address, wish_of


def page() -> Response:
    """The whole page, or for htmx the table alone, under the address that shows the same again."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        shop = session.get_one(Shop, g.shop.id)
        if not has_program(session, shop.id):
            return make_response(render_template("too_early.html", heading=gettext("Members")))
        _, program = program_of(session, shop.id, g.now)
        wish = wish_of(request.args, program)
        if "HX-Request" not in request.headers:
            return make_response(render_template("members.html", **told(session, shop, wish)))
        return make_response(listed(session, shop, wish))


def listed(session: Session, shop: Shop, wish: Wish) -> Response:
    """The table alone."""
    part = make_response(render_template("members/_list.html", **told(session, shop, wish)))
    part.headers["HX-Replace-Url"] = address(wish)
    return part


def told(session: Session, shop: Shop, wish: Wish) -> dict[str, Any]:
    version, program = program_of(session, shop.id, g.now)
    asked = entries(session, shop, program, g.now)
    return {
        "shop": shop,
        "version": version,
        "program": program,
        "asked": asked,
        "near": usual_gap(asked),
        "wish": wish,
        "found": find(session, shop, program, wish, g.now),
        "spared": bool(instead_of_a_discount(program)),
        "address": address,
    }
