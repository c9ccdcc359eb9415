"""Everything that was promised to a member, done for them and used by them, in the order of time, each with
its cause (SUP-HISTORY, GAP-DELIVERY): nobody has to tell their story twice.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.explain import events as of
from app.explain.events import Event
from app.explain.member_benefits import MemberBenefit, member_benefits
from app.explain.member_records import records_of
from app.explain.next import rank_of
from app.explain.plain import plain
from app.models import Customer, Shop
from app.rules.benefits.say import ENGLISH, Say


@dataclass(frozen=True, slots=True)
class Timeline:
    shop: str
    currency: str
    customer_id: int
    tier: str | None
    """As last judged."""
    full_price_tenths: int | None
    """Which part of the goods was bought at full price, of 1,000; None while too little is known."""
    benefits: tuple[MemberBenefit, ...]
    """What is promised now, and how far each of it has come."""
    events: tuple[Event, ...]
    """Oldest first."""

    def to_json(self) -> dict[str, Any]:
        told: Any = plain(self)
        for benefit, shown in zip(self.benefits, told["benefits"], strict=True):
            shown["used_minor"] = benefit.used_minor
        return dict(told)


def timeline(session: Session, shop: Shop, customer: Customer, now: datetime, say: Say = ENGLISH) -> Timeline:
    """The whole story of one customer, merged-away ids included. Reads only.

    Benefits are told as `say` does.
    """
    told = records_of(session, shop, customer, now)
    happened = [
        *of.moves(told.changes, told.program, shop),
        *of.hands(session, shop.id, told.family),
        *of.notices(session, shop.id, told.family),
        *of.orders(told.orders),
        *of.uses(told.uses, told.program, shop.currency, say),
        *of.grants(session, shop.id, told.family),
        *of.written(told.written),
    ]
    return Timeline(
        shop=shop.domain,
        currency=shop.currency,
        customer_id=customer.id,
        tier=rank_of(told.program, customer.rank).name,
        full_price_tenths=customer.full_price_tenths,
        benefits=member_benefits(told, shop, customer, now, say),
        events=tuple(sorted(happened, key=lambda event: event.at)),
    )
