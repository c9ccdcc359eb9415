"""Spends to suggest tiers for: a real shop's, read once."""

import gzip
from datetime import date
from functools import cache

from app.rules.order_export import read_orders
from app.rules.shop_spend import ShopSpend, of_export
from tests.conftest import shared


@cache
def real_shop() -> ShopSpend:
    """The last twelve months of the export beside the checkout; the test is skipped where it is not."""
    with gzip.open(shared("data/retail_orders_export.csv.gz"), "rt", encoding="utf-8", newline="") as text:
        return of_export(read_orders(text), date(2011, 12, 9))


def real_spends() -> list[int]:
    return [customer.spend_minor for customer in real_shop().customers]
