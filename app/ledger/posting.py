"""Posting: order facts become ledger entries, each the difference to what already stands for its key.

Whatever arrives, in whatever order and however often, the rows of a key sum to what
`order_components.components` says should exist (GAP-LEDGER, GAP-RECON, reliability I-2, I-3, I-7).
"""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app.ledger import entries, people
from app.ledger import facts as codec
from app.models import Customer, LedgerEntry, Order, Shop
from app.rules.order_components import Component, ProductLine, components
from app.rules.order_facts import Amounts, OrderFacts, doubts, merge
from app.rules.periods import local_day


@dataclass(frozen=True, slots=True)
class Arrival:
    """One piece of knowledge about an order, and the inbox row it came from (None for a file)."""

    facts: OrderFacts
    source: str
    event_id: int | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of an order: `doubts` are reasons to ask the platform, `changed` says if money moved."""

    order_id: int
    doubts: tuple[str, ...]
    changed: bool


Key = tuple[str, str, int | None, date, date, str]
"""Component, payment, customer, counted_on, ordered_on, currency."""


@dataclass(slots=True)
class _Standing:
    """What the rows of one key sum to."""

    amounts: Amounts
    lines: dict[str | None, tuple[int, int]]
    occurred_at: datetime
    ordered_at: datetime


def post(session: Session, shop: Shop, arrivals: Sequence[Arrival], now: datetime) -> list[Posted]:
    """Merges what arrived into the order rows and posts the differences; marks customers whose money moved.

    The order rows are locked first, in id order, then the customers, before any sum is read.
    """
    by_order: dict[int, list[Arrival]] = {}
    for arrival in arrivals:
        by_order.setdefault(arrival.facts.order_id, []).append(arrival)
    orders = _locked_orders(session, shop.id, sorted(by_order), now)
    merged = {order_id: _merged(orders[order_id], by_order[order_id]) for order_id in by_order}
    owners = _owners(session, shop, [facts for facts, _ in merged.values()], now)
    touched = {owner for owner in owners.values() if owner} | {
        order.customer_id for order in orders.values() if order.customer_id
    }
    customers = {row.id: row for row in people.rows(session, shop.id, touched)}
    rows_by_order: dict[int, list[LedgerEntry]] = {order_id: [] for order_id in orders}
    for row in entries.of_orders(session, shop.id, list(orders)):
        rows_by_order[row.order_id].append(row)

    posted, new_rows = [], []
    for order_id, (facts, doubtful) in merged.items():
        cause = by_order[order_id][-1]
        rows = _differences(shop, facts, owners[order_id], rows_by_order[order_id], cause, now)
        new_rows += rows
        for row in rows:
            if row.customer_id is not None:
                customer = customers[row.customer_id]
                customer.dirty, customer.cause_id = True, cause.event_id
        _keep(session, orders[order_id], facts, owners[order_id], now)
        posted.append(Posted(order_id, doubtful, bool(rows)))
    session.add_all(new_rows)
    session.flush()
    return posted


def repost(
    session: Session, shop: Shop, order_ids: Iterable[int], now: datetime, event_id: int | None
) -> None:
    """Posts orders again from the facts we hold, after their owner changed."""
    known = [Arrival(OrderFacts(order_id), "webhook", event_id) for order_id in sorted(set(order_ids))]
    if known:
        post(session, shop, known, now)


def expected(
    shop: Shop, facts: OrderFacts, owner: int | None, rows: Iterable[LedgerEntry]
) -> dict[Key, Component]:
    """The component that should stand at each key. Days already posted for an instant stay (GAP-TIME)."""
    days = {row.occurred_at: row.counted_on for row in rows} | {
        row.ordered_at: row.ordered_on for row in rows
    }
    wanted: dict[Key, Component] = {}
    for part in components(facts):
        counted_on = days.get(part.occurred_at) or local_day(part.occurred_at, shop.zone)
        ordered_on = days.get(part.ordered_at) or local_day(part.ordered_at, shop.zone)
        wanted[part.component, part.payment, owner, counted_on, ordered_on, part.currency] = part
    return wanted


def key_of(row: LedgerEntry) -> Key:
    return row.component, row.payment, row.customer_id, row.counted_on, row.ordered_on, row.currency


def standing_sums(rows: Iterable[LedgerEntry]) -> dict[Key, _Standing]:
    """What the posted rows of one order sum to, by key."""
    sums: dict[Key, _Standing] = {}
    for row in rows:
        key = key_of(row)
        amounts = Amounts(*(getattr(row, name) for name in entries.MONEY))
        known = sums.get(key)
        if known is None:
            known = sums[key] = _Standing(Amounts(), {}, row.occurred_at, row.ordered_at)
        known.amounts = known.amounts + amounts
        for line in codec.decode_lines(row.lines):
            goods, tax = known.lines.get(line.product, (0, 0))
            known.lines[line.product] = (goods + line.goods, tax + line.tax)
    return sums


def _locked_orders(session: Session, shop_id: int, order_ids: list[int], now: datetime) -> dict[int, Order]:
    fresh = [
        {"shop_id": shop_id, "id": order_id, "name": "", "facts": codec.encode(OrderFacts(order_id))}
        | {"version": 0, "posted_at": now}
        for order_id in order_ids
    ]
    session.execute(_insert_or_ignore(session, Order), fresh)
    found = (
        select(Order)
        .where(Order.shop_id == shop_id, col(Order.id).in_(order_ids))
        .order_by(col(Order.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {order.id: order for order in session.exec(found).all()}


def _insert_or_ignore(session: Session, table: type[Order]) -> Insert:
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


def _merged(order: Order, arrivals: list[Arrival]) -> tuple[OrderFacts, tuple[str, ...]]:
    """The facts after all arrivals, and the doubts that remain after the last of them."""
    facts, found = codec.decode(order.facts), dict[str, None]()
    for arrival in arrivals:
        after = merge(facts, arrival.facts)
        found |= dict.fromkeys(doubts(facts, arrival.facts, after))
        facts = after
    return facts, tuple(found)


def _owners(session: Session, shop: Shop, known: list[OrderFacts], now: datetime) -> dict[int, int | None]:
    """To whose row each order is posted: the platform's customer, else the guest known by e-mail."""
    named: dict[int, int | None] = {}
    snapshots = {facts.order_id: facts.snapshot for facts in known}
    platform_ids = {s.customer for s in snapshots.values() if s and s.customer is not None}
    accounts: dict[int | None, int | None] = dict(
        session.exec(
            select(Customer.platform_id, Customer.id).where(
                Customer.shop_id == shop.id, col(Customer.platform_id).in_(platform_ids)
            )
        ).all()
    )
    for platform_id in platform_ids - accounts.keys():
        accounts[platform_id] = people.claim(session, shop, people.Contact(platform_id, None), now)
    for order_id, snapshot in snapshots.items():
        if snapshot is None:
            named[order_id] = None
        else:
            named[order_id] = snapshot.person if snapshot.customer is None else accounts[snapshot.customer]
    merged_away = people.survivors(session, shop.id, {owner for owner in named.values() if owner})
    return {order_id: merged_away.get(owner, owner) if owner else None for order_id, owner in named.items()}


