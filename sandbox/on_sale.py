"""Whether what is in a cart can be bought (assumed): it must be visible, by link at least, and in stock."""

from collections.abc import Iterable
from datetime import datetime

from sandbox.order_draft import LineDraft
from sandbox.refused import Refused
from sandbox.store import Store
from sandbox.visibility import Visibility, visible


def check_sold(store: Store, lines: Iterable[LineDraft], now: datetime) -> None:
    """Raises Refused for the first line that cannot be bought. A line without a product always can."""
    wanted: dict[int, int] = {}
    for line in lines:
        product = store.products.get(line.product_id or 0)
        if product is None:
            continue
        if visible(store, product, now) is Visibility.HIDDEN:
            raise Refused(f"{product.title} is not for sale")
        wanted[product.id] = wanted.get(product.id, 0) + line.quantity
        if product.inventory is not None and wanted[product.id] > product.inventory:
            raise Refused(f"{product.title} is sold out")
