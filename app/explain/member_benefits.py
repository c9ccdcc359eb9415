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

from sqlmodel import Session, col, select

from app import discounts_used, outbox
from app.explain.shape import Change
from app.models import Customer, Order, OrderCare, Outbox, PlatformObject, Shop
from app.models.platform_object import DISCOUNT
from app.programs import program_of, published, versions
from app.rules.applied_discounts import from_text
from app.rules.audiences import full_price_tag, full_price_tags, in_force
from app.rules.benefits import Benefit
from app.rules.benefits.of_orders import OrderPromise
from app.rules.benefits.say import ENGLISH, Say
from app.rules.full_price import name_of
from app.rules.periods import local_day
from app.rules.program import Tier
from app.rules.said import said
from app.rules.standing import Version, carried
from app.rules.writebacks import discounts

State = Literal["promised", "delivered", "used", "failed"]


@dataclass(frozen=True, slots=True)
class Use:
    """An order on which it was used; what it took off, in minor units of the store's currency."""

    order_id: int
    order_name: str
    at: datetime
    amount_minor: int


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
    session: Session,
    shop: Shop,
    customer: Customer,
    changes: Sequence[Change],
    now: datetime,
    say: Say = ENGLISH,
) -> tuple[MemberBenefit, ...]:
    """The benefits that `customer` has now; none without a tier, or before the store is live."""
    _, program = program_of(session, shop.id, now)
    tier = program.tier(min(customer.rank, len(program.tiers)))
    if tier is None or shop.live_at is None:
        return ()
    since = _since(changes, versions(session, shop.id, now) if published(session, shop.id) else (), now)
    standing = _standing_objects(session, shop.id)
    wanted = discounts(program, shop.currency)
    lacking = {each.effect for each in wanted if each.key not in standing}
    by_discount = {each.effect for each in wanted}
    written = session.get(Outbox, (shop.id, outbox.CUSTOMER, str(customer.id)))
    uses = uses_of(session, shop, customer.id)
    cared = _cared_orders(session, shop.id, customer.id)
    told = []
    for benefit, words in _in_force(tier, customer, shop, now, say):
        effect, of_orders = benefit.effect(), benefit.of_order() != OrderPromise()
        used = cared if of_orders else uses.get(effect, ())
        at, problem = _delivery(written, customer, tier, effect in lacking)
        state: State = "failed" if problem else "used" if used else "delivered" if at else "promised"
        told.append(
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
    return tuple(told)


def uses_of(session: Session, shop: Shop, customer_id: int) -> dict[str, tuple[Use, ...]]:
    """By effect the orders of a customer on which a discount of ours took something off, newest first."""
    ours = discounts_used.of_tiers(session, shop)
    found = select(Order.id, Order.name, Order.occurred_at, Order.discounts).where(
        Order.shop_id == shop.id, Order.customer_id == customer_id, Order.discounts != ""
    )
    uses: dict[str, list[Use]] = {}
    for order_id, name, at, text in session.exec(found).all():
        for each in from_text(text):
            effect = ours.get(name_of(each))
            if effect is not None and at is not None:
                uses.setdefault(effect, []).append(Use(order_id, name, at, each.amount))
    # Sorted here: asked to sort, SQLite walks the whole store's orders in the order of time.
    return {effect: tuple(sorted(each, key=_newest_first)) for effect, each in uses.items()}


def _newest_first(use: Use) -> tuple[float, int]:
    return -use.at.timestamp(), -use.order_id


def _cared_orders(session: Session, shop_id: int, customer_id: int) -> tuple[Use, ...]:
    """Orders that carry what was promised of them."""
    found = select(OrderCare.order_id, Order.name, OrderCare.ordered_at).where(
        OrderCare.shop_id == shop_id,
        Order.shop_id == shop_id,
        OrderCare.customer_id == customer_id,
        OrderCare.rank > 0,
        col(Order.id) == col(OrderCare.order_id),
    )
    rows = session.exec(found.order_by(col(OrderCare.ordered_at).desc())).all()
    sent = select(Outbox.subject).where(
        Outbox.shop_id == shop_id,
        Outbox.kind == outbox.ORDER,
        col(Outbox.subject).in_([str(row[0]) for row in rows]),
        col(Outbox.sent) > 0,
    )
    carried_out = set(session.exec(sent).all())
    return tuple(Use(row[0], row[1], row[2], 0) for row in rows if str(row[0]) in carried_out)


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


def _standing_objects(session: Session, shop_id: int) -> set[str]:
    found = select(PlatformObject.key).where(
        PlatformObject.shop_id == shop_id, PlatformObject.kind == DISCOUNT
    )
    return set(session.exec(found).all())


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
