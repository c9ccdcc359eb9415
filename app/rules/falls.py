"""When time takes a tier: from what day on it is not held, and how long grace lasts (DEM-GRACE)."""

from datetime import date, timedelta

from app.rules.notices import FIRST_DAYS
from app.rules.periods import leaves_on
from app.rules.program import Program
from app.rules.qualifying import Total
from app.rules.qualifying_period import CalendarYear, Period
from app.rules.reviews import Review, review_from


def grace_ends(program: Program, rank: int, below: date) -> date:
    """The end of grace of somebody who is below since a day."""
    months = program.demotion.grace_months
    planned = leaves_on(below, months) if months else below
    if program.tiers[rank - 1].top_percent is not None:
        planned = max(planned, below + timedelta(days=FIRST_DAYS))
    return planned


def found_below(total: Total, least: int, today: date, review: Review, term: date | None) -> date | None:
    """The first review that finds less than `least`, if nothing is bought; a refund that leaves may help."""
    fails = total.fails_on(least, today) if total.kept(today) >= least else today
    while fails is not None:
        reviewed = review_from(review, max(fails, today + timedelta(days=1)), term)
        back = total.rises_on(least, fails)
        if back is None or back > reviewed:
            return reviewed
        fails = total.fails_on(least, back)
    return None


def would_have_kept(
    total: Total, keep: int, day: date, below: date | None, yesterday: int, period: Period
) -> int | None:
    """What would have had to be bought by the day before `day`, on which the tier falls.

    `yesterday` is the balance at the end of that day before. None where nothing would have helped.
    """
    eve = day - timedelta(days=1)
    lacking = total.lacking(keep, eve, day)
    if below != day:
        return min(lacking, total.lacking(keep, eve, eve), keep - yesterday)
    match period:
        case CalendarYear(through_next_year=False) if day == date(day.year, 1, 1):
            return None
    return lacking
