"""How a product of a drop stands in the online store, and how it should."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from app.rules.early_access import Stage, Visibility

ACTIVE, UNLISTED, DRAFT, ARCHIVED = "ACTIVE", "UNLISTED", "DRAFT", "ARCHIVED"
AGAIN_AFTER = timedelta(days=1)
"""Somebody else's change is undone at most once a day, so that two programs never fight (design 4)."""

Verdict = Literal["right", "write", "repair", "leave"]


@dataclass(frozen=True, slots=True)
class ProductState:
    """Status (schema 2026-10, `ProductStatus`), and whether the online store publishes it."""

    status: str
    published: bool


def wanted_state(seen: ProductState, wanted: Visibility, before: ProductState) -> ProductState:
    """What the product should be; `before` is what it was when we first saw it.

    A draft is hidden already, and stays one until members may buy. Hidden is unlisted as well as unpublished,
    because the status reaches the other sales channels too. What is archived was taken off sale: nobody
    asked us to sell it.
    """
    if wanted == "as before":
        return before
    if seen.status == ARCHIVED or (wanted == "hidden" and seen.status == DRAFT):
        return seen
    if wanted == "hidden":
        return ProductState(UNLISTED, False)
    return ProductState(ACTIVE if wanted == "listed" else UNLISTED, True)


def verdict(
    seen: ProductState,
    target: ProductState,
    wanted: Visibility,
    made: str,
    repaired_at: datetime | None,
    now: datetime,
) -> Verdict:
    """What to do. `made` is what we last made of it: where that is still wanted, somebody else was there."""
    if seen == target:
        return "right"
    if made != wanted:
        return "write"
    return "repair" if repaired_at is None or now - repaired_at >= AGAIN_AFTER else "leave"


def told_as(wanted: Visibility, stage: Stage) -> str:
    """The kind of the record's line when a product got there."""
    if wanted == "by link":
        return "opened" if stage == "open" else "unlisted"
    return {"hidden": "hidden", "listed": "published", "as before": "put_back"}[wanted]
