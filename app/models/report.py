"""Something long that staff, or a page, asked for and a worker makes: a comparison, a simulation."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel, col

from app.models.columns import id_key, instant, required_instant, sentence, shop_key

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
COMPARISON, SIMULATION, SUGGESTED, YEARS = "comparison", "simulation", "suggested", "years"


class Report(SQLModel, table=True):
    __table_args__ = (
        Index("report_asked", "shop_id", "kind", "asked_at"),
        Index(
            "report_open",
            "shop_id",
            postgresql_where=text("done_at IS NULL"),
            sqlite_where=text("done_at IS NULL"),
        ),
    )

    shop_id: int = shop_key()
    id: int = id_key()
    kind: str = Field(max_length=40)
    name: str = ""
    """What staff called it; one that has a name is kept."""
    params: str = "{}"
    """JSON of what was asked; versions by their number, for versions are never edited."""
    state: str = WAITING
    done: int = 0
    total: int = 0
    """Customers, as far as they are known; for a bar."""
    result: str = ""
    """JSON; by kind as `jobs/reports.py` makes it."""
    problem: str = sentence()
    """Why it failed, in words for the merchant."""
    author: str = ""
    asked_at: datetime = required_instant()
    done_at: datetime | None = instant()
    """When it came to its end, whatever that was."""
    attempts: int = 0
    owner: str = ""
    until: datetime | None = instant()
    """The owner's lease: who is killed loses it to another worker."""

    @property
    def open(self) -> bool:
        return self.state in (WAITING, RUNNING)


IS_OPEN = col(Report.done_at).is_(None)
