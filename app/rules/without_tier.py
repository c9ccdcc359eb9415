"""What a customer without a tier carries: no tag, no tier, and on the way to the first one a status.

The way begins half-way to the first tier (MSG-HALF): a bar that hardly began invites nobody, and the store
would be written to for everybody who ever bought.
"""

import json

from app.rules.customer_state import NOTHING, CustomerState, in_unit
from app.rules.program import Program


def on_the_way(program: Program, value: int) -> bool:
    """Does `value`, in the metric's unit, reach half of the first tier?

    Nobody is on the way to a tier for the top percent: its line moves with everybody else.
    """
    entry = program.tiers[0].entry
    return entry is not None and 2 * value >= entry


def state_without_tier(program: Program, currency: str, value: int) -> CustomerState:
    """What the store shows of somebody who has no tier and holds `value`, in the metric's unit."""
    if not on_the_way(program, value):
        return NOTHING
    status = json.dumps(status_without_tier(program, currency, value), ensure_ascii=False, sort_keys=True)
    return CustomerState((), None, status)


def status_without_tier(program: Program, currency: str, value: int) -> dict[str, object]:
    """How far it is to the first tier, as the status of a member says it of the next; nothing is promised."""
    first = program.tiers[0]
    left = None if first.entry is None else max(0, first.entry - value)
    return {
        "tier": None,
        "rank": 0,
        "of": len(program.tiers),
        "spend": in_unit(program, value, currency),
        "unit": program.measure.unit,
        "currency": currency,
        "next": first.name,
        "to_next": None if left is None else in_unit(program, left, currency),
    }
