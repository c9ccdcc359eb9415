"""Permissions that the store has not given, each with what it is for; asked for by App Bridge."""

from flask import Response, current_app, g, render_template
from markupsafe import Markup

from app import outbox
from app.delivery import Context
from app.delivery.shops import SETTINGS
from app.models import Shop
from app.programs import program_of
from app.web.access import missing
from app.web.actions import done
from app.web.language import gettext as _


def page() -> str:
    return render_template("settings/access.html", content=content())


def content(asked: bool = False) -> str:
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        shop = session.get_one(Shop, g.shop.id)
        try:
            _version, program = program_of(session, shop.id, g.now)
        except LookupError:
            program = None
    lacking = missing(shop, program)
    return Markup(render_template("settings/_access.html", missing=lacking, asked=asked))


def look() -> Response:
    """After the merchant was asked, what was granted is read from Shopify by a worker."""
    context: Context = current_app.extensions["laurel"]
    with context.db.write() as session:
        outbox.want(session, g.shop.id, outbox.SHOP, [SETTINGS], g.now)
    return done(_("Shopify is asked what was granted"), content(asked=True))
