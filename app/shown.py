"""Does a store show something else of a customer after an evaluation, and how soon must it?"""

from collections.abc import Collection
from datetime import datetime

from app import outbox
from app.models import Customer
from app.rules.audiences import full_price_tags
from app.rules.standing import Known, Standing, Version
from app.rules.without_tier import on_the_way


def lane(
    customer: Customer,
    folded: Standing,
    full_price: int | None,
    known: Known,
    written: Collection[str],
    now: datetime,
    *,
    moved: bool,
    told: bool,
) -> int | None:
    """The outbox's lane for the write, None where nothing is to be written.

    `customer` still holds what the evaluation before found; `written`: who was ever written to. `moved` and
    `told`: the tier changed, a notice of a fall was recorded.
    """
    version, judged = known.applying(now), customer.evaluated_at
    before = judged is not None and _is_shown(known.applying(judged), customer)
    after = _stands(version, folded.rank, folded.metric_value, folded.override_id is not None)
    never_written = str(customer.id) not in written
    other_version = judged is not None and judged < version.start
    if (
        moved
        or folded.landing != customer.landing
        or _other_exceptions(version, folded.rank, customer.full_price_tenths, full_price)
        or (other_version and (before or after))
        or (never_written and folded.rank)
    ):
        return outbox.NOW
    differs = told or never_written or folded.metric_value != customer.metric_value
    return outbox.PROGRESS if before != after or (after and differs) else None


def _is_shown(version: Version, customer: Customer) -> bool:
    return _stands(version, customer.rank, customer.metric_value, customer.by_hand)


def _stands(version: Version, rank: int, value: int, by_hand: bool) -> bool:
    """Does anything of ours stand in the store for somebody who stands so?"""
    return rank > 0 or (not by_hand and on_the_way(version.program, value))


def _other_exceptions(version: Version, rank: int, before: int | None, after: int | None) -> bool:
    tier = version.program.tier(rank)
    return tier is not None and full_price_tags(tier, after) != full_price_tags(tier, before)
