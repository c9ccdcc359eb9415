"""What comes for one member, as things are and after an order that was not made yet (GAP-FORECAST)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from app.errors import BadInput
from app.evaluate import fold
from app.knowledge import knowledge
from app.ledger import entries
from app.models import Customer, Shop
from app.rules.periods import local_day, starts_at
from app.rules.program import Program
from app.rules.spend import Entry
from app.rules.standing import Known, Standing

IMAGINED = 0
"""The id of the order that was not made: no order of the platform has it."""
MOST_LOOKS = 400
LAST_YEAR = 2199
NOON = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Outlook:
    """A standing at `at` and what follows if nothing more is bought. Amounts are in the metric's unit."""

    at: datetime
    rank: int
    tier: str | None
    metric_value: int
    next_tier: str | None
    to_next: int | None
    halfway: bool
    falls_on: date | None
    falls_to: str | None
    falls_by: str | None
    """time, override_ended or program."""
    needed: int | None
    """What must be bought before `falls_on` to keep the tier; None where no purchase does."""


@dataclass(frozen=True, slots=True)
class Ahead:
    now: Outlook
    without: Outlook | None = None
    """At the instant of the order, if it is not made."""
    with_order: Outlook | None = None
    """At the same instant, just after it."""


def ahead(
    session: Session,
    shop: Shop,
    customer: Customer,
    now: datetime,
    order_minor: int | None = None,
    on: date | None = None,
) -> Ahead:
    """The outlook, and with `order_minor` (goods, in the shop's currency) also the one after that order.

    The order is paid at noon of the local day `on`, by default now. Notices that are due until then are
    taken as recorded in time. Raises BadInput for a day that is over. Reads only.
    """
    facts = entries.of_customers(session, shop.id, [customer.id])[customer.id]
    known = knowledge(session, shop, [customer.id], now)[customer.id]
    present = _outlook(fold(facts, known, shop, now), known, now, shop.zone)
    if order_minor is None:
        return Ahead(present)
    at = _instant(shop, on, now)
    then = _by_then(facts, known, shop, now, at)
    more = [*facts, _imagined(order_minor, shop, at)]
    return Ahead(
        present,
        _outlook(fold(facts, then, shop, at), then, at, shop.zone),
        _outlook(fold(more, then, shop, at), then, at, shop.zone),
    )


def _instant(shop: Shop, on: date | None, now: datetime) -> datetime:
    today = local_day(now, shop.zone)
    if on is None or on == today:
        return now
    if on < today:
        raise BadInput(f"{on} is over; an order can only be made from {today} on")
    if on.year > LAST_YEAR:
        raise BadInput(f"{on} is too far away")
    return starts_at(on, shop.zone) + NOON


def _by_then(facts: Sequence[Entry], known: Known, shop: Shop, now: datetime, at: datetime) -> Known:
    """What will be known at `at` if nothing is bought: each notice recorded when it is due."""
    warned, look = dict(known.warned or {}), now
    for _ in range(MOST_LOOKS):
        seen = fold(facts, replace(known, warned=dict(warned)), shop, look)
        today = local_day(look, shop.zone)
        warned |= {
            (due.kind, due.occasion): today for due in seen.notices if not due.recorded and due.day <= today
        }
        if seen.next_review_at is None or seen.next_review_at > at:
            break
        look = seen.next_review_at
    return replace(known, warned=warned)


def _imagined(amount_minor: int, shop: Shop, at: datetime) -> Entry:
    """A fact like any other, so that what counts is decided by the program (a minimum, a first day)."""
    day = local_day(at, shop.zone)
    return Entry(
        order_id=IMAGINED,
        component="sale",
        payment="paid",
        currency=shop.currency,
        goods=amount_minor,
        tax=0,
        shipping=0,
        lines=(),
        counted_on=day,
        ordered_on=day,
        occurred_at=at,
        ordered_at=at,
        recorded_at=at,
    )


def _outlook(found: Standing, known: Known, at: datetime, zone: str) -> Outlook:
    program = known.applying(at).program
    fall = found.fall
    return Outlook(
        at=at,
        rank=found.rank,
        tier=_name(program, found.rank),
        metric_value=found.metric_value,
        next_tier=_name(program, found.rank + 1),
        to_next=found.to_next,
        halfway=found.halfway,
        falls_on=fall.day if fall else None,
        falls_to=_falls_to(known, fall.to_rank, fall.day, zone) if fall else None,
        falls_by=fall.kind if fall else None,
        needed=fall.needed if fall else None,
    )


def _falls_to(known: Known, rank: int, day: date, zone: str) -> str | None:
    """By the version of that day, whose tiers the rank counts."""
    return _name(known.applying(starts_at(day, zone)).program, rank)


def _name(program: Program, rank: int) -> str | None:
    return program.name(rank) if rank <= len(program.tiers) else None
