"""One member: where they stand and why, what counted and what did not, and what happens next."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, current_app, g, render_template, request
from sqlmodel import Session

from app import outbox
from app.delivery import Context
from app.explain.member import explain_by
from app.explain.shape import OrderLines
from app.explain.timeline import timeline
from app.ledger.people import follow
from app.models import Customer, Outbox, Shop
from app.models.shop import BACKFILLING, INSTALLING
from app.rules.money import minor
from app.web.benefit_words import in_words
from app.web.filters import money, ngettext
from app.web.note_words import keeps_until, note_words

MAX_ID = 2**63 - 1
OLD_ORDERS_SHOWN, LEAVING_SHOWN, EVENTS_SHOWN = 100, 6, 50


@dataclass(frozen=True, slots=True)
class Held:
    """What the store holds for a member as last written, and what is still to be written."""

    tag: str | None
    tier: str | None
    status: bool
    counted: str
    """What the status says was spent or ordered, in words."""
    to_next: str
    """What it says is missing to `next`; empty at the top, and while the next tier's line is not drawn."""
    next: str | None
    known: bool
    open: bool
    dead: bool
    problem: str


def page(customer_id: int) -> str:
    """The page, or for htmx its content alone."""
    return show(customer_id, "member/_content.html" if "HX-Request" in request.headers else "member.html")


def show(customer_id: int, template: str) -> str:
    """404 for any id that is not one of this store's, whoever else's it may be."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        customer = find(session, g.shop.id, customer_id)
        if customer is None or g.shop.state in (INSTALLING, BACKFILLING):
            abort(404)
        return render_template(template, **_told(session, g.shop, customer))


def story(customer_id: int) -> str:
    """What was promised, delivered and used: read after the page stands, so that nobody waits for it."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        customer = find(session, g.shop.id, customer_id)
        if customer is None or g.shop.live_at is None:
            abort(404)
        told = timeline(session, g.shop, customer, g.now, in_words())
    newest = told.events[::-1]
    shown, earlier = newest[:EVENTS_SHOWN], len(newest[EVENTS_SHOWN:])
    return render_template("member/story.html", story=told, events=shown, earlier=earlier)


def find(session: Session, shop_id: int, customer_id: int) -> Customer | None:
    """The row, or the one that it was merged into."""
    row = session.get(Customer, (shop_id, customer_id)) if customer_id <= MAX_ID else None
    if row is None or not row.gone:
        return row
    survivor = follow(session, shop_id, customer_id)
    return row if survivor == customer_id else session.get(Customer, (shop_id, survivor))


def _told(session: Session, shop: Shop, customer: Customer) -> dict[str, Any]:
    why, program = explain_by(session, shop, customer, g.now)
    held = _held(session.get(Outbox, (shop.id, outbox.CUSTOMER, str(customer.id))))
    rest = [order for order in why.orders if not _counts(order)]
    return {
        "customer": customer,
        "why": why,
        "program": program,
        "note": note_words(why, program, shop),
        "keeps": keeps_until(why, program, shop),
        "errors": {},
        "typed": {},
        "counting": why.program.counting,
        "counted": [order for order in why.orders if _counts(order)],
        "rest": rest[:OLD_ORDERS_SHOWN],
        "hidden": max(0, len(rest) - OLD_ORDERS_SHOWN),
        "leaving": why.leaving[:LEAVING_SHOWN],
        "later": len(why.leaving[LEAVING_SHOWN:]),
        "held": held,
        "entry": {line.rank: line.entry for line in why.tiers},
        "busy": bool(held and held.open) or any(each.kind == "evaluation" for each in why.waiting),
    }


def _counts(order: OrderLines) -> bool:
    return bool(order.counted_minor) or any(row.counted_minor for row in order.rows)


def _held(row: Outbox | None) -> Held | None:
    if row is None:
        return None
    written = json.loads(row.written) if row.written.startswith("{") else None
    tags = written["tags"] if written else []
    status = json.loads(written["status"]) if written and written["status"] else {}
    return Held(
        tag=tags[0] if tags else None,
        tier=written["tier"] if written else None,
        status=bool(status),
        counted=_measured(status, "spend"),
        to_next=_measured(status, "to_next"),
        next=status.get("next"),
        known=written is not None,
        open=row.wanted > row.sent and not row.dead,
        dead=row.dead,
        problem=row.problem,
    )


def _measured(status: Mapping[str, Any], name: str) -> str:
    if status.get(name) is None:
        return ""
    if status["unit"] == "money":
        return money(minor(status[name], status["currency"]), status["currency"])
    return ngettext("%(num)s order", "%(num)s orders", int(status[name]))
