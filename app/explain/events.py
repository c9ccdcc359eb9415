"""What happened to one member, by kind of event: each with its instant, its words and its cause."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app.explain.grant_words import grant_words, occasion_of
from app.explain.member_records import CaredOrder, Use
from app.explain.shape import Change
from app.explain.why_moved import why_moved
from app.models import Grant, Notice, Outbox, Override, Shop
from app.rules.benefits.say import Say
from app.rules.program import Program
from app.rules.said import N_, Amount, Said, said

NOTICES = {
    "risk_60": N_("Told that the tier ends in 60 days"),
    "risk_30": N_("Told that the tier ends in 30 days"),
    "fell": N_("Told that the tier ended"),
    "early_access": N_("Told of early access"),
}
GRANTS = {
    "to_approve": N_("%(grant)s waits for approval"),
    "promised": N_("%(grant)s promised"),
    "sending": N_("%(grant)s is being sent"),
    "unknown": N_("%(grant)s: not known yet whether it arrived"),
    "needs_review": N_("%(grant)s needs a look"),
    "delivered": N_("%(grant)s delivered"),
    "failed": N_("%(grant)s failed"),
    "cancelled": N_("%(grant)s cancelled"),
    "used": N_("%(grant)s used"),
}
"""By the state of a grant."""


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
        no_tier = said("No tier")
        moved = said(
            "%(first)s → %(last)s",
            first=change.from_tier.name or no_tier,
            last=change.to_tier.name or no_tier,
        )
        why = why_moved(change, program, shop)
        told = said("%(why)s Version %(number)s.", why=why, number=change.program_version)
        yield Event(change.at, "tier", moved, told)


def hands(session: Session, shop_id: int, family: Collection[int]) -> Iterator[Event]:
    found = select(Override).where(Override.shop_id == shop_id, col(Override.customer_id).in_(family))
    for row in session.exec(found).all():
        tier = row.tier or said("no tier")
        least = row.kind == "floor"
        given = (
            said("At least %(tier)s by hand", tier=tier)
            if least
            else said("At most %(tier)s by hand", tier=tier)
        )
        yield Event(row.created_at, "by_hand", given, f"{row.reason} ({row.author})")
        if row.ended_at is not None:
            yield Event(row.ended_at, "by_hand", said("%(given)s: ended", given=given), row.ended_by)


def notices(session: Session, shop_id: int, family: Collection[int]) -> Iterator[Event]:
    found = select(Notice).where(Notice.shop_id == shop_id, col(Notice.customer_id).in_(family))
    for row in session.exec(found).all():
        cause = said("It ends on %(day)s", day=row.falls_on) if row.falls_on else ""
        words = said(NOTICES[row.kind]) if row.kind in NOTICES else row.kind
        yield Event(row.recorded_at, "notice", words, cause, row.why_not)


def orders(cared: Iterable[CaredOrder]) -> Iterator[Event]:
    """Orders whose tier was frozen, and whether the store shows it."""
    for each in cared:
        row, care = each.written, each.care
        is_written = row is not None and row.sent_at is not None and not row.dead
        yield Event(
            care.ordered_at,
            "order",
            said("%(order)s is an order of %(tier)s, written in the store", order=each.name, tier=care.tier)
            if is_written
            else said("%(order)s is an order of %(tier)s", order=each.name, tier=care.tier),
            said("the tier at the checkout"),
            row.problem if row and row.dead else "",
        )


def uses(used: Mapping[str, Iterable[Use]], program: Program, currency: str, say: Say) -> Iterator[Event]:
    words = {each.effect(): each.told(currency, say) for tier in program.tiers for each in tier.benefits}
    for effect, uses in used.items():
        for use in uses:
            off = Amount(use.amount_minor, currency)
            told = said("%(amount)s off %(order)s", amount=off, order=use.order_name)
            yield Event(use.at, "used", told, words.get(effect, effect))


def grants(session: Session, shop_id: int, family: Collection[int]) -> Iterator[Event]:
    found = select(Grant).where(Grant.shop_id == shop_id, col(Grant.customer_id).in_(family))
    for row in session.exec(found).all():
        what = grant_words(row)
        yield Event(row.promised_at, "grant", said(GRANTS["promised"], grant=what), _reason(row))
        if row.settled_at is not None:
            yield Event(row.settled_at, "grant", _became(row, what), row.author, row.problem)
        elif row.problem:
            looked = row.looked_at or row.sent_at or row.promised_at
            yield Event(looked, "grant", _became(row, what), row.author, row.problem)
        if row.used_at is not None:
            yield Event(row.used_at, "grant", said(GRANTS["used"], grant=what))


def _became(row: Grant, what: Said) -> Said:
    return said(GRANTS.get(row.state, "%(grant)s"), grant=what)


def _reason(row: Grant) -> str:
    """What a person wrote, else the tier that it belongs to and its period."""
    told = json.loads(row.reason)
    if isinstance(told.get("why"), str):
        return str(told["why"])
    return occasion_of(row)


def written(row: Outbox | None) -> Iterator[Event]:
    """The last word of the store about tags and status."""
    if row is None:
        return
    if row.dead:
        yield Event(row.due_at, "written", said("The store refused the last change"), problem=row.problem)
    elif row.sent_at is not None:
        yield Event(row.sent_at, "written", said("Tags and status last written in the store"))
