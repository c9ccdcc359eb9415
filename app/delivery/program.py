"""The program's own objects in the store: definitions, then segments, then discounts."""

from collections.abc import Collection, Sequence

from sqlmodel import Session, select

from app import outbox
from app.delivery import lanes
from app.delivery.context import Turn
from app.models import Outbox, PlatformObject
from app.platform import program_objects as objects
from app.programs import program_of
from app.rules.writebacks import audiences, discounts


def send(turn: Turn, rows: Sequence[Outbox]) -> None:
    """Ensures every object, keeping each as soon as it stands; a second pass sends nothing."""
    with turn.context.db.read() as session:
        _, program = program_of(session, turn.shop.id, turn.context.clock())
        known = {kind: _known(session, turn.shop.id, kind) for kind in KINDS}
    _drop_what_is_gone(turn, known)
    for made in objects.ensure_definitions(turn.calls, known[objects.DEFINITION]):
        _keep(turn, made)
    segments = {key: row.platform_id for key, row in known[objects.SEGMENT].items()}
    for audience in audiences(program):
        segment = objects.ensure_segment(turn.calls, audience, known[objects.SEGMENT].get(audience.key))
        if segment is not None:
            segments[segment.key] = segment.platform_id
            _keep(turn, segment)
    now = turn.context.clock()
    for wanted in discounts(program, turn.shop.currency):
        discount = objects.ensure_discount(
            turn.calls,
            wanted,
            segments[wanted.audience],
            known[objects.DISCOUNT].get(wanted.key),
            now,
            [each for key, each in segments.items() if key != wanted.audience],
        )
        if discount is not None:
            _keep(turn, discount)
    _retire(turn, known[objects.DISCOUNT], {each.key for each in discounts(program, turn.shop.currency)})
    _retire(turn, known[objects.SEGMENT], {each.key for each in audiences(program)})
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        for row in rows:
            outbox.sent(session, row, "", now)


KINDS = (objects.DEFINITION, objects.SEGMENT, objects.DISCOUNT)


def _drop_what_is_gone(turn: Turn, known: dict[str, dict[str, PlatformObject]]) -> None:
    """Somebody may have deleted a segment or a discount by hand: it is made again."""
    checked = [row for kind in (objects.SEGMENT, objects.DISCOUNT) for row in known[kind].values()]
    ids = [row.platform_id for row in checked if row.platform_id]
    if not ids:
        return
    standing = objects.present(turn.calls, ids)
    for row in checked:
        if row.platform_id not in standing:
            del known[row.kind][row.key]


def _retire(turn: Turn, known: dict[str, PlatformObject], wanted: Collection[str]) -> None:
    """What an earlier version of the program made goes after the new stands, so that nobody has a gap."""
    for row in [row for key, row in known.items() if key not in wanted]:
        objects.retire(turn.calls, row)
        with turn.context.db.write() as session:
            lanes.prolong(session, turn.shop.id, turn.fence)
            session.delete(session.merge(row))


def _known(session: Session, shop_id: int, kind: str) -> dict[str, PlatformObject]:
    found = select(PlatformObject).where(PlatformObject.shop_id == shop_id, PlatformObject.kind == kind)
    return {row.key: row for row in session.exec(found).all()}


def _keep(turn: Turn, made: objects.Made) -> None:
    now = turn.context.clock()
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        row = session.get(PlatformObject, (turn.shop.id, made.kind, made.key))
        row = row or PlatformObject(shop_id=turn.shop.id, kind=made.kind, key=made.key)
        row.platform_id, row.hash, row.link = made.platform_id, made.hash, made.link
        row.written_at = row.seen_at = now
        session.add(row)
