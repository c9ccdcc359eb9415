"""Everything that was promised to a member, done for them and used by them, in the order of time, each with
its cause (SUP-HISTORY, GAP-DELIVERY): nobody has to tell their story twice.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from app.explain import events as of
from app.explain.events import Event
from app.explain.member import explain
from app.explain.member_benefits import MemberBenefit, member_benefits
from app.explain.plain import plain
from app.models import Customer, CustomerAlias, Shop
from app.programs import program_of
from app.rules.benefits.say import ENGLISH, Say


@dataclass(frozen=True, slots=True)
class Timeline:
    shop: str
    currency: str
    customer_id: int
    tier: str | None
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
    why = explain(session, shop, customer, now)
    _, program = program_of(session, shop.id, now)
    family = _family(session, shop.id, customer.id)
    happened = [
        *of.moves(why.changes, program, shop),
        *of.hands(session, shop.id, family),
        *of.notices(session, shop.id, family),
        *of.orders(session, shop.id, customer.id),
        *of.uses(session, shop, customer.id, program, say),
        *of.grants(session, shop.id, family),
        *of.written(session, shop.id, customer.id),
    ]
    return Timeline(
        shop=shop.domain,
        currency=shop.currency,
        customer_id=customer.id,
        tier=why.tier.name,
        full_price_tenths=customer.full_price_tenths,
        benefits=member_benefits(session, shop, customer, why.changes, now, say),
        events=tuple(sorted(happened, key=lambda event: event.at)),
    )


def _family(session: Session, shop_id: int, customer_id: int) -> list[int]:
    """The row and those that were merged into it: what happened to them happened to this person."""
    found = select(CustomerAlias.customer_id).where(
        CustomerAlias.shop_id == shop_id, CustomerAlias.survivor_id == customer_id
    )
    return [customer_id, *session.exec(found).all()]
