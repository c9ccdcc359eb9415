"""What makes early access hard: the gates on the products, and the validation that asks for them.

Both are written before products become visible. Without the deployed Function the gates still tell the theme
when to show the button, and the record says that nothing but the missing link keeps others away.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.delivery import lanes, validation
from app.delivery.context import Turn
from app.errors import PlatformError
from app.models import PlatformObject
from app.models.platform_object import DEFINITION
from app.platform import gates
from app.platform.products import ProductSeen
from app.rules.checkout_gates import GATE_KEY, Gate, gate_json
from app.rules.program import Program
from app.rules.said import said
from app.rules.writebacks import fingerprint

AGAIN = timedelta(minutes=15)
"""How soon what did not go is tried again; a merchant may have mended it."""


@dataclass(frozen=True, slots=True)
class Gated:
    """Does the checkout refuse early buyers? And what keeps it from that, where somebody could mend it."""

    hard: bool
    problem: str = ""


def write(
    turn: Turn,
    program: Program,
    seen: Mapping[int, ProductSeen],
    wanted: Mapping[int, Gate | None],
    now: datetime,
) -> Gated:
    """Makes what the Function needs, then the gates that differ. Raises PlatformError worth another try.

    A refusal for good must not keep the products from being hidden: then early access is soft, and says so.
    """
    try:
        if any(wanted.values()):
            _define(turn, now)
        hard = validation.ensure(turn, program, [each for each in wanted.values() if each], now)
        _write_differing(turn, seen, wanted)
    except PlatformError as refused:
        if not refused.permanent:
            raise
        return Gated(
            False, said("The checkout could not be told who may buy: %(words)s", words=refused.words)
        )
    return Gated(hard)


def _write_differing(turn: Turn, seen: Mapping[int, ProductSeen], wanted: Mapping[int, Gate | None]) -> None:
    texts = {product_id: gate_json(gate) if gate else None for product_id, gate in wanted.items()}
    differing = {each: text for each, text in texts.items() if _parsed(seen[each].gate) != _parsed(text)}
    if differing:
        gates.write_gates(turn.calls, differing)


def _define(turn: Turn, now: datetime) -> None:
    with turn.context.db.read() as session:
        row = session.get(PlatformObject, (turn.shop.id, DEFINITION, GATE_KEY))
        if row is not None and row.hash:
            return
    made = gates.define(turn.calls)
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        row = session.get(PlatformObject, (turn.shop.id, DEFINITION, GATE_KEY))
        row = row or PlatformObject(shop_id=turn.shop.id, kind=DEFINITION, key=GATE_KEY)
        row.platform_id, row.hash, row.written_at, row.seen_at = made, fingerprint(GATE_KEY), now, now
        session.add(row)


def _parsed(text: str | None) -> object:
    return json.loads(text) if text else None
