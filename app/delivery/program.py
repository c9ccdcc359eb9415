"""The program's own objects in the store: definitions, segments, discounts, then what the theme reads.

They are compared with what stands in the store, so whatever was changed there is put back; a second pass is
idle. What an earlier
version made goes after the new stands.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta

from app import outbox
from app.delivery import asked, discounts, lanes
from app.delivery.context import Turn
from app.delivery.kept import keep, retire_but
from app.delivery.objects import ByHand, Objects, by_hand, read
from app.drops import look_again
from app.models import AuditEvent, Outbox
from app.models.platform_object import DEFINITION, DISCOUNT, SEGMENT, STOREFRONT
from app.platform.definitions import ensure_definitions
from app.platform.discounts import Held, stop
from app.platform.objects_seen import ACTIVE
from app.platform.program_objects import RETIRED, Made
from app.platform.segments import ensure_segment
from app.platform.storefront import KEY, ensure_storefront

RENAMED_AGAIN = timedelta(seconds=60)
"""How soon the old tag of a renamed tier is looked at again."""


def send(turn: Turn, rows: Sequence[Outbox]) -> None:
    """Makes the store look as it should: with a program, with a paused one, or with nothing of ours."""
    due = min(row.due_at for row in rows)
    held = read(turn)
    if asked.settle(turn, held):
        held = read(turn)
    if turn.shop.cleaned_at is not None:
        _clean(turn, held)
    else:
        _note(turn, by_hand(held, paused=turn.shop.paused_at is not None))
        _ensure(turn, held)
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        for row in rows:
            outbox.sent(session, row, "", turn.context.clock())
        if held.renaming:
            now = turn.context.clock()
            subjects = [outbox.OBJECTS_SUBJECT]
            outbox.want(session, turn.shop.id, outbox.PROGRAM, subjects, now, due_at=now + RENAMED_AGAIN)
        if turn.shop.cleaned_at is None:
            # Gates go by the tags of tiers, and openings by their hours. They are due since the program was:
            # before the members whom it gave other tags.
            look_again(session, turn.shop.id, due)


def _ensure(turn: Turn, held: Objects) -> None:
    for made in ensure_definitions(turn.calls, held.standing(DEFINITION)):
        keep(turn, made)
    segments = {key: row.platform_id for key, row in held.of_kind(SEGMENT).items()}
    for audience in held.segments:
        row = held.of_kind(SEGMENT).get(audience.key)
        segment = ensure_segment(turn.calls, audience, row, held.segment(audience.key))
        if segment is not None:
            segments[segment.key] = segment.platform_id
            keep(turn, segment)
    if turn.shop.paused_at is not None:
        _stop(turn, held)
    else:
        discounts.ensure(turn, held, segments)
    retire_but(turn, held.of_kind(SEGMENT), {each.key for each in held.segments})
    shown = ensure_storefront(turn.calls, held.storefront, held.of_kind(STOREFRONT).get(KEY))
    if shown is not None:
        keep(turn, shown)


def _stop(turn: Turn, held: Objects) -> None:
    """A discount with days of its own is made anew when they go on: starting it would begin it at once."""
    dated = {each.key for each in held.discounts if each.starts_at is not None}
    for key in held.of_kind(DISCOUNT).keys() - dated:
        one = held.discount(key)
        if one is not None and one.seen.status == ACTIVE:
            stop(turn.calls, one)
            keep(turn, _written_by_us(one))
    wanted = {each.key for each in held.discounts} - dated
    retire_but(turn, held.of_kind(DISCOUNT), wanted)


def _written_by_us(one: Held) -> Made:
    """Nothing is known of its state any more: what differs when the program goes on is our own doing."""
    return Made(DISCOUNT, one.row.key, one.row.platform_id, "", one.row.link)


def _clean(turn: Turn, held: Objects) -> None:
    for kind in RETIRED:
        retire_but(turn, held.of_kind(kind), ())


def _note(turn: Turn, changed: Sequence[ByHand]) -> None:
    """What somebody else changed and is put back now: the merchant should hear of it."""
    if not changed:
        return
    detail = json.dumps({"put_back": [asdict(each) for each in changed]})
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        session.add(
            AuditEvent(
                shop_id=turn.shop.id,
                at=turn.context.clock(),
                actor="laurel",
                action="store changed by others",
                detail=detail,
            )
        )
