"""What happens to the orders of a store: each change replaces the record and tells the subscribers.

Whoever calls holds the world's lock. Every change sets `updated_at`, to the clock or to the instant that
was given; all events of one change share an event id.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sandbox import cancellations, order_edits, order_payments, payloads, refunds
from sandbox.order import Order
from sandbox.order_build import build
from sandbox.order_draft import LineDraft, OrderDraft
from sandbox.order_money import financial_status
from sandbox.refunds import RefundAsk
from sandbox.refused import Refused
from sandbox.store import Store
from sandbox.world import World


@dataclass(frozen=True)
class Change:
    """Where and how a change is made. Without webhooks it happens as if they had all been lost."""

    world: World
    store: Store
    at: datetime
    webhooks: bool = True


def find(store: Store, order_id: int) -> Order:
    order: Order | None = store.orders.get(order_id)
    if order is None:
        raise Refused(f"Order {order_id} does not exist")
    return order


def create(change: Change, draft: OrderDraft) -> Order:
    if draft.customer_id is not None and draft.customer_id not in change.store.customers:
        raise Refused(f"Customer {draft.customer_id} does not exist")
    if draft.id in change.store.orders:
        raise Refused(f"Order {draft.id} exists already")
    order = build(change.world.ids, change.store, _with_email(change.store, draft), change.at)
    return _keep(change, None, order, "orders/create")


def pay(change: Change, order_id: int, amount: int | None = None) -> Order:
    before = find(change.store, order_id)
    return _keep(change, before, order_payments.pay(change.world.ids, before, change.at, amount))


def edit(
    change: Change,
    order_id: int,
    add: Sequence[LineDraft] = (),
    remove: Sequence[tuple[int, int]] = (),
    note: str = "",
) -> Order:
    before = find(change.store, order_id)
    return _keep(change, before, order_edits.edit(change.world.ids, before, change.at, add, remove, note))


def refund(change: Change, order_id: int, ask: RefundAsk) -> Order:
    before = find(change.store, order_id)
    return _keep(change, before, refunds.refund(change.world.ids, before, ask, change.at))


def cancel(
    change: Change, order_id: int, *, pay_back: bool, reason: str = "other", keep_lines: bool = False
) -> Order:
    before = find(change.store, order_id)
    after = cancellations.cancel(
        change.world.ids, before, change.at, pay_back=pay_back, reason=reason, keep_lines=keep_lines
    )
    return _keep(change, before, after, "orders/cancelled")


def set_customer(change: Change, order_id: int, customer_id: int | None) -> Order:
    before = find(change.store, order_id)
    if customer_id is not None and customer_id not in change.store.customers:
        raise Refused(f"Customer {customer_id} does not exist")
    return _keep(change, before, replace(before, customer_id=customer_id, updated_at=change.at))


def set_tags(change: Change, order_id: int, tags: tuple[str, ...]) -> Order:
    before = find(change.store, order_id)
    return _keep(change, before, replace(before, tags=tags, updated_at=change.at))


def move_customer(change: Change, from_id: int, to_id: int) -> list[Order]:
    """A merge re-points the orders of the customer who goes; orders/updated is sent for each."""
    moved = [order for order in change.store.orders.values() if order.customer_id == from_id]
    return [set_customer(change, order.id, to_id) for order in moved]


def delete(change: Change, order_id: int) -> None:
    find(change.store, order_id)
    del change.store.orders[order_id]
    if change.webhooks:
        change.world.emit(change.store, "orders/delete", payloads.order_deleted(order_id), str(uuid4()))


def _with_email(store: Store, draft: OrderDraft) -> OrderDraft:
    if draft.email is None and draft.customer_id is not None:
        return replace(draft, email=store.customers[draft.customer_id].email)
    return draft


def _keep(change: Change, before: Order | None, after: Order, *topics: str) -> Order:
    change.store.orders[after.id] = after
    if change.webhooks:
        event_id = str(uuid4())
        for topic, body in _news(change.store, before, after, topics):
            change.world.emit(change.store, topic, body, event_id)
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
    return [*news, ("orders/updated", body)]
