"""What happened to one member, by kind of event: each with its instant, its words and its cause."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app import outbox
from app.explain.member_benefits import uses_of
from app.explain.next import amount
from app.explain.shape import Change
from app.models import Grant, Notice, Order, OrderCare, Outbox, Override, Shop
from app.rules.money import major
from app.rules.program import Program

NOTICES = {
    "risk_60": "Told that the tier ends in 60 days",
    "risk_30": "Told that the tier ends in 30 days",
    "fell": "Told that the tier ended",
    "early_access": "Told of early access",
}


@dataclass(frozen=True, slots=True)
class Event:
    """`kind`: tier, by_hand, notice, order, used, grant, written. `cause` says why, `problem` what failed."""

    at: datetime
    kind: str
    words: str
    cause: str = ""
    problem: str = ""


def moves(changes: Iterable[Change], program: Program, shop: Shop) -> Iterator[Event]:
    for change in changes:
        moved = f"{change.from_tier.name or 'No tier'} → {change.to_tier.name or 'No tier'}"
        cause = change.kind.replace("_", " ")
        cause += f", {change.order_name}" if change.order_name else ""
        if change.metric_value is not None and change.threshold is not None:
            held, asked = (amount(each, program, shop) for each in (change.metric_value, change.threshold))
            cause += f", {held} held of {asked}"
        yield Event(change.at, "tier", moved, f"{cause}; version {change.program_version}")


def hands(session: Session, shop_id: int, family: Collection[int]) -> Iterator[Event]:
    found = select(Override).where(Override.shop_id == shop_id, col(Override.customer_id).in_(family))
    for row in session.exec(found).all():
        least = "At least" if row.kind == "floor" else "At most"
        what = f"{least} {row.tier or 'no tier'} by hand"
        yield Event(row.created_at, "by_hand", what, f"{row.reason} ({row.author})")
        if row.ended_at is not None:
            yield Event(row.ended_at, "by_hand", f"{what} ended", row.ended_by)


def notices(session: Session, shop_id: int, family: Collection[int]) -> Iterator[Event]:
    found = select(Notice).where(Notice.shop_id == shop_id, col(Notice.customer_id).in_(family))
    for row in session.exec(found).all():
        cause = f"falls on {row.falls_on}" if row.falls_on else ""
        yield Event(row.recorded_at, "notice", NOTICES.get(row.kind, row.kind), cause, row.why_not)


def orders(session: Session, shop_id: int, customer_id: int) -> Iterator[Event]:
    """Orders whose tier was frozen, and whether the store shows it."""
    found = select(OrderCare, Order.name).where(
        OrderCare.shop_id == shop_id,
        Order.shop_id == shop_id,
        OrderCare.customer_id == customer_id,
        OrderCare.rank > 0,
        col(Order.id) == col(OrderCare.order_id),
    )
    rows = session.exec(found).all()
    of_orders = select(Outbox).where(
        Outbox.shop_id == shop_id,
        Outbox.kind == outbox.ORDER,
        col(Outbox.subject).in_([str(care.order_id) for care, _ in rows]),
    )
    sent = {row.subject: row for row in session.exec(of_orders).all()} if rows else {}
    for care, name in rows:
        row = sent.get(str(care.order_id))
        written = ", written in the store" if row and row.sent_at and not row.dead else ""
        yield Event(
            care.ordered_at,
            "order",
            f"{name} is an order of {care.tier}{written}",
            "the tier at the checkout",
            row.problem if row and row.dead else "",
        )


def uses(session: Session, shop: Shop, customer_id: int, program: Program) -> Iterator[Event]:
    words = {each.effect(): each.told(shop.currency) for tier in program.tiers for each in tier.benefits}
    for effect, uses in uses_of(session, shop, customer_id).items():
        for use in uses:
            off = f"{major(use.amount_minor, shop.currency)} {shop.currency}"
            yield Event(use.at, "used", f"{off} off {use.order_name}", words.get(effect, effect))


def grants(session: Session, shop_id: int, family: Collection[int]) -> Iterator[Event]:
    found = select(Grant).where(Grant.shop_id == shop_id, col(Grant.customer_id).in_(family))
    for row in session.exec(found).all():
        worth = (
            f"{row.percent} %" if row.percent else f"{major(row.amount_minor, row.currency)} {row.currency}"
        )
        what = f"{row.benefit.replace('_', ' ').capitalize()}, {worth} ({row.form.replace('_', ' ')})"
        yield Event(row.promised_at, "grant", f"{what} promised", f"{row.period}; {_reason(row.reason)}")
        if row.settled_at is not None:
            yield Event(row.settled_at, "grant", f"{what} {row.state}", row.author, row.problem)
        elif row.problem:
            looked = row.looked_at or row.sent_at or row.promised_at
            yield Event(looked, "grant", f"{what} {row.state.replace('_', ' ')}", row.author, row.problem)
        if row.used_at is not None:
            yield Event(row.used_at, "grant", f"{what} used")


def _reason(text: str) -> str:
    told = json.loads(text)
    return ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in told.items())


def written(session: Session, shop_id: int, customer_id: int) -> Iterator[Event]:
    """The last word of the store about tags and status."""
    row = session.get(Outbox, (shop_id, outbox.CUSTOMER, str(customer_id)))
    if row is None:
        return
    if row.dead:
        yield Event(row.due_at, "written", "The store refused the last change", problem=row.problem)
    elif row.sent_at is not None:
        yield Event(row.sent_at, "written", "Tags and status last written in the store")
