"""The grants of the calendar: who is due a birthday gift, an anniversary bonus, a quarter's or a year's gift.

Looked at each night for the local day and the days since the last look, a week at most. The tier is the one
that was held on the day: for today the present one, for a day that is over the one at its end.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, func, or_, select

from app.grants.family import members
from app.grants.promise import promise
from app.ledger import people
from app.models import Customer, Grant, Shop, StandingChange
from app.models.grant import CANCELLED
from app.programs import program_of, programs_by_version
from app.rules.benefits.anniversary import Anniversary
from app.rules.benefits.annual_gift import AnnualGift
from app.rules.benefits.birthday import Birthday
from app.rules.benefits.kind import Kind
from app.rules.benefits.quarterly import Quarterly
from app.rules.periods import local_day, starts_at
from app.rules.program import Program, Tier
from app.rules.rewards import Due, Member, due_on

BIRTHDAY = "birthday"
BY_CALENDAR = (Birthday, Anniversary, AnnualGift, Quarterly)


@dataclass(frozen=True, slots=True)
class Day:
    """A local day to be looked at, with the program that applied at its end."""

    day: date
    end: datetime
    program: Program


def gives_by(program: Program, *kinds: type[Kind]) -> bool:
    """Does any tier have a benefit of one of these kinds?"""
    return any(isinstance(each, kinds) for tier in program.tiers for each in tier.benefits)


def day_of(session: Session, shop: Shop, day: date, now: datetime) -> Day | None:
    """None: nothing can be due then; the store was not live, or its program had no such benefit."""
    end = min(starts_at(day + timedelta(days=1), shop.zone), now)
    if shop.live_at is None or end < shop.live_at or day < local_day(shop.live_at, shop.zone):
        return None
    _, program = program_of(session, shop.id, end)
    return Day(day, end, program) if gives_by(program, *BY_CALENDAR) else None


def candidates(session: Session, shop: Shop, day: Day, after: int, limit: int) -> Sequence[Customer]:
    """Who is a member or was one at the end of the day: living accounts in the order of their ids."""
    fallen = select(StandingChange.customer_id).where(
        StandingChange.shop_id == shop.id, col(StandingChange.at) >= day.end, StandingChange.from_rank > 0
    )
    found = select(Customer).where(
        Customer.shop_id == shop.id,
        Customer.id > after,
        ~col(Customer.gone),
        col(Customer.platform_id).is_not(None),
        or_(col(Customer.rank) > 0, col(Customer.id).in_(fallen)),
    )
    return session.exec(found.order_by(col(Customer.id)).limit(limit)).all()


def promise_day(
    session: Session, shop: Shop, day: Day, customers: Sequence[Customer], now: datetime
) -> list[Grant]:
    """Promises what these are due for the day; what was promised to anybody of their families is left out."""
    ids = [customer.id for customer in customers]
    people.lock(session, shop.id, ids)
    tiers, known = _tiers(session, shop.id, day, customers), _known(session, shop, ids, customers)
    owed = [
        (customer, due)
        for customer in customers
        if (tier := tiers.get(customer.id)) is not None
        for due in due_on(day.day, known[customer.id], tier)
    ]
    held = _held(session, shop.id, {customer.id for customer, _ in owed})
    made = [_promised(session, shop, day, customer, due, now) for customer, due in owed
            if (customer.id, due.benefit, due.period) not in held]  # fmt: skip
    return [each for each in made if each is not None]


def _promised(
    session: Session, shop: Shop, day: Day, customer: Customer, due: Due, now: datetime
) -> Grant | None:
    why: dict[str, object] = {"day": due.day.isoformat(), "tier": due.tier}
    return promise(session, shop, customer.id, due, day.program, now, reason=why)


def _tiers(
    session: Session, shop_id: int, day: Day, customers: Sequence[Customer]
) -> Mapping[int, Tier | None]:
    """The tier of each at the end of the day: the one that the first move since then came from."""
    found = select(
        StandingChange.customer_id, StandingChange.from_rank, StandingChange.program_version
    ).where(
        StandingChange.shop_id == shop_id,
        col(StandingChange.at) >= day.end,
        col(StandingChange.customer_id).in_([customer.id for customer in customers]),
    )
    since: dict[int, tuple[int, int]] = {}
    for customer_id, rank, version in session.exec(found.order_by(col(StandingChange.id))).all():
        since.setdefault(customer_id, (rank, version))
    programs = programs_by_version(session, shop_id, {version for _, version in since.values()})
    by_name = {tier.name: tier for tier in day.program.tiers}

    def tier(customer: Customer) -> Tier | None:
        if customer.id in since:
            rank, version = since[customer.id]
            return by_name.get(programs[version].name(rank) or "")
        return day.program.tiers[customer.rank - 1] if 0 < customer.rank <= len(by_name) else None

    return {customer.id: tier(customer) for customer in customers}


def _known(
    session: Session, shop: Shop, ids: Collection[int], customers: Sequence[Customer]
) -> Mapping[int, Member]:
    entered = select(StandingChange.customer_id, func.max(StandingChange.at)).where(
        StandingChange.shop_id == shop.id,
        StandingChange.from_rank == 0,
        col(StandingChange.customer_id).in_(ids),
    )
    since = dict(session.exec(entered.group_by(col(StandingChange.customer_id))).all())
    gifts = last_birthdays(session, shop.id, ids)
    return {
        each.id: Member(
            each.birthday,
            local_day(since[each.id], shop.zone) if each.id in since else None,
            gifts.get(each.id),
        )
        for each in customers
    }


def last_birthdays(session: Session, shop_id: int, ids: Collection[int]) -> Mapping[int, date]:
    """The day of the last birthday gift, of those who had one in any row of theirs."""
    gifts: dict[int, date] = {}
    for survivor, grant in _of_families(session, shop_id, ids):
        if grant.benefit == BIRTHDAY and grant.state != CANCELLED:
            gifts[survivor] = max(grant.occasion_on, gifts.get(survivor, grant.occasion_on))
    return gifts


def _held(session: Session, shop_id: int, ids: Collection[int]) -> set[tuple[int, str, str]]:
    return {(survivor, each.benefit, each.period) for survivor, each in _of_families(session, shop_id, ids)}


def _of_families(session: Session, shop_id: int, ids: Collection[int]) -> Iterator[tuple[int, Grant]]:
    family = members(session, shop_id, ids)
    found = select(Grant).where(Grant.shop_id == shop_id, col(Grant.customer_id).in_(family))
    for grant in session.exec(found).all():
        yield family[grant.customer_id], grant
