"""Open orders of members that wait for stock, the highest tier first (INT-STOCK, BEN-RESERVE)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.delivery.context import Context
from app.models import Customer, OrderCare, Shop
from app.platform import open_orders
from app.platform.open_orders import OpenLine, OpenOrder
from app.programs import program_of
from app.rules.program import Program

AT_ONCE = 200
HEAD = ("tier", "order", "order_id", "placed_at", "product", "sku", "waiting", "stock")


@dataclass(frozen=True, slots=True)
class BackOrder:
    order: OpenOrder
    line: OpenLine
    rank: int
    tier: str


def cells(each: BackOrder) -> tuple[object, ...]:
    """A row of the list as HEAD has it."""
    order, line = each.order, each.line
    about = (each.tier, order.name, order.order_id, order.placed_at.isoformat())
    return (*about, line.title, line.sku, line.waiting, line.stock)


def back_orders(context: Context, shop: Shop) -> list[BackOrder]:
    """Lines whose stock is used up: by tier from the top, then as they were placed. Raises PlatformError."""
    waiting = [each for each in open_orders.read(context.calls(shop)) if _short(each)]
    found: list[BackOrder] = []
    for first in range(0, len(waiting), AT_ONCE):
        some = waiting[first : first + AT_ONCE]
        with context.db.read() as session:
            _, program = program_of(session, shop.id, context.clock())
            tiers = _tiers(session, shop, program, some)
        found += [
            BackOrder(order, line, *tiers[order.order_id])
            for order in some
            if order.order_id in tiers
            for line in _short(order)
        ]
    return sorted(found, key=lambda each: (-each.rank, each.order.placed_at, each.order.order_id))


def _short(order: OpenOrder) -> Sequence[OpenLine]:
    return [line for line in order.lines if line.stock is not None and line.stock <= 0]


def _tiers(
    session: Session, shop: Shop, program: Program, orders: Iterable[OpenOrder]
) -> dict[int, tuple[int, str]]:
    """By order the rank and tier it was frozen with; of one that has none, what its buyer holds now."""
    told = {}
    held = select(Customer.platform_id, Customer.rank).where(
        Customer.shop_id == shop.id,
        col(Customer.platform_id).in_([each.customer for each in orders if each.customer]),
        Customer.rank > 0,
    )
    ranks = dict(session.exec(held).all())
    frozen = select(OrderCare).where(
        OrderCare.shop_id == shop.id,
        col(OrderCare.order_id).in_([each.order_id for each in orders]),
        col(OrderCare.decided_at).is_not(None),
    )
    cared_for = {care.order_id: care for care in session.exec(frozen).all()}
    for order in orders:
        care, rank = cared_for.get(order.order_id), ranks.get(order.customer, 0)
        if care is not None and care.rank:
            told[order.order_id] = (care.rank, care.tier)
        elif care is None and 0 < rank <= len(program.tiers):
            told[order.order_id] = (rank, program.tiers[rank - 1].name)
    return told
