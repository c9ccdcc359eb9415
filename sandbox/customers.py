"""Customers: the record and what may happen to it. Each change tells the subscribers."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sandbox.ids import gid
from sandbox.metafields import drop_metafields
from sandbox.tag_list import respelled

if TYPE_CHECKING:
    from sandbox.store import Store
    from sandbox.world import World


@dataclass(frozen=True)
class Customer:
    id: int
    created_at: datetime
    updated_at: datetime
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    phone: str | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None

    @property
    def display_name(self) -> str:
        full = " ".join(part for part in (self.first_name, self.last_name) if part)
        return full or self.email or self.phone or ""


@dataclass(frozen=True)
class Change:
    """When a change happened, and whether anybody is told: a silent one stands for a lost webhook.

    Everything that is told about one change carries its event id.
    """

    at: datetime
    told: bool = True
    event_id: str = field(default_factory=lambda: str(uuid4()))


def add_customer(
    world: "World", store: "Store", change: Change, customer_id: int | None = None, **about: Any
) -> Customer:
    about["tags"] = respelled(tuple(about.get("tags", ())), store.customer_tag_spellings)
    number = customer_id or world.ids.take("Customer")
    customer = Customer(id=number, created_at=change.at, updated_at=change.at, **about)
    store.customers[number] = customer
    _tell(world, store, change, "customers/create", customer)
    return customer


def edit_customer(
    world: "World", store: "Store", customer: Customer, change: Change, **about: Any
) -> Customer:
    edited = replace(customer, updated_at=change.at, **about)
    store.customers[customer.id] = edited
    _tell(world, store, change, "customers/update", edited)
    return edited


def set_customer_tags(
    world: "World", store: "Store", customer: Customer, tags: tuple[str, ...], change: Change
) -> Customer:
    """Both tag topics and customers/update, whoever edits: the app hears its own writes, too."""
    from sandbox.payloads.customer import customer_tags

    tags = respelled(tags, store.customer_tag_spellings)
    if tags == customer.tags:
        return customer
    edited = edit_customer(world, store, customer, change, tags=tags)
    if change.told:
        for topic, moved in (
            ("customer.tags_added", tuple(t for t in tags if t not in customer.tags)),
            ("customer.tags_removed", tuple(t for t in customer.tags if t not in tags)),
        ):
            if moved:
                body = customer_tags(customer.id, moved, change.at)
                world.emit(store, topic, body, change.event_id)
    return edited


def delete_customer(world: "World", store: "Store", customer: Customer, change: Change) -> None:
    from sandbox.payloads.customer import customer_deleted

    del store.customers[customer.id]
    drop_metafields(store, gid("Customer", customer.id))
    if change.told:
        world.emit(store, "customers/delete", customer_deleted(customer.id), change.event_id)


def customer_by(store: "Store", **wanted: str) -> Customer | None:
    """The customer whose field has that value, e.g. email="…"."""
    for customer in store.customers.values():
        if all(getattr(customer, name) == value for name, value in wanted.items()):
            return customer
    return None


def _tell(world: "World", store: "Store", change: Change, topic: str, customer: Customer) -> None:
    from sandbox.payloads.customer import customer as webhook_body

    if change.told:
        world.emit(store, topic, webhook_body(store, customer), change.event_id)
