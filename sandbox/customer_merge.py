"""Two customers become one: orders and store credit move, tags are joined, one record goes."""

from dataclasses import replace
from typing import TYPE_CHECKING

from sandbox.customers import Change, Customer
from sandbox.ids import gid
from sandbox.metafields import drop_metafields
from sandbox.payloads.customer import customers_merged
from sandbox.store_credit_accounts import move_accounts
from sandbox.tag_list import added

if TYPE_CHECKING:
    from sandbox.store import Store
    from sandbox.world import World


NOTE_LIMIT = 5000


def has_gift_cards(store: "Store", customer: Customer) -> str | None:
    """Recorded: who has gift cards keeps them, and is not merged. Deactivated ones do not count (assumed)."""
    cards = (c for c in store.gift_cards.values() if c.customer_id == customer.id)
    if any(card.deactivated_at is None for card in cards):
        return f"{customer.display_name} has gift cards and can’t be merged."
    return None


def merge_customers(
    world: "World", store: "Store", keep: Customer, remove: Customer, change: Change
) -> Customer:
    """Tells customers/merge, and orders/updated for every order that moved."""
    kept = replace(keep, tags=added(keep.tags, remove.tags), updated_at=change.at)
    store.customers[keep.id] = kept
    del store.customers[remove.id]
    drop_metafields(store, gid("Customer", remove.id))
    move_accounts(world, store, remove.id, keep.id)
    for order in [o for o in store.orders.values() if o.customer_id == remove.id]:
        _move_order(world, store, order.id, keep.id, change)
    if change.told:
        job = gid("Job", world.ids.take("Job"))
        world.emit(store, "customers/merge", customers_merged(keep.id, remove.id, job), change.event_id)
    return kept


def _move_order(world: "World", store: "Store", order_id: int, customer_id: int, change: Change) -> None:
    order = replace(store.orders[order_id], customer_id=customer_id, updated_at=change.at)
    store.orders[order_id] = order
    if change.told:
        from sandbox.payloads.order import order as webhook_body  # which knows customers, too

        body = webhook_body(store, order)
        world.emit(store, "orders/updated", body, change.event_id)
