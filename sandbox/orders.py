"""What happens to the orders of a store: each change replaces the record and tells the subscribers.

Whoever calls holds the world's lock. Every change sets `updated_at` to its instant, and all its events
share an event id; an untold change happens as if its webhooks had all been lost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

from sandbox import cancellations, order_edits, order_payments, payloads, refunds
from sandbox.customers import Change
from sandbox.fulfillment_changes import aligned, opened, shipped
from sandbox.order import Order
from sandbox.order_build import build
from sandbox.order_draft import LineDraft, OrderDraft
from sandbox.order_money import financial_status
from sandbox.products import sell
from sandbox.refunds import RefundAsk
from sandbox.refused import Missing, Refused
from sandbox.store import Store
from sandbox.tenders_posted import post_tender
from sandbox.world import World


def find(store: Store, order_id: int) -> Order:
    order: Order | None = store.orders.get(order_id)
    if order is None:
        raise Missing(f"Order {order_id} does not exist")
    return order


def create(world: World, store: Store, change: Change, draft: OrderDraft) -> Order:
    if draft.customer_id is not None and draft.customer_id not in store.customers:
        raise Refused(f"Customer {draft.customer_id} does not exist")
    if draft.id in store.orders:
        raise Refused(f"Order {draft.id} exists already")
    order = build(world.ids, store, _with_email(store, draft), change.at)
    if draft.routed:
        order = opened(world.ids, order, change.at)
    sell(world, store, draft.lines)
    return _keep(world, store, change, None, order, "orders/create")


def pay(world: World, store: Store, change: Change, order_id: int, amount: int | None = None) -> Order:
    before = find(store, order_id)
    return _keep(world, store, change, before, order_payments.pay(world.ids, before, change.at, amount))


def edit(
    world: World,
    store: Store,
    change: Change,
    order_id: int,
    add: Sequence[LineDraft] = (),
    remove: Sequence[tuple[int, int]] = (),
    note: str = "",
) -> Order:
    before = find(store, order_id)
    return _keep(
        world, store, change, before, order_edits.edit(world.ids, before, change.at, add, remove, note)
    )


def refund(world: World, store: Store, change: Change, order_id: int, ask: RefundAsk) -> Order:
    before = find(store, order_id)
    return _keep(world, store, change, before, refunds.refund(world.ids, before, ask, change.at))


def cancel(
    world: World,
    store: Store,
    change: Change,
    order_id: int,
    *,
    pay_back: bool,
    reason: str = "other",
    keep_lines: bool = False,
) -> Order:
    before = find(store, order_id)
    after = cancellations.cancel(
        world.ids, before, change.at, pay_back=pay_back, reason=reason, keep_lines=keep_lines
    )
    return _keep(world, store, change, before, after, "orders/cancelled")


def set_customer(world: World, store: Store, change: Change, order_id: int, customer_id: int | None) -> Order:
    before = find(store, order_id)
    if customer_id is not None and customer_id not in store.customers:
        raise Refused(f"Customer {customer_id} does not exist")
    return _keep(world, store, change, before, replace(before, customer_id=customer_id, updated_at=change.at))


def set_tags(world: World, store: Store, change: Change, order_id: int, tags: tuple[str, ...]) -> Order:
    before = find(store, order_id)
    return _keep(world, store, change, before, replace(before, tags=tags, updated_at=change.at))


def delete(world: World, store: Store, change: Change, order_id: int) -> None:
    find(store, order_id)
    del store.orders[order_id]
    if change.told:
        world.emit(store, "orders/delete", payloads.order_deleted(order_id), change.event_id)


def _with_email(store: Store, draft: OrderDraft) -> OrderDraft:
    if draft.email is None and draft.customer_id is not None:
        return replace(draft, email=store.customers[draft.customer_id].email)
    return draft


def route(world: World, store: Store, change: Change, order_id: int) -> Order:
    """Makes the fulfillment order of an order that was placed without one."""
    before = find(store, order_id)
    if before.fulfillment_orders:
        raise Refused(f"Order {order_id} has fulfillment orders already")
    return _keep(world, store, change, before, opened(world.ids, before, change.at))


def fulfill(
    world: World, store: Store, change: Change, order_id: int, units: Mapping[int, int] | None = None
) -> Order:
    before = find(store, order_id)
    return _keep(world, store, change, before, shipped(world.ids, before, change.at, units))


def hold_order(store: Store, order: Order) -> None:
    store.orders[order.id] = order
    for row in order.fulfillment_orders:
        store.fulfillment_order_owners[row.id] = order.id


def _keep(
    world: World, store: Store, change: Change, before: Order | None, after: Order, *topics: str
) -> Order:
    after = aligned(world.ids, after, change.at)
    hold_order(store, after)
    for row in after.transactions[len(before.transactions) if before else 0 :]:
        post_tender(world, store, after, row)
    if change.told:
        event_id = change.event_id or str(uuid4())
        for topic, body in _news(store, before, after, topics):
            world.emit(store, topic, body, event_id)
    return after


def _news(
    store: Store, before: Order | None, after: Order, topics: Sequence[str]
) -> list[tuple[str, dict[str, Any]]]:
    """What is sent, told from what is new: edits, transactions, refunds, the first time it is paid."""
    body = payloads.order(store, after)
    old_edits, old_rows, old_refunds = (
        (len(before.edits), len(before.transactions), len(before.refunds)) if before else (0, 0, 0)
    )
    was_paid = before is not None and financial_status(before) == "paid"
    news = [(topic, body) for topic in topics]
    news += [("orders/edited", payloads.order_edited(store, after, row)) for row in after.edits[old_edits:]]
    news += [
        ("order_transactions/create", payloads.transaction(store, after, row))
        for row in after.transactions[old_rows:]
    ]
    if financial_status(after) == "paid" and not was_paid and after.cancelled_at is None:
        news.append(("orders/paid", body))
    news += [("refunds/create", payloads.refund(store, after, row)) for row in after.refunds[old_refunds:]]
    return [*news, *payloads.fulfillment_news(before, after, body), ("orders/updated", body)]
