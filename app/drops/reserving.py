"""The list of stock to keep for members, by product and tier of a drop."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.drops.rows import products_seen
from app.evaluate import counts
from app.models import Drop, DropProduct
from app.rules.early_access import Release
from app.rules.program import Program
from app.rules.reservation import Reserved, reserve

TAKE_RATE = 20
"""How many of 100 members are expected to buy one, where nobody says otherwise."""
HEAD = (
    "product_id", "product", "tier", "opens_at", "members", "take_rate_percent", "wanted", "stock", "reserve"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    product: DropProduct
    opens_at: datetime
    reserved: Reserved


def reservation(
    session: Session, drop: Drop, release: Release, program: Program, percent: Mapping[str, int]
) -> Iterator[Row]:
    """A row for each product and tier with early access, the highest tier first; the stock as last seen."""
    living = counts(session, drop.shop_id)
    ranked = reversed(list(enumerate(program.tiers, start=1)))
    openings = release.openings()
    members = [(tier.name, living.get(rank, 0)) for rank, tier in ranked if tier.name in openings]
    for product in products_seen(session, drop):
        for each in reserve(members, percent, product.inventory):
            yield Row(product, openings[each.tier], each)


def cells(row: Row, percent: Mapping[str, int]) -> tuple[object, ...]:
    """A row of the list as HEAD has it."""
    product, told = row.product, row.reserved
    about = (product.product_id, product.title, told.tier, row.opens_at.isoformat(), told.members)
    return (*about, percent[told.tier], told.wanted, product.inventory, told.units)
