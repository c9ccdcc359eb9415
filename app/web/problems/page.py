"""The page of problems, and what its buttons do. Each may be pressed twice and then changes nothing."""

from flask import Response, current_app, g, render_template
from markupsafe import Markup

from app.delivery import Context
from app.delivery.drift import begin, is_looking
from app.models import Shop
from app.web import actions
from app.web.language import gettext as _
from app.web.problems.found import find


def page() -> str:
    return render_template("problems.html", content=content())


def content() -> str:
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        shop = session.get_one(Shop, g.shop.id)
        found = find(session, shop, g.now)
    return Markup(render_template("problems/_content.html", shop=shop, found=found))


def try_again() -> Response:
    """What Shopify refused is tried once more; all of it where no subject is named."""
    return actions.done(actions.write_again(), content())


def replay() -> Response:
    """A message that could not be understood is read once more."""
    return actions.done(actions.read_again(), content())


def compare() -> Response:
    """The store is looked at now instead of tonight, by a worker."""
    context: Context = current_app.extensions["laurel"]
    with context.db.write() as session:
        if not is_looking(session, g.shop.id):
            begin(session, g.shop.id, g.now)
    return actions.done(_("Your store is being looked at"), content())
