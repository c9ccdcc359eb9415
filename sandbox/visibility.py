"""Who can see a product at an instant.

listed: on the storefront, in collections and in search. direct: by its link alone. hidden: not at all.
That UNLISTED is live by direct link follows from the schema.
"""

from datetime import datetime
from enum import StrEnum

from sandbox.products import Product
from sandbox.publications import online_store
from sandbox.store import Store


class Visibility(StrEnum):
    LISTED = "listed"
    DIRECT = "direct"
    HIDDEN = "hidden"


def visibility(status: str, online_since: datetime | None, at: datetime) -> Visibility:
    """`online_since` is when the product is published to the online store; None: it is not."""
    if online_since is None or online_since > at:
        return Visibility.HIDDEN
    if status == "UNLISTED":
        return Visibility.DIRECT
    return Visibility.LISTED if status == "ACTIVE" else Visibility.HIDDEN


def visible(store: Store, product: Product, at: datetime) -> Visibility:
    """As the product is now, seen at `at`."""
    return visibility(product.status, product.published.get(online_store(store.publications).id), at)


def was_visible(store: Store, product: Product, at: datetime) -> Visibility:
    """As the product was at `at`, told from what became of it since. Before it was made it was hidden."""
    if at < product.created_at:
        return Visibility.HIDDEN
    then = [row for row in store.product_history[product.id] if row.updated_at <= at][-1]
    return visible(store, then, at)
