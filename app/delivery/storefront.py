"""What the theme of a store should read: its program, and the drops that are not over."""

import json
from collections.abc import Sequence

from sqlmodel import Session

from app.drops import release_of, unsettled
from app.drops.rows import products_of, products_seen
from app.models import Drop, DropProduct, Shop
from app.rules.early_access import Release
from app.rules.product_state import ARCHIVED
from app.rules.program import Program
from app.rules.storefront import Announced, Page, storefront


def storefront_of(session: Session, shop: Shop, program: Program) -> str:
    """JSON. While the program is paused nothing is promised to anybody."""
    if shop.paused_at is not None:
        return json.dumps({"paused": True})
    drops = [
        _announced(drop, products_seen(session, drop), release_of(drop, program, shop.zone))
        for drop in unsettled(session, shop.id)
        if drop.cancelled_at is None
    ]
    return storefront(program, shop.counting_currency, drops)


def _announced(drop: Drop, seen: Sequence[DropProduct], release: Release) -> Announced:
    """With the products of its collections too, once they were looked at."""
    products = dict.fromkeys((*products_of(drop), *(row.product_id for row in seen)))
    pages = tuple(Page(row.title, row.handle) for row in seen if row.handle and row.status != ARCHIVED)
    return Announced(drop.title, tuple(products), release, pages)
