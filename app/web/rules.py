"""Rules: everything of the program beside tiers and benefits, with how many customers a change moves (A5)."""

from collections.abc import Mapping

from flask import Response, abort, current_app, g, make_response, render_template
from flask_babel import gettext as _
from markupsafe import Markup

from app.compare import Estimate, estimate, findings
from app.delivery import Context
from app.programs import program_of
from app.rules.lint import lint
from app.rules.lints.facts import Facts
from app.rules.lints.finding import Finding
from app.rules.program import Program
from app.web.actions import done
from app.web.draft_form import Draft, Fields, draft, keep, tried, typed_fields
from app.web.rule_fields import NOTICES, SECTIONS
from app.web.rule_form import form_of_rules, of_the_rules

OF_RULES = frozenset(
    "never_falls no_grace no_landing flapping keep_low keep_line_wide long_window judged_anew"  # noqa: SIM905
    " shorter_window".split()
)
"""The findings about what this page decides."""


def page() -> str:
    held = _draft()
    if held is None:
        return render_template("too_early.html", heading=_("Rules"))
    return render_template("rules.html", held=held, form=_form(held))


def form() -> str:
    """The form as it is kept: what Discard goes back to."""
    return _form(_held())


def save() -> Response:
    """Into the draft; what is wrong stands beside its field, and what was typed stays."""
    fields = of_the_rules(_held(), typed_fields())
    held, errors = keep(fields)
    if errors:
        return make_response(_form(held, typed_fields(), errors), 422)
    return done(_("Draft saved"), _form(held))


def impact() -> str:
    """How many customers would move if what stands in the form were live, and what to look at again."""
    held = _held()
    program, errors = tried(held, of_the_rules(held, typed_fields()))
    if program is None:
        return render_template("rules/_impact.html", errors=errors, held=held)
    context: Context = current_app.extensions["laurel"]
    told = estimate(context.db, held.shop, program, g.now)
    return render_template(
        "rules/_impact.html",
        errors={},
        held=held,
        program=program,
        told=told,
        unsaved=program != held.program,
        findings=_findings(held, program, told),
    )


def _draft() -> Draft | None:
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        try:
            return draft(session)
        except LookupError:
            return None


def _held() -> Draft:
    held = _draft()
    return held if held is not None else abort(404)


def _form(held: Draft, fields: Fields | None = None, errors: Mapping[str, str] | None = None) -> Markup:
    return Markup(
        render_template(
            "rules/_form.html",
            held=held,
            form=form_of_rules(held, fields, errors),
            sections=SECTIONS,
            notices=NOTICES,
            errors=errors or {},
        )
    )


def _findings(held: Draft, program: Program, told: Estimate | None) -> list[str]:
    """What the linter says of what this page decides; of shares and benefits other pages tell."""
    context: Context = current_app.extensions["laurel"]
    found: tuple[Finding, ...]
    with context.db.read() as session:
        if told is not None and told.told is not None:
            found = findings(session, held.shop, program, told.told, g.now)
        else:
            live = program_of(session, held.shop.id, g.now)[1] if held.shop.live_at is not None else None
            found = lint(program, Facts(previous=live if live != program else None))
    return held.said(each for each in found if each.kind in OF_RULES)
