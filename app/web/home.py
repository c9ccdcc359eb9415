"""Home: how the setup stands, who is in which tier, what moved, and what needs a person."""

import hashlib
from typing import Any

from flask import Response, current_app, g, make_response, render_template, request
from markupsafe import Markup
from sqlmodel import Session

from app.delivery import Context
from app.models import Shop
from app.programs import has_program, program_of
from app.rules import lint
from app.rules.audiences import audiences
from app.rules.writebacks import discounts
from app.web.blocks import blocks_of
from app.web.finding_words import findings_in_words
from app.web.history import History, history
from app.web.money_waiting import money_out
from app.web.month import month
from app.web.problems import found as problems
from app.web.recent_moves import recent_moves
from app.web.setup import setup_steps
from app.web.start import Coming, start_of
from app.web.store_state import last_reconciled, made, not_understood, refusals, write_backs
from app.web.tier_shares import tier_shares
from app.web.tiers.figures import thresholds
from app.web.tiers.kept import known
from app.web.tiers.words import amount

WATCH_SECONDS, LOOK_SECONDS = 2, 10
"""How often the page looks again: while something is under way, and otherwise."""

ALL_ORDERS = "read_all_orders"


def page() -> str:
    return render_template("home.html", content=content())


def fragment() -> Response:
    """The page's content again, or 204 if the reader sees it already."""
    body = content()
    if f'data-seen="{request.args.get("seen")}"' in body:
        return Response(status=204)
    return make_response(body)


def content() -> str:
    """What stands on the page now, wrapped so that it asks for itself again."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        told = _told(session, g.shop)
        body = render_template(f"home/{told['template']}.html", **told)
    seen = hashlib.sha256(body.encode()).hexdigest()[:16]
    every = told["again"]
    return Markup(render_template("home/_content.html", body=Markup(body), seen=seen, every=every))


def _told(session: Session, shop: Shop) -> dict[str, Any]:
    told: dict[str, Any] = {"shop": shop, "few_orders": _only_60_days(shop)}
    if shop.live_at is not None:
        return told | _live(session, shop)
    reading = history(session, shop, g.now)
    if reading.busy:
        return told | _reading(session, shop, reading)
    return told | _ready(session, shop, reading)


def _reading(session: Session, shop: Shop, reading: History) -> dict[str, Any]:
    """The store has a draft as soon as its currency is known."""
    told = {"template": "reading", "again": WATCH_SECONDS, "history": reading}
    if not has_program(session, shop.id):
        return told | {"steps": ()}
    return told | {"steps": setup_steps(shop, False, *program_of(session, shop.id, g.now))}


def _ready(session: Session, shop: Shop, reading: History) -> dict[str, Any]:
    """The page does not change by itself: somebody may be reading the question before the last step."""
    version, program = program_of(session, shop.id, g.now)
    start = start_of(session, shop, version, program)
    steps = setup_steps(shop, True, version, program)
    if isinstance(start, Coming):
        return {
            "template": "coming",
            "again": WATCH_SECONDS,
            "start": start,
            "steps": steps,
            "findings": [],
            "amount": amount,
        }
    if start is not None:
        return {
            "template": "start",
            "again": None,
            "history": reading,
            "start": start,
            "steps": steps,
            "findings": [],
            "amount": amount,
        }
    shares = tier_shares(session, shop.id, program, thresholds(program, known(session, shop, g.now).spread))
    return {
        "template": "ready",
        "again": None,
        "steps": steps,
        "blocks": blocks_of(shop, current_app.extensions["laurel"].config.client_id),
        "history": reading,
        "version": version,
        "program": program,
        "shares": shares,
        "findings": findings_in_words(lint.shares(program, shares.counts), program, shop.currency),
        "segments": audiences(program),
        "discounts": discounts(program, shop.currency, language=shop.language),
    }


def _live(session: Session, shop: Shop) -> dict[str, Any]:
    version, program = program_of(session, shop.id, g.now)
    shares = tier_shares(session, shop.id, program)
    found = [each for each in lint.shares(program, shares.counts) if each.kind != "all_under"]
    writing, figures = write_backs(session, shop.id), month(session, shop.id, g.now)
    return {
        "template": "live",
        "again": WATCH_SECONDS if writing.open else LOOK_SECONDS,
        "version": version,
        "program": program,
        "shares": shares,
        "month": figures,
        "steps": () if figures.guide_away else setup_steps(shop, True, version, program),
        "findings": findings_in_words(found, program, shop.currency),
        "moves": recent_moves(session, shop.id, version, program),
        "writing": writing,
        "money_out": money_out(session, shop),
        "refusals": refusals(session, shop.id),
        "not_understood": not_understood(session, shop.id),
        "made": made(session, shop, program),
        "reconciled": last_reconciled(session, shop.id),
        "problems": problems.count(session, shop, program),
        "blocks": blocks_of(shop, current_app.extensions["laurel"].config.client_id),
    }


def _only_60_days(shop: Shop) -> bool:
    """Without this permission the platform shows the orders of the last 60 days alone."""
    return bool(shop.scopes) and ALL_ORDERS not in shop.scopes.split(",")
