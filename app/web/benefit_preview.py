"""What a shopper would read if the draft were live, as one types: for any member, in any language.

The status is that of `customer_state`, and the page that of the storefront (`shopper/card.py`).
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from app.compare import under_draft
from app.db import Database
from app.delivery.codes import standing_codes
from app.models import Customer, Shop
from app.programs import program_of
from app.rules.customer_state import AtRisk, Situation, customer_state
from app.rules.notices import FIRST_DAYS
from app.rules.periods import local_day
from app.rules.program import Program
from app.rules.standing import Standing
from app.rules.without_tier import status_without_tier
from app.rules.writebacks import MOST_AUTOMATIC, automatic, discounts
from app.web.draft_form import Draft, Fields, tried
from app.web.shopper.status import share

A_BENEFIT = re.compile(r"(tiers\[\d+\]\.benefits\[\d+\])")


@dataclass(frozen=True, slots=True)
class Read:
    """The status that one shopper reads."""

    who: Customer | None
    """None: somebody who has just reached the tier."""
    rank: int
    status: dict[str, Any]
    share_tenths: int | None
    """Of all customers, who has this tier or a higher one; None where the draft would change that."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands."""

    rank: int
    since: date | None
    value: int
    """In the metric's unit."""
    situation: Situation


@dataclass(frozen=True, slots=True)
class Room:
    """Shopify runs so many automatic discounts at once, of all apps together."""

    ours: int
    others: int | None
    most: int = MOST_AUTOMATIC

    @property
    def used(self) -> int:
        return self.ours + (self.others or 0)

    @property
    def over(self) -> int:
        return max(0, self.used - self.most)


def sound(held: Draft, fields: Fields) -> tuple[Program, int]:
    """The program as far as what was typed can be read, and how many benefits had to be left out."""
    dropped: dict[str, str] = {}
    program, errors = tried(held, fields)
    for _ in range(2):
        if program is not None:
            return program, len(dropped)
        places = {match[1] for path in errors if (match := A_BENEFIT.match(path))}
        dropped |= dict.fromkeys((f"{each}:drop" for each in places), "on")
        program, errors = tried(held, [*fields, *dropped.items()])
    return program or held.program, len(dropped)


def room(held: Draft, program: Program, now: datetime) -> Room:
    wanted = discounts(program, held.currency, held.shop.zone, local_day(now, held.shop.zone))
    return Room(automatic(wanted), held.shop.other_automatic_discounts)


def reads(
    db: Database, held: Draft, program: Program, rank: int, customer_id: int | None, now: datetime
) -> Read:
    """What somebody reads who has just reached the tier, or a customer of the store as they would stand."""
    who, at = _eyes(db, held, program, rank, customer_id, now)
    with db.read() as session:
        codes = standing_codes(session, held.shop, program)
        share_tenths = _share(session, held.shop, program, at.rank, now)
    state = customer_state(program, held.currency, at.rank, at.since, at.value, at.situation, codes)
    status = (
        json.loads(state.status) if state.status else status_without_tier(program, held.currency, at.value)
    )
    return Read(who, at.rank, status, share_tenths)


def _eyes(
    db: Database, held: Draft, program: Program, rank: int, customer_id: int | None, now: datetime
) -> tuple[Customer | None, Place]:
    zone = held.shop.zone
    today = local_day(now, zone)
    found = under_draft(db, held.shop, program, customer_id, now) if customer_id is not None else None
    if found is None:
        return None, Place(rank, today, program.tiers[rank - 1].entry or 0, Situation(today=today))
    who, standing = found
    risk = _at_risk(program, standing, today)
    situation = Situation(standing.landing, risk, who.full_price_tenths, today)
    since = local_day(standing.since, zone) if standing.since else None
    return who, Place(standing.rank, since, standing.metric_value, situation)


def _share(session: Session, shop: Shop, program: Program, rank: int, now: datetime) -> int | None:
    """Counted by the tiers that people have, so only where the draft asks for them what is asked now."""
    if shop.live_at is None or _asks(program_of(session, shop.id, now)[1]) != _asks(program):
        return None
    return share(session, shop, rank)


def _asks(program: Program) -> Program:
    bare = (each.model_copy(update={"benefits": ()}) for each in program.tiers)
    return program.model_copy(update={"tiers": tuple(bare)})


def _at_risk(program: Program, standing: Standing, today: date) -> AtRisk | None:
    fall = standing.fall
    if fall is None or (fall.day - today).days > FIRST_DAYS:
        return None
    return AtRisk(fall.day, program.name(fall.to_rank), fall.needed)


def named(customers: Sequence[Customer]) -> list[tuple[int, str]]:
    """For a choice: ids and what people are called."""
    return [(each.id, each.name or each.email or f"#{each.platform_id or each.id}") for each in customers]
