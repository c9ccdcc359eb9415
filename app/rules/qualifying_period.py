"""The time over which customers are measured (PROG-PERIOD); `qualifying` adds up what they hold in it."""

from typing import Annotated, Literal

from pydantic import Field

from app.rules.program_part import Part


class Rolling(Part):
    """The last N months (ID-ROLL12)."""

    kind: Literal["rolling"] = "rolling"
    months: int = Field(default=12, ge=1, le=60)

    @property
    def words(self) -> str:
        return f"{self.months} months"


class CalendarYear(Part):
    """From 1 January; with `through_next_year` what a year earned is kept to the end of the next one."""

    kind: Literal["calendar_year"] = "calendar_year"
    through_next_year: bool = False

    @property
    def words(self) -> str:
        return "the calendar year"


class MembershipYear(Part):
    """Years that begin on the day of entry: each one earns the next. Entry is by the last 12 months."""

    kind: Literal["membership_year"] = "membership_year"

    @property
    def words(self) -> str:
        return "the membership year"


class Lifetime(Part):
    """Everything since the start of history: nobody falls by time."""

    kind: Literal["lifetime"] = "lifetime"

    @property
    def words(self) -> str:
        return "all time"


Period = Annotated[Rolling | CalendarYear | MembershipYear | Lifetime, Field(discriminator="kind")]
