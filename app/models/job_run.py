"""One run of a job for one shop and period. The key is the claim: several clocks are safe."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.models.columns import instant, required_instant, shop_key


class JobRun(SQLModel, table=True):
    __tablename__ = "job_run"

    shop_id: int = shop_key()
    job: str = Field(primary_key=True, max_length=40)
    period: str = Field(primary_key=True, max_length=40)
    """The shop-local day or hour it is for."""
    claimed_at: datetime = required_instant()
    done_at: datetime | None = instant()
    attempts: int = 1
    verdict: str = ""
    """JSON: what it found."""
