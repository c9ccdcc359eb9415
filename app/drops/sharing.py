"""What else holds for a product of a drop: other drops that have it, and private collections."""

import json
from collections.abc import Collection

from sqlmodel import Session, col, select

from app import outbox
from app.drops.rows import release_of
from app.models import Drop, DropProduct, Outbox, Shop
from app.rules.early_access import Release
from app.rules.product_state import ProductState
from app.rules.program import Program

MEMBERS_ONLY = "members only"
"""The subject of the outbox that stands for the products of private collections."""


def releases_with(
    session: Session, shop: Shop, program: Program, ids: Collection[int], *, but: int | None = None
) -> dict[int, list[Release]]:
    """By product the releases that are not over, without that of the drop `but`."""
    told: dict[int, list[Release]] = {}
    for row, drop in _shared(session, shop.id, ids, but):
        told.setdefault(row.product_id, []).append(release_of(drop, program, shop.zone))
    return told


def states_before(
    session: Session, shop_id: int, ids: Collection[int], *, but: int | None = None
) -> dict[int, ProductState]:
    """What products of other drops were before any drop touched them."""
    return {
        row.product_id: ProductState(row.was_status, row.was_published)
        for row, _ in _shared(session, shop_id, ids, but)
    }


def members_only_tags(session: Session, shop_id: int) -> dict[int, list[str]]:
    """By product the tags that open it, as it was last gated for its private collection."""
    row = session.get(Outbox, (shop_id, outbox.DROP, MEMBERS_ONLY))
    written: dict[str, list[str]] = json.loads(row.written) if row is not None and row.written else {}
    return {int(product_id): tags for product_id, tags in written.items()}


def _shared(
    session: Session, shop_id: int, ids: Collection[int], but: int | None
) -> list[tuple[DropProduct, Drop]]:
    found = (
        select(DropProduct, Drop)
        .join(Drop, (col(Drop.shop_id) == shop_id) & (col(Drop.id) == col(DropProduct.drop_id)))
        .where(
            DropProduct.shop_id == shop_id,
            col(DropProduct.product_id).in_(ids),
            DropProduct.drop_id != (but or 0),
            col(Drop.settled_at).is_(None),
        )
    )
    return [(row, drop) for row, drop in session.exec(found).all()]
