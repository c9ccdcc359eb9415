"""What of a cart a discount is about: everything, named products, or what is in named collections."""

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.order_draft import LineDraft


@dataclass(frozen=True)
class Items:
    kind: str = "all"  # all, products, collections
    product_ids: tuple[int, ...] = ()
    variant_ids: tuple[int, ...] = ()
    collection_ids: tuple[int, ...] = ()

    @property
    def names_nothing(self) -> bool:
        return self.kind != "all" and not (self.product_ids or self.variant_ids or self.collection_ids)

    def cover(self, line: LineDraft, collections: Mapping[int, frozenset[int]]) -> bool:
        """`collections` holds the collections each product is in."""
        if self.kind == "all":
            return True
        if line.product_id in self.product_ids or line.variant_id in self.variant_ids:
            return True
        return not collections.get(line.product_id or 0, frozenset()).isdisjoint(self.collection_ids)


@dataclass(frozen=True)
class Buys:
    """What must be bought before the gift is given: so many of these, or so much worth of them."""

    items: Items
    quantity: int | None = None
    amount: int | None = None  # minor units of the store's currency


def products(*product_ids: int) -> Items:
    return Items("products", product_ids=product_ids)


def in_collections(*collection_ids: int) -> Items:
    return Items("collections", collection_ids=collection_ids)
