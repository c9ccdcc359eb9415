"""Early access as a list and a calendar, and whether the checkout holds it up."""

from flask import Response, current_app, g, render_template, request
from markupsafe import Markup

from app.delivery import Context
from app.drops import listing
from app.drops.enforcement import block_on_failure, enforcement
from app.models import AuditEvent, Shop
from app.programs import has_program, program_of
from app.web.actions import actor, done
from app.web.drops.calendar import month, month_of
from app.web.drops.lines import line
from app.web.language import gettext as _

MOST_OVER = 20
"""Shown of those that are over, the last first."""


def page() -> str:
    return render_template("drops.html", content=content())


def content() -> str:
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        shop = session.get_one(Shop, g.shop.id)
        if not has_program(session, shop.id):
            return Markup(render_template("_too_early.html", heading=_("Early access")))
        _version, program = program_of(session, shop.id, g.now)
        found = listing(session, shop.id, over=True)
        enforced = enforcement(session, shop.id)
    lines = [line(each, program, shop.zone, g.now) for each in found]
    shown = month(month_of(request.args.get("month", ""), shop.zone, g.now), lines, shop.zone, g.now)
    told = {
        "shop": shop,
        "coming": [each for each in lines if not each.is_over],
        "over": [each for each in reversed(lines) if each.is_over][:MOST_OVER],
        "month": shown,
        "enforced": enforced,
    }
    return Markup(render_template("drops/_content.html", **told))


def checkout() -> Response:
    """What becomes of an order while the check itself fails: the merchant's choice."""
    context: Context = current_app.extensions["laurel"]
    blocks = request.form.get("blocks") == "yes"
    with context.db.write() as session:
        shop = session.get_one(Shop, g.shop.id, with_for_update=True)
        if shop.gates_block_on_failure != blocks:
            block_on_failure(session, shop, blocks, g.now)
            action = "checkout blocks on failure" if blocks else "checkout lets through on failure"
            session.add(AuditEvent(shop_id=shop.id, at=g.now, actor=actor(), action=action))
    return done(_("Saved"), content())
