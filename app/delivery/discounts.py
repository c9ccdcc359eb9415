"""The discounts of a program, changed so that between two requests no member is without one.

New ones are made and groups widened before old ones go and groups are narrowed. In a store without room for
one more, an old one becomes the new one.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from dataclasses import replace as changed
from functools import partial

from sqlmodel import select

from app import outbox
from app.delivery.asked import asking
from app.delivery.context import Turn
from app.delivery.kept import keep, replace, retire_but
from app.delivery.objects import Objects, read
from app.models import Customer
from app.models.platform_object import DISCOUNT
from app.platform.discounts import (
    Held,
    Making,
    active_automatic,
    become,
    discount_hash,
    ensure_discount,
    make_automatic,
    make_code,
    widen,
)
from app.rules.benefits.discount import Discount
from app.rules.writebacks import MOST_AUTOMATIC


@dataclass(frozen=True, slots=True)
class _Pass:
    turn: Turn
    held: Objects
    segments: Mapping[str, str]
    """The platform's id of each audience's segment."""

    def segment(self, wanted: Discount) -> str:
        return self.segments[wanted.audience]

    def making(self) -> Making:
        known = frozenset(row.platform_id for row in self.held.of_kind(DISCOUNT).values())
        return Making(self.turn.calls, self.turn.context.clock(), known, partial(asking, self.turn))

    def by_code(self) -> set[str]:
        return {key for key, row in self.held.of_kind(DISCOUNT).items() if row.link}


def ensure(turn: Turn, held: Objects, segments: Mapping[str, str]) -> None:
    """Raises PlatformError; what stands by then is kept, and the next pass goes on from there."""
    now = _Pass(turn, held, segments)
    before, moved = now.by_code(), _widened(now) | _made(now)
    wanted = {each.key for each in held.discounts}
    moved |= bool(held.of_kind(DISCOUNT).keys() - wanted)
    if moved:
        now = _Pass(turn, read(turn), segments)
        retire_but(turn, now.held.of_kind(DISCOUNT), wanted)
    if _given_way(now) or moved:
        now = _Pass(turn, read(turn), segments)
    if _put_right(now):
        now = _Pass(turn, read(turn), segments)
    if now.by_code() != before:
        _tell_members(turn)


def _widened(now: _Pass) -> bool:
    """Whoever will have it has it at once; who had it keeps it until the others stand."""
    moved = False
    for wanted in now.held.discounts:
        one, segment = now.held.discount(wanted.key), now.segment(wanted)
        if one is not None and one.row.hash != discount_hash(wanted, segment):
            moved |= widen(now.turn.calls, wanted, segment, one)
    return moved


def _made(now: _Pass) -> bool:
    missing = [each for each in now.held.discounts if now.held.discount(each.key) is None]
    places = _places(now, [each for each in missing if not each.by_code])
    for wanted in missing:
        place, segment = places.get(wanted.key), now.segment(wanted)
        made = None if wanted.by_code else make_automatic(now.making(), wanted, segment)
        if made is None and place is not None:
            keep(now.turn, become(now.turn.calls, wanted, segment, place), instead_of=place.row)
        else:
            keep(now.turn, made or make_code(now.making(), wanted, segment))
    return bool(missing)


def _places(now: _Pass, missing: Collection[Discount]) -> dict[str, Held]:
    """By key, the old discount that can become it: the one of the same members before any other."""
    keys = {each.key for each in now.held.discounts}
    old = [one for key in now.held.of_kind(DISCOUNT).keys() - keys if (one := now.held.discount(key))]
    free = sorted((one for one in old if one.seen.code is None), key=lambda one: one.row.key)
    places: dict[str, Held] = {}
    for same_members in (True, False):
        for wanted in missing:
            fits = [
                one
                for one in free
                if one.seen.form == wanted.form
                and (not same_members or now.segment(wanted) in (one.seen.segments or ()))
            ]
            if fits and wanted.key not in places:
                places[wanted.key] = fits[0]
                free.remove(fits[0])
    return places


def _given_way(now: _Pass) -> bool:
    """Codes that only stood in become automatic discounts where there is room now."""
    by_code = now.by_code()
    standing_in = [each for each in now.held.discounts if each.key in by_code and not each.by_code]
    room = MOST_AUTOMATIC - len(active_automatic(now.turn.calls)) if standing_in else 0
    moved = False
    for wanted in standing_in[: max(room, 0)]:
        code = now.held.of_kind(DISCOUNT)[wanted.key]
        making = changed(now.making(), known=frozenset([code.platform_id]))
        made = make_automatic(making, wanted, now.segment(wanted))
        if made is None:
            break
        replace(now.turn, code, made)
        moved = True
    return moved


def _put_right(now: _Pass) -> bool:
    moved = False
    for wanted in now.held.discounts:
        one = now.held.discount(wanted.key)
        if one is None:
            continue
        made = ensure_discount(now.making(), wanted, now.segment(wanted), one)
        if made is not None:
            replace(now.turn, one.row, made)
            moved = True
    return moved


def _tell_members(turn: Turn) -> None:
    """A code stands for a discount now, or no longer: members read which in their status."""
    with turn.context.db.write() as session:
        members = select(Customer.id).where(Customer.shop_id == turn.shop.id, Customer.rank > 0)
        subjects = map(str, session.exec(members).all())
        outbox.want(session, turn.shop.id, outbox.CUSTOMER, subjects, turn.context.clock(), lane=outbox.MASS)
