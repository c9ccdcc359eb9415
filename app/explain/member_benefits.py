"""What a member is promised now, and how far each of it has come: in the store, used, or in trouble
(GAP-DELIVERY, MET-ENG-REDEEM).

Delivered means that the store was last seen to hold it: the member's tags and status, and the discount where
one is needed. Used is read from orders, by the titles and codes of our discounts; a benefit of orders is
used by each order that carries it. What people do (a phone call, an invitation) leaves no trace here.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.explain.member_records import CaredOrder, MemberRecords, Use
from app.explain.shape import Change
from app.models import Customer, Outbox, Shop
from app.rules.audiences import full_price_tag, full_price_tags, in_force
from app.rules.benefits import Benefit
from app.rules.benefits.of_orders import OrderPromise
from app.rules.benefits.say import ENGLISH, Say
from app.rules.periods import local_day
from app.rules.program import Tier
from app.rules.said import said
from app.rules.standing import Version, carried
from app.rules.writebacks import discounts

State = Literal["promised", "delivered", "used", "failed"]


@dataclass(frozen=True, slots=True)
class MemberBenefit:
    kind: str
    effect: str
    words: str
    """As the shopper reads it."""
    state: State
    promised_at: datetime | None
    """Since when the member has it without a break; None where no move of that time is on record."""
    delivered_at: datetime | None
    """When the store was last written for it."""
    problem: str
    seen_on_orders: bool
    """Would an order tell of its use? An invitation or a phone call leaves none."""
    uses: tuple[Use, ...]
    """Newest first, those of former tiers too."""

    @property
    def used_minor(self) -> int:
        return sum(use.amount_minor for use in self.uses)


def member_benefits(
    told: MemberRecords, shop: Shop, customer: Customer, now: datetime, say: Say = ENGLISH
) -> tuple[MemberBenefit, ...]:
    """The benefits that `customer` has now; none without a tier, or before the store is live."""
    program = told.program
    tier = program.tier(min(customer.rank, len(program.tiers)))
    if tier is None or shop.live_at is None:
        return ()
    since = _since(told.changes, told.versions, now)
    wanted = discounts(program, shop.currency)
    lacking = {each.effect for each in wanted if each.key not in told.discounts}
    by_discount = {each.effect for each in wanted}
    cared = _cared_orders(told.orders)
    benefits = []
    for benefit, words in _in_force(tier, customer, shop, now, say):
        effect, of_orders = benefit.effect(), benefit.of_order() != OrderPromise()
        used = cared if of_orders else told.uses.get(effect, ())
        at, problem = _delivery(told.written, customer, tier, effect in lacking)
        state: State = "failed" if problem else "used" if used else "delivered" if at else "promised"
        benefits.append(
            MemberBenefit(
                kind=benefit.kind,
                effect=effect,
                words=words,
                state=state,
                promised_at=since.get(effect),
                delivered_at=at,
                problem=problem,
                seen_on_orders=of_orders or effect in by_discount,
                uses=used,
            )
        )
    return tuple(benefits)


def _cared_orders(orders: Iterable[CaredOrder]) -> tuple[Use, ...]:
    """Orders that carry what was promised of them, newest first."""
    carried_out = [each for each in orders if each.written is not None and each.written.sent > 0]
    return tuple(
        Use(each.care.order_id, each.name, each.care.ordered_at, 0)
        for each in sorted(carried_out, key=lambda each: each.care.ordered_at, reverse=True)
    )


def _in_force(
    tier: Tier, customer: Customer, shop: Shop, now: datetime, say: Say
) -> Iterable[tuple[Benefit, str]]:
    """What is promised today, in the words that this member reads."""
    step = tier.landing[customer.landing - 1] if 0 < customer.landing <= len(tier.landing) else None
    exceptions = full_price_tags(tier, customer.full_price_tenths)
    for benefit in in_force(tier, step):
        standing = benefit.on(local_day(now, shop.zone))
        if standing is not None:
            tenths = standing.unless_full_price_tenths
            instead = tenths is not None and full_price_tag(tenths) in exceptions
            yield benefit, standing.told_instead() if instead else standing.told(shop.currency, say)


def _delivery(
    row: Outbox | None, customer: Customer, tier: Tier, lacking: bool
) -> tuple[datetime | None, str]:
    """When the store was last written for it, and what is in the way."""
    if customer.platform_id is None:
        return None, said("This customer has no account in the store.")
    if row is None:
        return None, ""
    if row.dead:
        return None, row.problem
    if lacking:
        return None, said("Its discount does not stand in the store.")
    holds = json.loads(row.written)["tier"] == tier.name if row.written.startswith("{") else False
    return row.sent_at if holds else None, ""


def _since(changes: Sequence[Change], chain: Sequence[Version], now: datetime) -> Mapping[str, datetime]:
    """By effect since when it has been held without a break, over moves and versions of the program."""
    numbered = {version.number: version.program for version in chain}
    moves = [(change.at, change.program_version, change.to_tier.rank) for change in changes]
    starts = [(version.start, version.number, -1) for version in chain if version.start <= now]
    since: dict[str, datetime] = {}
    rank, held = 0, chain[0].number if chain else 0
    for at, number, to_rank in sorted([*moves, *starts]):
        if number not in numbered:
            continue
        before = numbered.get(held, numbered[number])
        rank = carried(rank, before, numbered[number]) if to_rank < 0 else to_rank
        held = number
        tier = numbered[number].tier(min(rank, len(numbered[number].tiers)))
        effects = {benefit.effect() for benefit in tier.benefits} if tier else set()
        since = {effect: since.get(effect, at) for effect in effects}
    return since
