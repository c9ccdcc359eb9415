"""Collections: named sets of products, put together by hand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from sandbox.ids import gid
from sandbox.metafields import drop_metafields
from sandbox.refused import Missing, Refused

if TYPE_CHECKING:
    from sandbox.store import Store
    from sandbox.world import World


@dataclass(frozen=True)
class Collection:
    id: int
    source_id: int  # of its one list of chosen products
    title: str
    handle: str
    updated_at: datetime
    product_ids: tuple[int, ...] = ()


def add_collection(
    world: "World",
    store: "Store",
    title: str,
    product_ids: Iterable[int] = (),
    handle: str | None = None,
    collection_id: int | None = None,
) -> Collection:
    """Raises Missing for a product that is not there, Refused for an id that is taken."""
    number = collection_id or world.ids.take("Collection")
    if number in store.collections:
        raise Refused(f"Collection {number} exists already")
    source = world.ids.take("CollectionConditionsSource")
    handle = _free_handle(store, handle or _handle_of(title))
    made = Collection(number, source, title, handle, world.clock.now(), _existing(store, product_ids))
    store.collections[number] = made
    return made


def edit_collection(
    world: "World",
    store: "Store",
    collection: Collection,
    *,
    title: str | None = None,
    add: Iterable[int] = (),
    remove: Iterable[int] = (),
) -> Collection:
    gone = set(remove)
    kept = [number for number in collection.product_ids if number not in gone]
    edited = replace(
        collection,
        title=title or collection.title,
        product_ids=tuple(dict.fromkeys([*kept, *_existing(store, add)])),
        updated_at=world.clock.now(),
    )
    store.collections[collection.id] = edited
    return edited


def delete_collection(store: "Store", collection: Collection) -> None:
    del store.collections[collection.id]
    drop_metafields(store, gid("Collection", collection.id))


def collections_of(store: "Store", product_id: int) -> list[Collection]:
    return [one for one in store.collections.values() if product_id in one.product_ids]


def memberships(store: "Store") -> Mapping[int, frozenset[int]]:
    """The collections of each product that is in any."""
    found: dict[int, set[int]] = defaultdict(set)
    for collection in store.collections.values():
        for product_id in collection.product_ids:
            found[product_id].add(collection.id)
    return {product_id: frozenset(ids) for product_id, ids in found.items()}


def _existing(store: "Store", product_ids: Iterable[int]) -> tuple[int, ...]:
    numbers = tuple(dict.fromkeys(product_ids))
    for number in numbers:
        if number not in store.products:
            raise Missing(f"Product {number} does not exist")
    return numbers


def _handle_of(title: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split()) or "collection"


def _free_handle(store: "Store", wanted: str) -> str:
    """A taken handle gets a number (assumed)."""
    taken = {one.handle for one in store.collections.values()}
    handle, at = wanted, 0
    while handle in taken:
        at += 1
        handle = f"{wanted}-{at}"
    return handle
