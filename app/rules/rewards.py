"""Which one-time benefits a member is due, and for what, so that each comes once (TIER-T-BDAY, P22).

A `period` is what a benefit is for: a year, a quarter, a tier and the day on which it was reached. Together
with the customer and the kind it is the business key of the grant, and does not depend on row ids.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.rules.benefits.anniversary import Anniversary
from app.rules.benefits.annual_gift import AnnualGift
from app.rules.benefits.birthday import Birthday
from app.rules.benefits.entry_reward import EntryReward
from app.rules.benefits.quarterly import Quarterly
from app.rules.benefits.reward import Reward
from app.rules.periods import leaves_on, months_before
from app.rules.program import Tier
from app.rules.qualifying_period import CalendarYear, Lifetime, Period, Rolling

CATCH_UP_DAYS = 7
"""A day that was missed is caught up so long. A longer stop must not end in a flood of gifts."""
BIRTHDAYS_APART_MONTHS = 11
"""No birthday gift sooner after the last one, whatever date somebody claims now (platform 1.3)."""
MEMBERSHIP_YEAR_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Due:
    """A reward that is due on the local `day` of its occasion.

    `since` is the first local day of what the period covers: an equal credit from then on may be this one.
    """

    benefit: str
    period: str
    tier: str
    day: date
    since: date
    reward: Reward


@dataclass(frozen=True, slots=True)
class Member:
    """Whom it is about, as the calendar sees them."""

    birthday: str
    """`02-29`, or empty where it is not known."""
    entered_on: date | None
    """The local day on which the present membership began."""
    last_birthday_on: date | None = None
    """The day of the last birthday gift."""


def birthday_in(birthday: str, year: int) -> date:
    """The day on which `02-29` and its like are kept in a year.

    29 February is kept on the 28th in common years: then the gift comes within the month of birth and never
    after the day. (Law is divided: New Zealand takes the 28th, the United Kingdom the 1st of March.)
    """
    month, day = (int(part) for part in birthday.split("-"))
    return _in_year(month, day, year)


def due_on(day: date, member: Member, tier: Tier) -> Iterator[Due]:
    """What a member who holds `tier` on the local `day` is due for that day."""
    for benefit in tier.benefits:
        match benefit:
            case Birthday() if _birthday_comes(day, member):
                yield _yearly(benefit, tier, day)
            case Anniversary() if _is_anniversary(day, member.entered_on):
                yield _yearly(benefit, tier, day)
            case AnnualGift() if _gift_comes(day, member.entered_on, benefit.month):
                yield _yearly(benefit, tier, day)
            case Quarterly() if day == _quarter_start(day):
                period = f"{day.year}-Q{(day.month + 2) // 3}"
                yield Due(benefit.kind, period, tier.name, day, day, benefit)


def entry_reward(period: Period, tier: Tier, day: date) -> Due | None:
    """The reward for reaching `tier` on the local `day`; None where the tier has none."""
    for benefit in tier.benefits:
        if isinstance(benefit, EntryReward):
            key = f"{tier.name} {_entry_key(period, day)}"
            return Due(benefit.kind, key, tier.name, day, _since(period, day), benefit)
    return None


def same_period(period: Period, before: date, day: date) -> bool:
    """Do two days on which one tier was reached fall into one period of the program, so that one is paid?

    A rolling window of N months takes N months; a membership year 12; all time has one period.
    """
    earlier, later = min(before, day), max(before, day)
    match period:
        case Lifetime():
            return True
        case CalendarYear():
            return earlier.year == later.year
        case Rolling(months=months):
            return later < leaves_on(earlier, months)
        case _:
            return later < leaves_on(earlier, MEMBERSHIP_YEAR_MONTHS)


def days_to_look_at(today: date, looked_until: date | None) -> Sequence[date]:
    """The local days whose rewards may still be promised, oldest first; `looked_until` was done already."""
    first = today - timedelta(days=CATCH_UP_DAYS)
    if looked_until is not None:
        first = max(first, looked_until)
    return [first + timedelta(days=n) for n in range((today - first).days + 1)]


def _entry_key(period: Period, day: date) -> str:
    match period:
        case Lifetime():
            return "ever"
        case CalendarYear():
            return str(day.year)
        case _:
            return day.isoformat()


def _since(period: Period, day: date) -> date:
    match period:
        case CalendarYear():
            return date(day.year, 1, 1)
        case Rolling(months=months):
            return months_before(day, months)
        case _:
            return months_before(day, MEMBERSHIP_YEAR_MONTHS)


def _yearly(benefit: Birthday | Anniversary | AnnualGift, tier: Tier, day: date) -> Due:
    return Due(benefit.kind, str(day.year), tier.name, day, date(day.year, 1, 1), benefit)


def _birthday_comes(day: date, member: Member) -> bool:
    if not member.birthday or birthday_in(member.birthday, day.year) != day:
        return False
    last = member.last_birthday_on
    return last is None or day >= leaves_on(last, BIRTHDAYS_APART_MONTHS)


def _is_anniversary(day: date, entered_on: date | None) -> bool:
    """Not on the day of entry itself: the first one is a year later."""
    if entered_on is None or day.year <= entered_on.year:
        return False
    return _in_year(entered_on.month, entered_on.day, day.year) == day


def _gift_comes(day: date, entered_on: date | None, month: int | None) -> bool:
    if month is None:
        return _is_anniversary(day, entered_on)
    return (day.month, day.day) == (month, 1)


def _in_year(month: int, day: int, year: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, day - 1)


def _quarter_start(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
