"""Posting: order facts become ledger entries, each the difference to what already stands for its key.

Whatever arrives, in whatever order and however often, the rows of a key sum to what
`order_components.components` says should exist (GAP-LEDGER, GAP-RECON, reliability I-2, I-3, I-7).
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from app.ledger import entries, people
from app.ledger import facts as codec
from app.ledger.differences import Gap, gaps
from app.ledger.held_orders import HeldOrder, changed, keep, lock_orders
from app.ledger.plain_rows import insert_rows
from app.models import Customer, LedgerEntry, Shop
from app.models.ids import new_id
from app.rules.order_facts import OrderFacts, Snapshot
from app.rules.order_merge import doubts, merge
from app.rules.value import value


@value
class Arrival:
    """One piece of knowledge about an order, and the inbox row it came from (None for a file)."""

    facts: OrderFacts
    source: str
    event_id: int | None = None


@value
class Posted:
    """What became of an order: `doubts` are reasons to ask the platform, `entries` the rows it took."""

    order_id: int
    doubts: tuple[str, ...]
    entries: int


def post(session: Session, shop: Shop, arrivals: Sequence[Arrival], now: datetime) -> list[Posted]:
    """Merges what arrived into the order rows and posts the differences; marks customers whose money moved.

    The order rows are locked first, in id order, then the customers, before any sum is read.
    """
    by_order: dict[int, list[Arrival]] = {}
    for arrival in arrivals:
        by_order.setdefault(arrival.facts.order_id, []).append(arrival)
    orders = lock_orders(session, shop.id, sorted(by_order))
    merged = {order_id: _merged(orders[order_id], by_order[order_id]) for order_id in by_order}
    whose = _owners(session, shop, [facts for facts, _ in merged.values()], now)
    people.lock(session, shop.id, {*whose.values(), *(order.customer_id for order in orders.values())})
    rows_by_order: dict[int, list[LedgerEntry]] = {order_id: [] for order_id in orders}
    for row in entries.of_orders(session, shop.id, list(orders)):
        rows_by_order[row.order_id].append(row)

    posted, new_rows, kept = [], [], []
    moved: dict[int, int | None] = {}
    for order_id, (facts, doubtful) in merged.items():
        cause = by_order[order_id][-1]
        lacking = gaps(shop, facts, whose[order_id], rows_by_order[order_id])
        new_rows += [_row(shop, facts, gap, cause, now) for gap in lacking]
        moved |= {gap.customer_id: cause.event_id for gap in lacking if gap.customer_id is not None}
        owner = whose[order_id]
        if owner is not None and _labelled_anew(orders[order_id].facts, facts):
            moved[owner] = cause.event_id
        if row_now := changed(shop.id, orders[order_id], facts, whose[order_id], now):
            kept.append(row_now)
        posted.append(Posted(order_id, doubtful, len(lacking)))
    keep(session, kept)
    insert_rows(session, LedgerEntry, new_rows)
    people.mark_dirty(session, shop.id, moved)
    return posted


def _labelled_anew(before: OrderFacts, after: OrderFacts) -> bool:
    """Did the tags, the channel or the discounts change? A program may leave orders out by the first two, and
    by the last a customer is one who buys at full price or not."""
    was, now = before.snapshot, after.snapshot
    return bool(was and now and _labels(was) != _labels(now))


def _labels(order: Snapshot) -> tuple[object, ...]:
    return order.tags, order.channel, order.discounts


def repost(
    session: Session, shop: Shop, order_ids: Iterable[int], now: datetime, event_id: int | None
) -> None:
    """Posts orders again from the facts we hold, after their owner changed."""
    known = [Arrival(OrderFacts(order_id), "webhook", event_id) for order_id in sorted(set(order_ids))]
    if known:
        post(session, shop, known, now)


def _merged(order: HeldOrder, arrivals: list[Arrival]) -> tuple[OrderFacts, tuple[str, ...]]:
    """The facts after all arrivals, and the doubts that remain after the last of them."""
    facts, found = order.facts, dict[str, None]()
    for arrival in arrivals:
        after = merge(facts, arrival.facts)
        found |= dict.fromkeys(doubts(facts, arrival.facts, after))
        facts = after
    return facts, tuple(found)


def _owners(session: Session, shop: Shop, known: list[OrderFacts], now: datetime) -> dict[int, int | None]:
    """To whose row each order is posted; a platform id that was never heard of gets a row."""
    platform_ids = {f.snapshot.customer for f in known if f.snapshot and f.snapshot.customer is not None}
    for platform_id in sorted(platform_ids - _accounts(session, shop.id, platform_ids).keys()):
        people.claim(session, shop, people.Contact(platform_id, None), now)
    return owners(session, shop.id, known)


def owners(session: Session, shop_id: int, known: Iterable[OrderFacts]) -> dict[int, int | None]:
    """Whose each order is: the platform's customer, else the person known by e-mail; aliases followed."""
    snapshots = {facts.order_id: facts.snapshot for facts in known}
    accounts = _accounts(session, shop_id, {s.customer for s in snapshots.values() if s and s.customer})
    named: dict[int, int | None] = {}
    for order_id, snapshot in snapshots.items():
        if snapshot is None:
            named[order_id] = None
        else:
            named[order_id] = (
                snapshot.person if snapshot.customer is None else accounts.get(snapshot.customer)
            )
    merged_away = people.survivors(session, shop_id, {owner for owner in named.values() if owner})
    return {order_id: merged_away.get(owner, owner) if owner else None for order_id, owner in named.items()}


def _accounts(session: Session, shop_id: int, platform_ids: Collection[int]) -> dict[int | None, int]:
    if not platform_ids:
        return {}
    found = select(Customer.platform_id, Customer.id).where(
        Customer.shop_id == shop_id, col(Customer.platform_id).in_(platform_ids)
    )
    return dict(session.exec(found).all())


def _row(shop: Shop, facts: OrderFacts, gap: Gap, cause: Arrival, now: datetime) -> dict[str, object]:
    component, payment, customer_id, counted_on, ordered_on, currency = gap.key
    rate = facts.snapshot.rate if facts.snapshot else (1, 1)
    return {
        "shop_id": shop.id,
        "id": new_id(),
        "order_id": facts.order_id,
        "component": component,
        "payment": payment,
        "customer_id": customer_id,
        "currency": currency,
        "lines": codec.encode_lines(gap.lines),
        "rate": f"{rate[0]}/{rate[1]}",
        "occurred_at": gap.occurred_at,
        "ordered_at": gap.ordered_at,
        "counted_on": counted_on,
        "ordered_on": ordered_on,
        "recorded_at": now,
        "source": cause.source,
        "event_id": cause.event_id,
    } | dict(zip(entries.MONEY, gap.amounts.parts(), strict=True))
