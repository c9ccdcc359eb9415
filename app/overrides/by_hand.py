"""Giving and ending an override. Who it is for is judged again at once; the act is on record."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, or_, select

from app.errors import BadInput, NotFound
from app.evaluate import counts
from app.ledger import people
from app.models import AuditEvent, Customer, CustomerAlias, Override, Shop
from app.models.override import CEILING, FLOOR
from app.programs import program_of
from app.rules.program import Program
from app.rules.said import said

KINDS = (FLOOR, CEILING)
LONGEST_REASON = 300
MOST_LISTED = 10_000


@dataclass(frozen=True, slots=True)
class Listed:
    override: Override
    customer: Customer
    """Whom it is about now: the survivor of a merge."""
    state: str
    """active, ended or expired."""


def give(
    session: Session,
    shop: Shop,
    customer: Customer,
    kind: str,
    tier: str | None,
    reason: str,
    author: str,
    now: datetime,
    *,
    until: datetime | None = None,
    goodwill: bool = False,
) -> Override:
    """From now, and until the instant `until`, the customer has at least (floor) or at most (ceiling) `tier`.

    `tier` None is a ceiling of no tier at all. `goodwill` keeps it out of what is said about earned tiers.
    A merged-away row leads to the survivor. Raises BadInput with what to do.
    """
    _, program = program_of(session, shop.id, now)
    tier, reason = checked(program, kind, tier, reason)
    if until is not None and until <= now:
        raise BadInput(said("the day on which it ends is over; give a later one, or none at all"))
    member = living(session, shop, customer)
    row = Override(
        shop_id=shop.id,
        customer_id=member.id,
        kind=kind,
        tier=tier,
        reason=reason,
        goodwill=goodwill,
        author=author,
        from_at=now,
        to_at=until,
        created_at=now,
    )
    session.add(row)
    session.flush()
    people.mark_dirty(session, shop.id, {member.id: None})
    about: dict[str, object] = {"kind": kind, "tier": tier, "until": until, "goodwill": goodwill}
    audit(session, row, author, "override given", about, now)
    return row


def checked(program: Program, kind: str, tier: str | None, reason: str) -> tuple[str | None, str]:
    """The tier as the program spells it and the reason as it is kept. Raises BadInput."""
    if kind not in KINDS:
        raise BadInput(
            said("there is no kind %(kind)s; it is floor (at least) or ceiling (at most)", kind=repr(kind))
        )
    if tier is None and kind == FLOOR:
        raise BadInput(said("a floor needs a tier; only a ceiling may say: no tier at all"))
    if tier is not None:
        names = {each.name.lower(): each.name for each in program.tiers}
        if tier.strip().lower() not in names:
            raise BadInput(
                said(
                    "there is no tier %(tier)s; there are %(names)s",
                    tier=repr(tier),
                    names=", ".join(names.values()),
                )
            )
        tier = names[tier.strip().lower()]
    reason = " ".join("".join(each if each.isprintable() else " " for each in reason).split())
    if not reason:
        raise BadInput(said("say why: whoever looks at this member later wants to know"))
    if len(reason) > LONGEST_REASON:
        raise BadInput(
            said(
                "the reason has %(number)s characters; %(most)s are the most",
                number=len(reason),
                most=LONGEST_REASON,
            )
        )
    return tier, reason


def living(session: Session, shop: Shop, customer: Customer) -> Customer:
    """The surviving row, locked: an evaluation under way must not clear our mark without having seen why.

    Raises BadInput for somebody who was deleted or redacted.
    """
    [member] = people.rows(session, shop.id, [people.follow(session, shop.id, customer.id)])
    if member.gone:
        raise BadInput(said("the customer is gone from the store, and has no tier any more"))
    return member


def end(session: Session, shop: Shop, override_id: int, author: str, now: datetime) -> Override:
    """Ends an override before its expiry, at once. Raises NotFound, and BadInput where it is over already."""
    found = select(Override).where(Override.shop_id == shop.id, Override.id == override_id)
    row = session.exec(found.with_for_update()).first()
    if row is None:
        raise NotFound(f"{shop.domain} has no override {override_id}; laurel override list shows them.")
    if row.ended_at is not None:
        raise BadInput(f"override {override_id} was ended already, at {row.ended_at:%Y-%m-%d %H:%M} UTC")
    if row.to_at is not None and row.to_at <= now:
        raise BadInput(f"override {override_id} ran out by itself at {row.to_at:%Y-%m-%d %H:%M} UTC")
    row.ended_at, row.ended_by = now, author
    session.add(row)
    session.flush()
    member = people.follow(session, shop.id, row.customer_id)
    people.lock(session, shop.id, [member])
    people.mark_dirty(session, shop.id, {member: None})
    audit(session, row, author, "override ended", {"kind": row.kind, "tier": row.tier}, now)
    return row


def listing(
    session: Session,
    shop: Shop,
    now: datetime,
    *,
    customer: Customer | None = None,
    over: bool = False,
    limit: int = MOST_LISTED,
) -> list[Listed]:
    """Overrides, the newest first: those in force, with `over` also those that ended or ran out."""
    found = select(Override).where(Override.shop_id == shop.id)
    if customer is not None:
        merged = select(CustomerAlias.customer_id).where(
            CustomerAlias.shop_id == shop.id, CustomerAlias.survivor_id == customer.id
        )
        rows = [customer.id, *session.exec(merged).all()]
        found = found.where(col(Override.customer_id).in_(rows))
    if not over:
        found = found.where(
            col(Override.ended_at).is_(None), or_(col(Override.to_at).is_(None), col(Override.to_at) > now)
        )
    overrides = session.exec(found.order_by(col(Override.id).desc()).limit(limit)).all()
    members = _members(session, shop.id, {each.customer_id for each in overrides})
    return [Listed(each, members[each.customer_id], _state(each, now)) for each in overrides]


def earned_counts(session: Session, shop: Shop, now: datetime) -> dict[int, int]:
    """Living customers by rank, without those who hold theirs by goodwill (ID-UNHAPPY): nobody earned it."""
    left = counts(session, shop.id)
    given = {
        each.customer.id: each.customer
        for each in listing(session, shop, now)
        if each.override.goodwill and each.override.kind == FLOOR
    }
    for member in given.values():
        if member.by_hand and not member.gone:
            left[member.rank] -= 1
    return left


def _members(session: Session, shop_id: int, ids: set[int]) -> dict[int, Customer]:
    """The surviving row by the row that the override was given to."""
    leads = {each: each for each in ids} | people.survivors(session, shop_id, ids)
    wanted: Sequence[int] = sorted(set(leads.values()))
    found = select(Customer).where(Customer.shop_id == shop_id, col(Customer.id).in_(wanted))
    by_id = {row.id: row for row in session.exec(found).all()}
    return {each: by_id[survivor] for each, survivor in leads.items()}


def _state(row: Override, now: datetime) -> str:
    if row.ended_at is not None:
        return "ended"
    return "expired" if row.to_at is not None and row.to_at <= now else "active"


def audit(
    session: Session, row: Override, author: str, action: str, about: Mapping[str, object], now: datetime
) -> None:
    """By the number of the override: who it is for and why is personal, and is forgotten with the person."""
    detail = json.dumps({"override": row.id, **about}, default=str)
    session.add(AuditEvent(shop_id=row.shop_id, at=now, actor=author, action=action, detail=detail))
