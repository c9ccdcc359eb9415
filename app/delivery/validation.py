"""The validation that runs our Function in the store's checkout, where it was deployed and is allowed."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from app.delivery import lanes
from app.delivery.context import Turn
from app.delivery.renamed import names_carried_still
from app.drops import release_of, unsettled
from app.drops.enforcement import noted
from app.models import PlatformObject
from app.models.platform_object import VALIDATION
from app.platform import gates
from app.rules.checkout_gates import FUNCTION, Gate, GateConfig, config, gate_of
from app.rules.program import Program
from app.rules.writebacks import fingerprint

NEEDED = ("read_validations", "write_validations")


def ensure(turn: Turn, program: Program, ours: Collection[Gate], now: datetime) -> bool:
    """Makes and configures it for the gates in use; returns whether it runs. Raises PlatformError."""
    scopes = turn.shop.scopes.split(",")
    if not all(scope in scopes for scope in NEEDED) or not gates.is_deployed(turn.calls):
        _keep(turn, "", "", now)
        return False
    with turn.context.db.read() as session:
        row = session.get(PlatformObject, (turn.shop.id, VALIDATION, FUNCTION))
        former = names_carried_still(session, turn.shop.id, program, now)
        in_use = [*ours, *_all_gates(session, turn, program, now)]
        wanted = config(program, in_use, now, turn.shop.zone, former)
    standing = gates.validation_of(turn.calls)
    blocks = turn.shop.gates_block_on_failure
    if standing is None:
        made = gates.create_validation(turn.calls, blocks_on_failure=blocks, config=wanted)
        _keep(turn, made, _hash(wanted), now)
        return True
    if not standing.enabled or standing.blocks_on_failure != blocks:
        gates.update_validation(turn.calls, standing.platform_id, blocks_on_failure=blocks)
    if row is None or row.hash != _hash(wanted):
        gates.set_config(turn.calls, standing.platform_id, wanted)
    _keep(turn, standing.platform_id, _hash(wanted), now)
    return True


def _all_gates(session: Session, turn: Turn, program: Program, now: datetime) -> list[Gate]:
    releases = [release_of(drop, program, turn.shop.zone) for drop in unsettled(session, turn.shop.id)]
    return [gate for gate in (gate_of(each, program, now) for each in releases) if gate]


def _keep(turn: Turn, validation_id: str, hashed: str, now: datetime) -> None:
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        noted(session, turn.shop.id, validation_id, hashed, now)


def _hash(wanted: GateConfig) -> str:
    return fingerprint(wanted.variables, wanted.settings)
