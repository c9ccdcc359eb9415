"""What the theme of a store should read: its program, and the drops that are not over."""

import json

from sqlmodel import Session

from app.drops import release_of, unsettled
from app.drops.rows import products_of, products_seen
from app.models import Drop, Shop
from app.rules.program import Program
from app.rules.storefront import Announced, storefront


def storefront_of(session: Session, shop: Shop, program: Program) -> str:
    """JSON. While the program is paused nothing is promised to anybody."""
    if shop.paused_at is not None:
        return json.dumps({"paused": True})
    drops = [
        Announced(drop.title, _products(session, drop), release_of(drop, program, shop.zone))
        for drop in unsettled(session, shop.id)
        if drop.cancelled_at is None
    ]
    return storefront(program, shop.counting_currency, drops)


def _products(session: Session, drop: Drop) -> tuple[int, ...]:
    """Those of its collections too, once they were looked at."""
    seen = tuple(row.product_id for row in products_seen(session, drop))
    return tuple(dict.fromkeys((*products_of(drop), *seen)))
