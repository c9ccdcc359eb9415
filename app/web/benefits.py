"""Benefits: what each tier brings, edited beside what the shopper will read (A4)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Response, abort, current_app, g, make_response, render_template, request
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.exceptions import BadRequest

from app.delivery import Context
from app.rules.benefits import BENEFITS
from app.rules.lints.benefits import benefits as benefit_findings
from app.rules.lints.discounts import checkout
from app.rules.lints.facts import Facts
from app.rules.periods import local_day
from app.web.actions import MAX_ID, done
from app.web.benefit_form import TierForm, form_of_tier, new_block, of_this_tier
from app.web.benefit_kinds import CATEGORIES, KINDS
from app.web.benefit_preview import named, reads, room, sound
from app.web.draft_form import Draft, Fields, draft, keep, typed_fields
from app.web.language import LANGUAGES, language
from app.web.member_list import find
from app.web.member_wish import MAX_SEARCH, Wish
from app.web.shopper.card import accent, card

MOST_FOUND = 10


def page() -> str:
    """Every tier with what it brings, and how much room is left at the checkout."""
    try:
        held = _draft()
    except LookupError:
        return render_template("too_early.html", heading=_("Benefits"))
    told = {"held": held, "kinds": KINDS, "categories": CATEGORIES}
    return render_template(
        "benefits.html",
        **told,
        room=room(held, held.program, g.now),
        findings=_findings(held),
    )


def tier(rank: int) -> str:
    held = _of_tier(rank)
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        people = find(session, g.shop, held.program, Wish(tier=str(rank)), g.now).customers[:MOST_FOUND]
    return render_template(
        "benefits/tier.html",
        held=held,
        rank=rank,
        form=_form(held, form_of_tier(held, rank)),
        kinds=KINDS,
        categories=CATEGORIES,
        category_of={kind: model.category for kind, model in BENEFITS.items()},
        languages=LANGUAGES,
        chosen=str(language()),
        people=named(people),
        preview=_preview(held, rank, (), None, str(language())),
    )


def form(rank: int) -> str:
    """The form as it is kept: what Discard goes back to."""
    held = _of_tier(rank)
    return _form(held, form_of_tier(held, rank))


def save(rank: int) -> Response:
    """Into the draft; what is wrong stands beside its field, and what was typed stays."""
    _of_tier(rank)
    fields = of_this_tier(rank, typed_fields())
    held, errors = keep(fields)
    if errors:
        body = _form(held, form_of_tier(held, rank, fields, errors), errors)
        return make_response(body, 422)
    return done(_("Draft saved"), _form(held, form_of_tier(held, rank)))


def add(rank: int) -> Response:
    """An empty benefit of a kind, at the end of its category."""
    held, kind = _of_tier(rank), request.form.get("add", "")
    if kind not in BENEFITS:
        raise BadRequest(_("No such benefit is known."))
    block = new_block(held, rank, kind, typed_fields())
    response = make_response(render_template("benefits/_block.html", block=block, held=held, new=True))
    response.headers["HX-Retarget"] = f"#of-{block.category}"
    response.headers["HX-Reswap"] = "beforeend"
    return response


def preview(rank: int) -> str:
    """What a shopper would read of what stands in the form."""
    held, who = _of_tier(rank), request.form.get("who", "")
    customer_id = int(who) if who.isascii() and who.isdigit() and int(who) <= MAX_ID else None
    told_in = request.form.get("language", "")
    told_in = told_in if told_in in LANGUAGES else str(language())
    return _preview(held, rank, of_this_tier(rank, typed_fields()), customer_id, told_in)


def people(rank: int) -> Response:
    """Members by name, to look through their eyes; the first one found is looked at."""
    held = _of_tier(rank)
    search = " ".join(request.args.get("q", "").replace("\0", "").split())[:MAX_SEARCH]
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        wish = Wish(search=search, tier="" if search else str(rank))
        found = find(session, g.shop, held.program, wish, g.now).customers
    body = render_template(
        "benefits/_people.html", held=held, rank=rank, people=named(found[:MOST_FOUND]), search=search
    )
    return make_response(body)


def _draft() -> Draft:
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        return draft(session)


def _of_tier(rank: int) -> Draft:
    try:
        held = _draft()
    except LookupError:
        abort(404)
    if not 1 <= rank <= len(held.program.tiers):
        abort(404)
    return held


def _form(held: Draft, form: TierForm, errors: Mapping[str, str] | None = None) -> Markup:
    told: dict[str, Any] = {"held": held, "form": form, "categories": CATEGORIES, "errors": errors or {}}
    return Markup(render_template("benefits/_form.html", **told))


def _findings(held: Draft, rank: int | None = None) -> list[str]:
    """What the linter says of the benefits: of one tier and the whole, or of all."""
    facts = Facts(
        today=local_day(g.now, held.shop.zone), other_automatic_discounts=held.shop.other_automatic_discounts
    )
    found = [*benefit_findings(held.program, facts), *checkout(held.program, facts)]
    return held.said(each for each in found if rank is None or each.rank in (0, rank))


def _preview(held: Draft, rank: int, fields: Fields, customer_id: int | None, told_in: str) -> Markup:
    context: Context = current_app.extensions["laurel"]
    program, left_out = sound(held, fields)
    told = reads(context.db, held, program, rank, customer_id, g.now)
    trial = replace(held, program=program)
    with force_locale(told_in):
        words = card(program, told.status, told.share_tenths, preview=True)
    return Markup(
        render_template(
            "benefits/_preview.html",
            words=words,
            accent=accent(program, told.rank),
            read=told,
            rank=rank,
            left_out=left_out,
            lang=told_in.replace("_", "-"),
            room=room(held, program, g.now),
            findings=_findings(trial, rank),
        )
    )
