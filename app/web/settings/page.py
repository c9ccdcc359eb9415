"""The first page of the settings: pause and go on, take all of it out of the store, and what leads on."""

from collections.abc import Callable
from datetime import datetime

from flask import Response, current_app, g, render_template
from markupsafe import Markup
from sqlmodel import Session
from werkzeug.exceptions import Conflict

from app import pausing
from app.delivery import Context
from app.drops import unsettled
from app.errors import CannotPause
from app.hooks import open_hooks
from app.models import Shop
from app.models.shop import PAUSED
from app.programs import program_of
from app.web.access import missing
from app.web.actions import actor, done
from app.web.blocks import blocks_of
from app.web.language import gettext as _
from app.web.problems import found as problems
from app.web.worded import sentence


def page() -> str:
    return render_template("settings.html", content=content())


def fragment() -> str:
    return content()


def content() -> str:
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        shop = session.get_one(Shop, g.shop.id)
        try:
            _version, program = program_of(session, shop.id, g.now)
        except LookupError:
            program = None
        told = {
            "shop": shop,
            "program": program,
            "blocks": blocks_of(shop, context.config.client_id),
            "held": pausing.held_by_store(session, shop.id),
            "left": pausing.left_to_clean(session, shop.id) if shop.cleaned_at else 0,
            "hidden": unsettled(session, shop.id),
            "hooks": open_hooks(session, shop.id),
            "missing": missing(shop, program),
            "problems": problems.count(session, shop, program) if program else 0,
        }
        return Markup(render_template("settings/_content.html", **told))


def pause() -> Response:
    """Pausing twice says that it is paused."""
    return _switched(lambda shop: shop.state == PAUSED, pausing.pause, _("The program is paused"))


def resume() -> Response:
    return _switched(lambda shop: shop.state != PAUSED, pausing.resume, _("The program goes on"))


def clean_up() -> Response:
    """The worker takes away what stands in the store; this only says that it shall."""
    words = _("What Laurel made is being taken away")
    return _switched(lambda shop: shop.cleaned_at is not None, pausing.clean_up, words)


Switch = Callable[[Session, Shop, str, datetime], None]


def _switched(is_so: Callable[[Shop], bool], switch: Switch, words: str) -> Response:
    context: Context = current_app.extensions["laurel"]
    try:
        with context.db.write() as session:
            shop = session.get_one(Shop, g.shop.id, with_for_update=True)
            if not is_so(shop):
                switch(session, shop, actor(), g.now)
    except CannotPause as problem:
        raise Conflict(sentence(problem)) from problem
    return done(words, content())
