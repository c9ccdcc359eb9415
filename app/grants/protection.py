"""Claims of price protection: whom a lower price is owed, and the grants that come of it (BEN-FIN-PRICE).

Once for a line of an order: a price that goes down twice is given back as of the first time.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.grants.caps import PROTECTION, left_of_order
from app.grants.promise import LAUREL, add
from app.models import Grant, Order, OrderCare, ProductPrice, Shop
from app.models.grant import PROMISED, REFUND, TO_APPROVE
from app.models.ids import new_id
from app.programs import program_of, programs_by_version
from app.rules.benefits import of_kind
from app.rules.benefits.price_protection import PriceProtection
from app.rules.periods import local_day
from app.rules.price_protection import BoughtLine, claim, in_time
from app.rules.program import Program

MOST_DAYS = 91


@dataclass(frozen=True, slots=True)
class Protected:
    """An order of a member whose tier, as it was when ordering, protects its prices today."""

    care: OrderCare
    benefit: PriceProtection


def price_of(session: Session, shop_id: int, variant_id: int) -> ProductPrice | None:
    """What the variant was last seen to cost."""
    found = select(ProductPrice).where(ProductPrice.shop_id == shop_id, ProductPrice.variant_id == variant_id)
    return session.exec(found.order_by(col(ProductPrice.seen_at).desc())).first()


def protected(session: Session, shop: Shop, price: ProductPrice) -> Sequence[Protected]:
    """Orders with this product that are young enough."""
    found = (
        select(OrderCare)
        .join(
            Order,
            (col(Order.shop_id) == col(OrderCare.shop_id)) & (col(Order.id) == col(OrderCare.order_id)),
        )
        .where(
            OrderCare.shop_id == shop.id,
            Order.shop_id == shop.id,
            OrderCare.rank > 0,
            col(OrderCare.ordered_at) > price.seen_at - timedelta(days=MOST_DAYS),
            col(OrderCare.ordered_at) <= price.seen_at,
            col(Order.facts).contains(f'"{price.product_id}"'),
        )
    )
    cares = session.exec(found.order_by(col(OrderCare.order_id))).all()
    programs = programs_by_version(session, shop.id, {care.program_version for care in cares})
    dropped_on = local_day(price.seen_at, shop.zone)
    return [
        Protected(care, benefit)
        for care in cares
        if (benefit := _benefit(programs[care.program_version], care.tier)) is not None
        and in_time(local_day(care.ordered_at, shop.zone), dropped_on, benefit.days)
    ]


def promise_claims(
    session: Session,
    shop: Shop,
    order: Protected,
    lines: Sequence[BoughtLine],
    price: ProductPrice,
    now: datetime,
) -> list[Grant]:
    """A grant for each line of the order that was bought for more, under the cap of the order."""
    _, program = program_of(session, shop.id, now)
    made = []
    for line in lines:
        if line.variant_id != price.variant_id:
            continue
        amount = claim(line, price.price_minor, order.benefit.share_percent)
        left = left_of_order(session, shop.id, program.money_out, order.care.order_id)
        amount = amount if left is None else min(amount, left)
        if amount and (grant := add(session, _grant(shop, order, line, price, amount, program, now), now)):
            made.append(grant)
    return made


def _benefit(program: Program, tier: str) -> PriceProtection | None:
    for each in program.tiers:
        if each.name == tier:
            return next(iter(of_kind(each.benefits, PriceProtection)), None)
    return None


def _grant(
    shop: Shop,
    order: Protected,
    line: BoughtLine,
    price: ProductPrice,
    amount: int,
    program: Program,
    now: datetime,
) -> Grant:
    out, care = program.money_out, order.care
    above = out.approve_above_minor is not None and amount > out.approve_above_minor
    why = {
        "line": line.line_id,
        "variant": price.variant_id,
        "paid_minor": line.paid_minor,
        "quantity": line.quantity,
        "held": line.held,
        "price_minor": price.price_minor,
        "share_percent": order.benefit.share_percent,
    }
    return Grant(
        shop_id=shop.id,
        id=new_id(),
        customer_id=care.customer_id,
        benefit=PROTECTION,
        period=f"order {care.order_id} line {line.line_id}",
        occasion_on=local_day(price.seen_at, shop.zone),
        since_on=local_day(care.ordered_at, shop.zone),
        tier=care.tier,
        form=REFUND,
        amount_minor=amount,
        currency=shop.currency,
        state=TO_APPROVE if out.approve_price_protection or above else PROMISED,
        due_at=now,
        promised_at=now,
        order_id=care.order_id,
        reason=json.dumps(why, sort_keys=True),
        author=LAUREL,
    )
