"""Products, each with its one variant."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sandbox import payloads
from sandbox.ids import gid
from sandbox.metafields import drop_metafields
from sandbox.order_draft import LineDraft
from sandbox.publications import Published
from sandbox.refused import Missing, Refused
from sandbox.store import Store
from sandbox.world import World

STATUSES = ("ACTIVE", "ARCHIVED", "DRAFT", "UNLISTED")


@dataclass(frozen=True)
class Product:
    id: int
    variant_id: int
    title: str
    price: int  # minor units of the store's currency
    created_at: datetime
    updated_at: datetime
    status: str = "ACTIVE"
    gift_card: bool = False
    tags: tuple[str, ...] = ()
    published: Published = field(default_factory=dict)
    inventory: int | None = None  # None: not tracked

    @property
    def handle(self) -> str:
        words = "".join(c if c.isalnum() else " " for c in self.title.lower()).split()
        return "-".join(words) or str(self.id)


def add_product(
    world: World, store: Store, title: str, price: int, product_id: int | None = None, **about: Any
) -> Product:
    """Published everywhere at once, as the admin does, unless `published` says otherwise."""
    now = world.clock.now()
    number = product_id or world.ids.take("Product")
    if number in store.products:
        raise Refused(f"Product {number} exists already")
    _check_status(about)
    everywhere = {row.id: now for row in store.publications.values() if row.auto_publish}
    about = {"published": everywhere, **about}
    product = Product(number, world.ids.take("ProductVariant"), title, price, now, now, **about)
    _keep(world, store, product, "products/create")
    return product


def edit_product(world: World, store: Store, product: Product, **about: Any) -> Product:
    _check_status(about)
    edited = replace(product, updated_at=world.clock.now(), **about)
    _keep(world, store, edited, "products/update")
    return edited


def delete_product(world: World, store: Store, product: Product) -> None:
    del store.products[product.id]
    drop_metafields(store, gid("Product", product.id))
    world.emit(store, "products/delete", {"id": product.id})


def find_product(store: Store, product_id: int) -> Product:
    product: Product | None = store.products.get(product_id)
    if product is None:
        raise Missing(f"Product {product_id} does not exist")
    return product


def sell(world: World, store: Store, lines: Iterable[LineDraft]) -> None:
    """An order takes what it holds out of the stock, below nought if need be."""
    for line in lines:
        product = store.products.get(line.product_id or 0)
        if product is not None and product.inventory is not None:
            edit_product(world, store, product, inventory=product.inventory - line.quantity)


def _keep(world: World, store: Store, product: Product, topic: str) -> None:
    store.products[product.id] = product
    history = store.product_history.setdefault(product.id, [])
    if not history or _shown(history[-1]) != _shown(product):
        history.append(product)
    world.emit(store, topic, payloads.product(store, product))


def _shown(product: Product) -> tuple[Any, ...]:
    """What makes it visible or not: only changes of that are remembered."""
    return product.status, product.published


def _check_status(about: dict[str, Any]) -> None:
    if about.get("status", "ACTIVE") not in STATUSES:
        raise Refused(f"{about['status']} is no status of a product")
