"""What a shopper would read if the draft were live, as one types: for any member, in any language.

The status is that of `customer_state`, the words those of the kinds themselves.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.compare import under_draft
from app.db import Database
from app.delivery.codes import standing_codes
from app.models import Customer
from app.rules.benefits.say import Say
from app.rules.customer_state import AtRisk, Situation, customer_state
from app.rules.money import minor
from app.rules.notices import FIRST_DAYS
from app.rules.periods import local_day
from app.rules.program import Program
from app.rules.public_program import Asked, public_program
from app.rules.standing import Standing
from app.rules.writebacks import MOST_AUTOMATIC, automatic, discounts
from app.web.draft_form import Draft, Fields, tried
from app.web.language import catalogue

A_BENEFIT = re.compile(r"(tiers\[\d+\]\.benefits\[\d+\])")


@dataclass(frozen=True, slots=True)
class Read:
    """What one shopper reads. Without a tier it is what the lowest tier asks and brings."""

    who: Customer | None
    """None: somebody who has just reached the tier."""
    rank: int
    status: Mapping[str, Any] | None
    lowest: Asked

    @property
    def since(self) -> date | None:
        return date.fromisoformat(self.status["since"]) if self.status and self.status["since"] else None

    @property
    def left(self) -> int | None:
        """To the next tier, in the metric's unit."""
        if self.status is None or self.status["to_next"] is None:
            return None
        if self.status["unit"] == "money":
            return minor(self.status["to_next"], self.status["currency"])
        return int(self.status["to_next"])


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
    db: Database,
    held: Draft,
    program: Program,
    rank: int,
    customer_id: int | None,
    language: str,
    now: datetime,
) -> Read:
    """What somebody reads who has just reached the tier, or a customer of the store as they would stand."""
    say = Say(catalogue(language))
    lowest = public_program(program, held.currency, say).tiers[0]
    found = under_draft(db, held.shop, program, customer_id, now) if customer_id is not None else None
    today = local_day(now, held.shop.zone)
    if found is None:
        value = program.tiers[rank - 1].entry or 0
        state = customer_state(program, held.currency, rank, today, value, Situation(today=today), say=say)
        return Read(None, rank, _status(state.status), lowest)
    customer, standing = found
    since = local_day(standing.since, held.shop.zone) if standing.since else None
    situation = Situation(
        standing.landing, _at_risk(program, standing, today), customer.full_price_tenths, today
    )
    with db.read() as session:
        codes = standing_codes(session, held.shop, program)
    state = customer_state(
        program, held.currency, standing.rank, since, standing.metric_value, situation, codes, say
    )
    return Read(customer, standing.rank, _status(state.status), lowest)


def _at_risk(program: Program, standing: Standing, today: date) -> AtRisk | None:
    fall = standing.fall
    if fall is None or (fall.day - today).days > FIRST_DAYS:
        return None
    return AtRisk(fall.day, program.name(fall.to_rank), fall.needed)


def _status(text: str | None) -> Mapping[str, Any] | None:
    return dict(json.loads(text)) if text else None


def named(customers: Sequence[Customer]) -> list[tuple[int, str]]:
    """For a choice: ids and what people are called."""
    return [(each.id, each.name or each.email or f"#{each.platform_id or each.id}") for each in customers]
