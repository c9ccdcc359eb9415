"""Population lines: what the best part of the customers holds (ID-FIXED, ID-DYNAMIC; design 4, "Review").

A line is a dated row, drawn once for a review and frozen until the next: its rows are its history. It is
drawn before the day of the review begins, so that everybody is judged by it from that day's first instant
and nobody gets a tier by the old line that the new one takes back.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, update
from sqlmodel import Session, col, select

from app.models import Customer, Cutoff, ProgramVersion, Shop
from app.rules.notices import FIRST_DAYS, SECOND_DAYS
from app.rules.periods import local_day, starts_at
from app.rules.program import Program, Tier
from app.rules.qualifying_period import CalendarYear, MembershipYear
from app.rules.reviews import Monthly, Weekly

FORECAST_DAYS = FIRST_DAYS + SECOND_DAYS
"""A fall so near is told anew when the line moves; a later one when the period next changes."""


def reviews_on(program: Program, day: date) -> bool:
    """Is this local day one on which the program looks at its lines?"""
    match program.review:
        case Weekly(weekday=weekday):
            return program.by_population and day.isoweekday() == weekday
        case Monthly(day=of_month):
            return program.by_population and day.day == of_month
    return False


def draw_lines(
    session: Session,
    shop: Shop,
    version: ProgramVersion,
    program: Program,
    now: datetime,
    day: date | None = None,
) -> int:
    """Draws the line of every population tier; returns how many. It applies from `day`, else from today.

    Of the n living customers whose value, as last evaluated, is above nought, the best k = percent × n / 100
    (rounded down, but at least one) are in, and with them everybody who holds as much as the last of them.
    Without any customer no line is drawn. A line of that day stays as it is: a second run changes nothing.

    Judged again are, for each tier, only those for whom the answer may differ: whose value lies between the
    old and the new line of entry or of keeping; who holds enough and stands below; who holds too little,
    stands in the tier and has no fall ahead; and the members who fall within 90 days, because what keeps
    them is another sum now. Each condition is a range of an index. Where a year is kept through the next
    one (what keeps is more than the value), all members of the tier under the higher line are looked at.
    At the first line of a tier that is everybody from the line upwards and whoever stands in it.
    """
    day = day or local_day(now, shop.zone)
    _wait_for_judges(session, shop.id, now)
    customers, drawn = _counting(session, shop.id), 0
    if not customers:
        return 0
    for rank, tier in enumerate(program.tiers, start=1):
        if tier.top_percent is None or _line_of(session, shop.id, tier, day):
            continue
        before = _line_before(session, shop.id, tier, day)
        line = Cutoff(
            shop_id=shop.id,
            tier=tier.name,
            day=day,
            entry=_value_of_the_last(session, shop.id, tier.top_percent, customers),
            keep=_value_of_the_last(session, shop.id, tier.keep_percent or tier.top_percent, customers),
            customers=customers,
            program_version=version.version,
            recorded_at=now,
        )
        session.add(line)
        session.flush()
        _judge_again(session, shop, _touched(rank, program, before, line), day, now)
        drawn += 1
    return drawn


def history(session: Session, shop_id: int) -> list[Cutoff]:
    """Every line that was ever drawn, by day and from the lowest: it is published, and never rewritten."""
    found = select(Cutoff).where(Cutoff.shop_id == shop_id)
    return list(session.exec(found.order_by(col(Cutoff.day), col(Cutoff.entry), col(Cutoff.id))).all())


def newest(session: Session, shop_id: int, most: int) -> list[Cutoff]:
    """The last lines that were drawn, the newest day and the highest first."""
    found = select(Cutoff).where(Cutoff.shop_id == shop_id)
    newest_first = found.order_by(col(Cutoff.day).desc(), col(Cutoff.entry).desc(), col(Cutoff.id).desc())
    return list(session.exec(newest_first.limit(most)).all())


def place_of_the_last(percent: int, customers: int) -> int:
    """How many of so many customers the best part is, before ties."""
    return max(1, percent * customers // 100)


def _wait_for_judges(session: Session, shop_id: int, now: datetime) -> None:
    """An evaluation under way knows nothing of the line: what it writes must be there before we look.

    Its customers are due until it ends, and locked. On SQLite there is only one writer.
    """
    if session.get_bind().dialect.name == "postgresql":
        due = or_(col(Customer.dirty), col(Customer.next_review_at) <= now)
        found = select(Customer.id).where(Customer.shop_id == shop_id, due).order_by(col(Customer.id))
        session.exec(found.with_for_update()).all()


def _counting(session: Session, shop_id: int) -> int:
    found = select(func.count()).where(
        col(Customer.shop_id) == shop_id, col(Customer.gone).is_(False), col(Customer.metric_value) > 0
    )
    return session.exec(found).one()


def _value_of_the_last(session: Session, shop_id: int, percent: int, customers: int) -> int:
    """The k-th highest value, found by walking the index `customer_metric` backwards."""
    found = (
        select(Customer.metric_value)
        .where(Customer.shop_id == shop_id, col(Customer.gone).is_(False), Customer.metric_value > 0)
        .order_by(col(Customer.metric_value).desc())
        .offset(place_of_the_last(percent, customers) - 1)
        .limit(1)
    )
    return session.exec(found).one()


def _line_of(session: Session, shop_id: int, tier: Tier, day: date) -> Cutoff | None:
    found = select(Cutoff).where(Cutoff.shop_id == shop_id, Cutoff.tier == tier.name, Cutoff.day == day)
    return session.exec(found).first()


def _line_before(session: Session, shop_id: int, tier: Tier, day: date) -> Cutoff | None:
    found = select(Cutoff).where(Cutoff.shop_id == shop_id, Cutoff.tier == tier.name, Cutoff.day < day)
    return session.exec(found.order_by(col(Cutoff.day).desc()).limit(1)).first()


def _touched(rank: int, program: Program, before: Cutoff | None, line: Cutoff) -> list[ColumnElement[bool]]:
    """The customers for whom the new line may say something else, one condition for each index range."""
    value, stands = col(Customer.metric_value), col(Customer.rank)
    in_it = or_(stands >= rank, col(Customer.by_hand))
    computed = col(Customer.by_hand).is_(False)
    no_fall = and_(stands >= rank, value < line.keep, col(Customer.falls_on).is_(None), computed)
    waiting = and_(stands < rank, value >= line.entry, computed)
    if before is None:
        return [value >= line.entry, stands >= rank]
    near = line.day + timedelta(days=FORECAST_DAYS)
    moved = before.keep != line.keep
    found = [
        _between(before.entry, line.entry),
        _between(before.keep, line.keep),
        waiting,
        no_fall,
    ]
    if moved:
        found.append(and_(stands == rank, col(Customer.falls_on) <= near))
    years = isinstance(program.period, MembershipYear) or (
        isinstance(program.period, CalendarYear) and program.period.through_next_year
    )
    return [*found, and_(in_it, value < max(before.keep, line.keep))] if years and moved else found


def _between(one: int, other: int) -> ColumnElement[bool]:
    """The values for which `value >= line` is answered differently by two lines."""
    value = col(Customer.metric_value)
    return and_(value >= min(one, other), value < max(one, other))


def _judge_again(
    session: Session, shop: Shop, conditions: list[ColumnElement[bool]], day: date, now: datetime
) -> None:
    """At the first instant of the line's day, or now where that is over."""
    at = starts_at(day, shop.zone)
    of_shop = col(Customer.shop_id) == shop.id
    for condition in conditions:
        if at > now:
            later = or_(col(Customer.next_review_at).is_(None), col(Customer.next_review_at) > at)
            session.exec(update(Customer).where(of_shop, condition, later).values(next_review_at=at))
        else:
            session.exec(
                update(Customer).where(of_shop, condition, col(Customer.dirty).is_(False)).values(dirty=True)
            )
