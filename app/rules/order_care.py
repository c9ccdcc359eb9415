"""How an order of a member is to be treated: what the store should show on it (INT-SHIP, INT-SUPPORT).

The platform has no priority of orders. So an order carries the tag of the tier its buyer had when ordering,
the tags that the tier promises, and, where it promises that, an instant by which it is to be fulfilled, a
hold for the gift that goes into the parcel, and until when it may be returned. All of it is frozen: whatever
becomes of the tier later, the parcel is packed by what was true at the checkout.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.rules.benefits.of_orders import together
from app.rules.periods import local_day
from app.rules.program import Tier


@dataclass(frozen=True, slots=True)
class OrderState:
    """What an order should carry from us."""

    tags: tuple[str, ...]
    tier: str
    fulfil_by: datetime | None
    gift_note: str
    packaging: str
    return_until: date | None
    protected_until: date | None

    @property
    def needs_fulfilment(self) -> bool:
        """Is anything of it written on the fulfilment orders?"""
        return self.fulfil_by is not None or bool(self.gift_note)


def order_state(tier: Tier, ordered_at: datetime, zone: str) -> OrderState:
    """The state of an order of a member of `tier`, placed at `ordered_at`.

    Days run from the order's local day: when a parcel arrives is not known to the ledger, and a promise that
    depends on it could not be told at the checkout. So 60 days are meant from the order, and the last day
    is counted in full.
    """
    day = local_day(ordered_at, zone)
    having = (each.on(day) for each in tier.benefits)
    best = together(each.of_order() for each in having if each is not None)
    return OrderState(
        tags=(tier.tag, *best.tags),
        tier=tier.name,
        fulfil_by=ordered_at + timedelta(hours=best.hours_to_fulfil) if best.hours_to_fulfil else None,
        gift_note=best.gift_note,
        packaging=best.packaging,
        return_until=_last_day(day, best.return_days),
        protected_until=_last_day(day, best.protected_days),
    )


def _last_day(day: date, days: int | None) -> date | None:
    return None if days is None else day + timedelta(days=days)
