"""One version of the merchant's rules, never edited. A draft has no `from_at`; going live gives it one."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from app.models.columns import instant, required_instant, shop_key


class ProgramVersion(SQLModel, table=True):
    __tablename__ = "program"

    shop_id: int = shop_key()
    version: int = Field(primary_key=True)
    rules: str
    """`rules.program.Program` as JSON."""
    from_at: datetime | None = instant()
    to_at: datetime | None = instant()
    grandfathered_until: date | None = None
    """Whoever this version would lower keeps the tier until this shop-local day."""
    note: str = ""
    """Why it was made, in the author's words."""
    created_at: datetime = required_instant()
    author: str = ""
