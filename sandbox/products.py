"""Products, each with its one variant."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

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

    @property
    def handle(self) -> str:
        words = "".join(c if c.isalnum() else " " for c in self.title.lower()).split()
        return "-".join(words) or str(self.id)


def add_product(
    world: World, store: Store, title: str, price: int, product_id: int | None = None, **about: Any
) -> Product:
    now = world.clock.now()
    number = product_id or world.ids.take("Product")
    if number in store.products:
        raise Refused(f"Product {number} exists already")
    product = Product(number, world.ids.take("ProductVariant"), title, price, now, now, **about)
    store.products[number] = product
    return product


def edit_product(world: World, store: Store, product: Product, **about: Any) -> Product:
    edited = replace(product, updated_at=world.clock.now(), **about)
    store.products[product.id] = edited
    return edited


def find_product(store: Store, product_id: int) -> Product:
    product: Product | None = store.products.get(product_id)
    if product is None:
        raise Missing(f"Product {product_id} does not exist")
    return product
