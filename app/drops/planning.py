"""Planning, changing and cancelling a drop. What it asks of the store is wanted in the same transaction."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app import outbox
from app.drops.announcements import said_of
from app.drops.checks import checked_hours, checked_moment, checked_title, overlapping, warnings
from app.drops.looking import tell_theme
from app.drops.rows import (
    audit,
    collections_of,
    hours_of,
    products_of,
    record,
    release_of,
    the_drop,
)
from app.errors import BadInput
from app.models import Drop, Shop
from app.models.drop import BEFORE, HIDDEN
from app.programs import program_of
from app.rules.program import Program
from app.rules.said import Moment, said
from app.rules.wall_time import first_instant


@dataclass(frozen=True, slots=True)
class Wish:
    """What a merchant says of a drop. `hours` by tier; empty follows the program's early access."""

    title: str
    public_on: datetime
    """Naive: what the clocks of the store show when everybody may buy."""
    products: Sequence[int] = ()
    collections: Sequence[int] = ()
    hours: Mapping[str, int] | None = None
    before: str = HIDDEN


@dataclass(frozen=True, slots=True)
class Planned:
    drop: Drop
    warnings: tuple[str, ...]
    """Sentences: it will be done, but perhaps not as it was meant."""


def add(session: Session, shop: Shop, wish: Wish, author: str, now: datetime) -> Planned:
    """Plans a drop and wants it done. Raises BadInput with what to do."""
    _, program = program_of(session, shop.id, now)
    drop = Drop(
        shop_id=shop.id, title="", public_on="", public_at=now, created_at=now, author=author, before=HIDDEN
    )
    _set(drop, shop, program, wish, now)
    overlapping(session, drop)
    session.add(drop)
    session.flush()
    return _planned(session, shop, drop, program, author, "planned", now)


def change(session: Session, shop: Shop, drop_id: int, wish: Wish, author: str, now: datetime) -> Planned:
    """Puts the wish in place of what was planned. Raises NotFound, and BadInput for one that is over."""
    drop = _living(session, shop, drop_id, now)
    _, program = program_of(session, shop.id, now)
    _set(drop, shop, program, wish, now)
    overlapping(session, drop)
    session.add(drop)
    return _planned(session, shop, drop, program, author, "changed", now)


def wish_of(drop: Drop) -> Wish:
    """What was last said of a drop: a change begins with it."""
    return Wish(
        title=drop.title,
        public_on=datetime.fromisoformat(drop.public_on),
        products=products_of(drop),
        collections=collections_of(drop),
        hours=hours_of(drop),
        before=drop.before,
    )


def cancel(session: Session, shop: Shop, drop_id: int, author: str, now: datetime) -> Drop:
    """The products go back to what they were before. Raises NotFound, and BadInput for one that is over."""
    drop = _living(session, shop, drop_id, now)
    drop.cancelled_at = now
    session.add(drop)
    record(session, drop, "cancelled", {"by": author}, now)
    audit(session, drop, author, "drop cancelled", now)
    _want(session, shop, drop, now)
    return drop


def _living(session: Session, shop: Shop, drop_id: int, now: datetime) -> Drop:
    drop = the_drop(session, shop, drop_id)
    if drop.cancelled_at is not None:
        raise BadInput(
            said(
                "drop %(drop_id)s was cancelled at %(moment)s",
                drop_id=drop_id,
                moment=Moment(drop.cancelled_at),
            )
        )
    if drop.public_at <= now:
        raise BadInput(
            said(
                "drop %(drop_id)s is public since %(moment)s",
                drop_id=drop_id,
                moment=Moment(drop.public_at),
            )
        )
    return drop


def _set(drop: Drop, shop: Shop, program: Program, wish: Wish, now: datetime) -> None:
    if not wish.products and not wish.collections:
        raise BadInput(said("a drop needs a product or a collection"))
    if wish.before not in BEFORE:
        raise BadInput(f"before the first opening the products are {' or '.join(BEFORE)}")
    hours = checked_hours(program, wish.hours or {})
    drop.title = checked_title(wish.title)
    announced = f"{wish.public_on:%Y-%m-%dT%H:%M:%S}"
    if announced != drop.public_on:
        # What was announced stays: only a new time is read in the zone that the store has now.
        drop.public_on, drop.public_at = announced, first_instant(wish.public_on, shop.zone)
        checked_moment(drop.public_at, now)
    drop.products = json.dumps(sorted(set(wish.products)))
    drop.collections = json.dumps(sorted(set(wish.collections)))
    drop.hours, drop.before = json.dumps(hours), wish.before


def _planned(
    session: Session, shop: Shop, drop: Drop, program: Program, author: str, kind: str, now: datetime
) -> Planned:
    release = release_of(drop, program, shop.zone)
    about: dict[str, object] = {"by": author, "public_on": drop.public_on, "before": drop.before}
    about |= said_of(release) | {"products": products_of(drop), "collections": collections_of(drop)}
    record(session, drop, kind, about, now)
    audit(session, drop, author, f"drop {kind}", now)
    _want(session, shop, drop, now)
    return Planned(drop, tuple(warnings(drop, release, program, now)))


def _want(session: Session, shop: Shop, drop: Drop, now: datetime) -> None:
    """Before a store is live nothing is written to it; going live looks at every drop."""
    if shop.live_at is not None:
        outbox.want(session, shop.id, outbox.DROP, [str(drop.id)], now)
        tell_theme(session, shop.id, now)
