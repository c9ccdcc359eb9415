"""The offer that goes with the first notice of a fall, so that a member may keep the tier (DEM-REACT)."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from app.grants.promise import promise
from app.models import Grant, Notice, Shop
from app.rules.benefits.keep_offer import KeepOffer
from app.rules.notices import RISK_60
from app.rules.rewards import Due
from app.rules.standing import Version


def for_warned(
    session: Session, shop: Shop, version: Version, told: Sequence[Notice], now: datetime
) -> list[Grant]:
    """Promises the offers of the tiers that the notices are about; none where no purchase keeps one."""
    offers = {tier.name: offer for tier in version.program.tiers if (offer := _offer(tier.benefits))}
    if shop.paused_at is not None or not offers:
        return []
    made = []
    for notice in told:
        about = json.loads(notice.data)
        offer = offers.get(about["tier"])
        if notice.kind != RISK_60 or offer is None or not about["needed"] or notice.falls_on is None:
            continue
        day = notice.recorded_on
        due = Due(offer.kind, f"{about['tier']} {day.year}", about["tier"], day, day, offer)
        why = {"falls_on": notice.falls_on.isoformat(), "needed": about["needed"]}
        made.append(promise(session, shop, notice.customer_id, due, version.program, now, reason={**why}))
    return [each for each in made if each is not None]


def _offer(benefits: Sequence[object]) -> KeepOffer | None:
    return next((each for each in benefits if isinstance(each, KeepOffer)), None)
