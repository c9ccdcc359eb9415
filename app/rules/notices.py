"""The notices that a fall by time needs (DEM-60, DEM-30, DEM-DAY, GAP-NOTICE).

A notice is one row: recorded once for its occasion, which is the planned day and the tier. A purchase that
moves the day makes another occasion, so the member is warned again, and of the right day.
"""

from dataclasses import dataclass
from datetime import date

RISK_60, RISK_30, FELL = FALLS = ("risk_60", "risk_30", "fell")
EARLY_ACCESS = "early_access"
"""Never counts as a warning of a fall."""
FIRST_DAYS, SECOND_DAYS = 60, 30
"""No fall before so many days have passed since the first and the second notice were recorded."""


@dataclass(frozen=True, slots=True)
class Due:
    """A notice that is wanted on the local `day`, about a fall on `falls_on`."""

    kind: str
    occasion: str
    day: date
    falls_on: date
    recorded: bool = False


def occasion(planned: date, rank: int) -> str:
    """What a notice is about: the end of grace by the rules, and the tier that would be lost."""
    return f"{planned.isoformat()} {rank}"
