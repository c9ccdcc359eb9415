"""Saving what is assumed into the draft: margins, costs, lift and retention (ECO-*)."""

from flask import Response, current_app, g, make_response, render_template, request
from flask_babel import gettext as _

from app import publishing
from app.delivery import Context
from app.models import Shop
from app.rules.file_problems import ProgramFileError
from app.web.actions import done
from app.web.drafting import author_of, by_field, changed, edited
from app.web.economics.page import told_of


def save() -> Response:
    """Nobody moves and no benefit changes by it. What is wrong is told beside its field."""
    context: Context = current_app.extensions["laurel"]
    fields = [(name, value) for name, value in request.form.items(multi=True) if _ours(name)]
    with context.db.write() as session:
        shop = session.get_one(Shop, g.shop.id)
        _row, working_on = edited(session, shop, g.now)
        try:
            program = changed(working_on, shop.currency, fields)
        except ProgramFileError as problem:
            told = told_of(session, shop, typed=dict(fields), errors=by_field(problem))
            return make_response(render_template("economics/_content.html", **told), 422)
        if program != working_on:
            publishing.save_draft(session, shop, program, author_of(g.staff), g.now)
        return done(
            _("Assumptions saved"), render_template("economics/_content.html", **told_of(session, shop))
        )


def _ours(name: str) -> bool:
    """Only what is assumed: this form changes nothing that a member gets."""
    return name.startswith("economics.") or ".cost." in name
