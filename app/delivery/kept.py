"""What we know of our objects in a store: a row each, kept as soon as one stands, gone when it is gone."""

from collections.abc import Collection

from app.delivery import lanes
from app.delivery.context import Turn
from app.delivery.objects import Rows
from app.models import PlatformObject
from app.models.platform_object import ASKED, asked_key
from app.platform.program_objects import Made, retire


def keep(turn: Turn, made: Made, instead_of: PlatformObject | None = None) -> None:
    """Each object as soon as it stands, so that a worker which is killed makes none twice.

    `instead_of` is what the object was known as until now.
    """
    now = turn.context.clock()
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        row = session.get(PlatformObject, (turn.shop.id, made.kind, made.key))
        row = row or PlatformObject(shop_id=turn.shop.id, kind=made.kind, key=made.key)
        row.platform_id, row.hash, row.link = made.platform_id, made.hash, made.link
        row.written_at = row.seen_at = now
        session.add(row)
        if made.asked_at is not None:
            asked = session.get(PlatformObject, (turn.shop.id, ASKED, asked_key(made.key, made.asked_at)))
            if asked is not None:
                session.delete(asked)
        if instead_of is not None:
            session.delete(session.merge(instead_of))


def replace(turn: Turn, old: PlatformObject | None, made: Made) -> None:
    """Keeps what stands now; what stood there before is kept under another key until it is gone."""
    if old is None or old.platform_id == made.platform_id:
        keep(turn, made)
        return
    before = Made(old.kind, f"{old.key} before", old.platform_id, "", old.link)
    keep(turn, before)
    keep(turn, made)
    with turn.context.db.read() as session:
        row = session.get_one(PlatformObject, (turn.shop.id, before.kind, before.key))
    retire_but(turn, {before.key: row}, ())


def retire_but(turn: Turn, known: Rows, wanted: Collection[str]) -> None:
    for row in [row for key, row in known.items() if key not in wanted]:
        retire(turn.calls, row)
        with turn.context.db.write() as session:
            lanes.prolong(session, turn.shop.id, turn.fence)
            session.delete(session.merge(row))
