"""Who did what and when: going live, erasing, replaying, privacy requests. Append-only, no personal data."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import SQLModel

from app.models.columns import id_key, required_instant, shop_key


class AuditEvent(SQLModel, table=True):
    __tablename__ = "audit_event"
    __table_args__ = (Index("audit_event_at", "shop_id", "at"),)

    shop_id: int = shop_key()
    id: int = id_key()
    at: datetime = required_instant()
    actor: str
    """`staff:<id>` from the session token, `shopify`, `operator` or `laurel`."""
    action: str
    detail: str = "{}"
