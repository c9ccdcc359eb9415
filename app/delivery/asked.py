"""Discounts whose making was asked for and never answered: found again by when they begin, and for whom.

A row is kept before each is asked for. Until the next look staff may have renamed or stopped what was made,
the program may rest, or want it no more. Looked for by its title alone it would be made twice, or take off
while the program is paused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from app.delivery import lanes
from app.delivery.context import Turn
from app.delivery.kept import keep
from app.delivery.objects import Objects
from app.errors import PlatformError
from app.models import PlatformObject
from app.models.platform_object import ASKED, DISCOUNT, SEGMENT, asked_key
from app.platform.discounts import automatic_since
from app.platform.objects_seen import DiscountSeen
from app.platform.program_objects import Made

CLOCKS_DIFFER = timedelta(minutes=5)
"""Between ours and the platform's."""
LATEST = timedelta(minutes=10)
"""After which what was asked for is not made any more."""


@contextmanager
def asking(turn: Turn, key: str, now: datetime) -> Iterator[None]:
    """Keeps that the discount is asked for; it is let go where it certainly was not made, or by `keep`."""
    row = PlatformObject(shop_id=turn.shop.id, kind=ASKED, key=asked_key(key, now), written_at=now)
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        session.merge(row)
    try:
        yield
    except PlatformError as refused:
        if not refused.unknown_outcome:
            _forget(turn, row)
        raise


def settle(turn: Turn, held: Objects) -> bool:
    """Takes what was made without our knowing as ours; whether there was any. Raises PlatformError.

    It has the key that it was made for, or where another stands there by now one that nobody wants.
    """
    rows = list(held.of_kind(ASKED).values())
    asked = [each.written_at for each in rows if each.written_at]
    if not asked:
        return False
    ours = {row.platform_id for row in held.of_kind(DISCOUNT).values()}
    found = automatic_since(turn.calls, min(asked) - CLOCKS_DIFFER, but=ours)
    taken: set[str] = set()
    for row in rows:
        mine = [each for each, seen in found.items() if each not in taken and _answers(held, row, seen)]
        for platform_id in mine:
            keep(turn, Made(DISCOUNT, _free_key(held, row, platform_id, found), platform_id, ""))
        taken.update(mine)
        if mine or (row.written_at and row.written_at + LATEST < turn.context.clock()):
            _forget(turn, row)
    return bool(taken)


def _answers(held: Objects, row: PlatformObject, seen: DiscountSeen) -> bool:
    """It begins when that one was to begin, to the second, and is for nobody but groups of ours."""
    wanted = next((each for each in held.discounts if each.key == _wish(row)), None)
    start = (wanted.starts_at if wanted else None) or row.written_at
    groups = {each.platform_id for each in held.of_kind(SEGMENT).values()}
    begins = start is not None and seen.starts_at == start.replace(microsecond=0)
    return begins and seen.segments is not None and seen.segments <= groups


def _free_key(held: Objects, row: PlatformObject, platform_id: str, found: dict[str, DiscountSeen]) -> str:
    key, form = _wish(row), found[platform_id].form
    fits = any(each.key == key and each.form == form for each in held.discounts)
    return key if fits and held.discount(key) is None else f"{key} {platform_id}"


def _wish(row: PlatformObject) -> str:
    return row.key.rpartition(" ")[0]


def _forget(turn: Turn, row: PlatformObject) -> None:
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        session.delete(session.merge(row))
