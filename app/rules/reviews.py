"""When a member may rise, and when one may be found below (ID-FIXED, ID-DYNAMIC).

`term` is the local day on which a fixed term began.
"""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from app.rules.periods import leaves_on
from app.rules.program_part import Part


class Continuous(Part):
    """Up and below at once."""

    kind: Literal["continuous"] = "continuous"


class Weekly(Part):
    """Up and below only on this day of the week (ID-DYNAMIC)."""

    kind: Literal["weekly"] = "weekly"
    weekday: int = Field(default=1, ge=1, le=7, description="1 is Monday")


class Monthly(Part):
    """Up and below only on this day of the month (ID-DYNAMIC)."""

    kind: Literal["monthly"] = "monthly"
    day: int = Field(default=1, ge=1, le=28)


class FixedTerm(Part):
    """Up at once; a tier reached cannot be lost for N months, then it is looked at again (ID-FIXED)."""

    kind: Literal["fixed_term"] = "fixed_term"
    months: int = Field(default=10, ge=1, le=60)


Review = Annotated[Continuous | Weekly | Monthly | FixedTerm, Field(discriminator="kind")]


def may_rise(review: Review, day: date) -> bool:
    return not isinstance(review, Weekly | Monthly) or reviewed_on(review, day, None)


def reviewed_on(review: Review, day: date, term: date | None) -> bool:
    """May a member be found below on this day?"""
    match review:
        case Continuous():
            return True
        case Weekly(weekday=weekday):
            return day.isoweekday() == weekday
        case Monthly(day=of_month):
            return day.day == of_month
        case FixedTerm():
            return term_over(review, day, term)


def term_over(review: Review, day: date, term: date | None) -> bool:
    return isinstance(review, FixedTerm) and term is not None and leaves_on(term, review.months) <= day


def review_from(review: Review, day: date, term: date | None) -> date:
    """The first review on or after a day."""
    match review:
        case Continuous():
            return day
        case Weekly(weekday=weekday):
            return day + timedelta(days=(weekday - day.isoweekday()) % 7)
        case Monthly(day=of_month):
            if day.day <= of_month:
                return day.replace(day=of_month)
            return (day.replace(day=1) + timedelta(days=31)).replace(day=of_month)
        case FixedTerm(months=months):
            begun = term or day
            while (end := leaves_on(begun, months)) < day:
                begun = end
            return end
