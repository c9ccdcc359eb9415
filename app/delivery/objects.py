"""The program's objects in a store: what is wanted, what we know of, and what stands there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from app.delivery.context import Turn
from app.delivery.renamed import names_carried_still
from app.delivery.storefront import storefront_of
from app.models import PlatformObject
from app.models.platform_object import DISCOUNT, SEGMENT
from app.platform.discount_differences import differences
from app.platform.discounts import Held, active_automatic, discount_hash
from app.platform.objects_seen import DiscountSeen, Seen, SegmentSeen, look
from app.platform.segments import segment_differs, segment_hash
from app.programs import program_of
from app.rules.audiences import Audience, audiences, carried_still
from app.rules.benefits.discount import Discount
from app.rules.periods import local_day
from app.rules.writebacks import discounts

DELETED = "deleted"

Rows = dict[str, PlatformObject]


@dataclass(frozen=True, slots=True)
class ByHand:
    """Something of ours that somebody else changed or deleted."""

    kind: str
    name: str
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Objects:
    segments: Sequence[Audience]
    discounts: Sequence[Discount]
    rows: dict[str, Rows]
    """By kind and key."""
    seen: dict[str, Seen]
    """By the platform's id."""
    storefront: str
    """What the theme should read of the program and its drops."""
    renaming: bool = False
    """Members still carry the tag of a tier that has another name now."""

    def of_kind(self, kind: str) -> Rows:
        return self.rows.get(kind, {})

    def standing(self, kind: str) -> Rows:
        """Rows whose object is still there."""
        return {key: row for key, row in self.of_kind(kind).items() if row.platform_id in self.seen}

    def segment(self, key: str) -> SegmentSeen | None:
        row = self.of_kind(SEGMENT).get(key)
        seen = self.seen.get(row.platform_id) if row else None
        return seen if isinstance(seen, SegmentSeen) else None

    def discount(self, key: str) -> Held | None:
        row = self.of_kind(DISCOUNT).get(key)
        seen = self.seen.get(row.platform_id) if row else None
        return Held(row, seen) if row and isinstance(seen, DiscountSeen) else None


def read(turn: Turn) -> Objects:
    """Two reads: our rows, and the store. Raises PlatformError."""
    now = turn.context.clock()
    with turn.context.db.read() as session:
        _, program = program_of(session, turn.shop.id, now)
        rows = _rows(session, turn.shop.id)
        shown = storefront_of(session, turn.shop, program)
        former = names_carried_still(session, turn.shop.id, program, now)
    ids = [row.platform_id for kind in rows.values() for row in kind.values() if row.platform_id]
    today = local_day(now, turn.shop.zone)
    needed = discounts(program, turn.shop.currency, turn.shop.zone, today, turn.shop.language)
    groups = [carried_still(each, former) for each in audiences(program)]
    return Objects(groups, needed, rows, look(turn.calls, ids), shown, bool(former))


def others_automatic(turn: Turn) -> int:
    """How many automatic discounts of the store are active and not ours. Raises PlatformError."""
    with turn.context.db.read() as session:
        ours = {row.platform_id for row in _rows(session, turn.shop.id).get(DISCOUNT, {}).values()}
    return len(active_automatic(turn.calls) - ours)


def by_hand(held: Objects, *, paused: bool) -> list[ByHand]:
    """What was as the program wants it when we last wrote it, and is so no more."""
    return [*_segments(held), *(() if paused else _discounts(held))]


def _segments(held: Objects) -> Iterator[ByHand]:
    for wanted in held.segments:
        row = held.of_kind(SEGMENT).get(wanted.key)
        if row is not None and row.hash == segment_hash(wanted):
            seen = held.segment(wanted.key)
            what = segment_differs(wanted, seen) if seen else (DELETED,)
            if what:
                yield ByHand(SEGMENT, wanted.name, what)


def _discounts(held: Objects) -> Iterator[ByHand]:
    for wanted in held.discounts:
        row, segment = held.of_kind(DISCOUNT).get(wanted.key), held.of_kind(SEGMENT).get(wanted.audience)
        if row is None or segment is None or row.hash != discount_hash(wanted, segment.platform_id):
            continue
        one = held.discount(wanted.key)
        what = differences(wanted, one.seen, segment.platform_id) if one else (DELETED,)
        # A segment that is gone is no longer listed by the discount: told of the segment alone.
        if what and (what != ("members",) or segment.platform_id in held.seen):
            yield ByHand(DISCOUNT, wanted.title, what)


def _rows(session: Session, shop_id: int) -> dict[str, Rows]:
    rows: dict[str, Rows] = {}
    for row in session.exec(select(PlatformObject).where(PlatformObject.shop_id == shop_id)).all():
        rows.setdefault(row.kind, {})[row.key] = row
    return rows