def _differences(
    shop: Shop,
    facts: OrderFacts,
    owner: int | None,
    rows: list[LedgerEntry],
    cause: Arrival,
    now: datetime,
) -> list[LedgerEntry]:
    wanted, stands = expected(shop, facts, owner, rows), standing_sums(rows)
    rate = facts.snapshot.rate if facts.snapshot else (1, 1)
    new = []
    for key in sorted(wanted.keys() | stands.keys(), key=str):
        part, known = wanted.get(key), stands.get(key)
        amounts = (part.amounts if part else Amounts()) - (known.amounts if known else Amounts())
        lines = _line_difference(part.lines if part else (), known.lines if known else {})
        if not amounts and not lines:
            continue
        component, payment, customer_id, counted_on, ordered_on, currency = key
        shape = part or known
        assert shape is not None
        new.append(
            LedgerEntry(
                shop_id=shop.id,
                order_id=facts.order_id,
                component=component,
                payment=payment,
                customer_id=customer_id,
                currency=currency,
                lines=codec.encode_lines(lines),
                rate=f"{rate[0]}/{rate[1]}",
                occurred_at=shape.occurred_at,
                ordered_at=shape.ordered_at,
                counted_on=counted_on,
                ordered_on=ordered_on,
                recorded_at=now,
                source=cause.source,
                event_id=cause.event_id,
                **dict(zip(entries.MONEY, astuple(amounts), strict=True)),
            )
        )
    return new


def _line_difference(
    wanted: Iterable[ProductLine], stands: dict[str | None, tuple[int, int]]
) -> tuple[ProductLine, ...]:
    rest = {product: (-goods, -tax) for product, (goods, tax) in stands.items()}
    for line in wanted:
        goods, tax = rest.get(line.product, (0, 0))
        rest[line.product] = (goods + line.goods, tax + line.tax)
    return tuple(ProductLine(p, *rest[p]) for p in sorted(rest, key=str) if any(rest[p]))


def _keep(session: Session, order: Order, facts: OrderFacts, owner: int | None, now: datetime) -> None:
    text = codec.encode(facts)
    if text == order.facts and order.customer_id == owner and order.version:
        return
    snapshot = facts.snapshot
    order.facts, order.customer_id, order.version, order.posted_at = text, owner, order.version + 1, now
    if snapshot:
        order.name, order.occurred_at, order.updated_at = (
            snapshot.name,
            snapshot.occurred_at,
            snapshot.updated_at,
        )
    session.add(order)
