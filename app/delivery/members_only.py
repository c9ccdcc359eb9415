"""Products that only members may ever buy: the gates of the program's private collections (BEN-EXP-EXCL).

Which tags open them is kept with the outbox row: drops must know it, and what leaves a collection is let go.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from app import outbox
from app.delivery import drop_gates, lanes
from app.delivery.context import Turn
from app.delivery.drop_gates import Gated
from app.delivery.renamed import names_carried_still
from app.drops.sharing import members_only_tags, releases_with
from app.models import Outbox
from app.platform import products, publications
from app.programs import program_of
from app.rules.checkout_gates import combined
from app.rules.early_access import hours_by_tier
from app.rules.gates import gates
from app.rules.program import Program

NEEDED = ("write_products", "read_publications")
Tags = Mapping[int, Sequence[str]]


def send(turn: Turn, row: Outbox) -> None:
    """Writes the gates that differ, and sees whether the checkout asks for them at all."""
    now = turn.context.clock()
    with turn.context.db.read() as session:
        _, program = program_of(session, turn.shop.id, now)
        before = members_only_tags(session, turn.shop.id)
    may = all(scope in turn.shop.scopes.split(",") for scope in NEEDED)
    if not may or not (before or gates(program) or hours_by_tier(program)):
        _keep(turn, row, before, Gated(False), now)
        return
    tags = _tags(turn, program)
    _keep(turn, row, tags, _write(turn, program, tags, before, now), now)


def _write(turn: Turn, program: Program, tags: Tags, before: Tags, now: datetime) -> Gated:
    ids = sorted({*tags, *before})
    publication = publications.online_store(turn.calls) if ids else None
    seen = products.read(turn.calls, ids, publication) if publication else {}
    with turn.context.db.read() as session:
        releases = releases_with(session, turn.shop, program, ids)
        former = names_carried_still(session, turn.shop.id, program, now)
    wanted = {each: combined(releases.get(each, ()), tags.get(each), program, now, former) for each in seen}
    return drop_gates.write(turn, program, seen, wanted, now)


def _tags(turn: Turn, program: Program) -> dict[int, list[str]]:
    """By product the tags that open it: those of all the private collections that it is in."""
    found: dict[int, list[str]] = {}
    for collection_id, tags in gates(program).items():
        for product_id in products.of_collection(turn.calls, collection_id) or ():
            found[product_id] = sorted({*found.get(product_id, ()), *tags})
    return found


def _keep(turn: Turn, row: Outbox, tags: Tags, gated: Gated, now: datetime) -> None:
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        if gated.problem:
            outbox.later(session, row, gated.problem, now + drop_gates.AGAIN)
        else:
            outbox.sent(session, row, json.dumps(tags), now)
