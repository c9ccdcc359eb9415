"""One promised one-time benefit, and how far it has come (reliability 1c, design 8).

The business key (customer, benefit, period) is what makes it one: an entry reward, a birthday of a year, a
claim of price protection are promised once, whatever is bought, refunded, merged or imported again. Money
leaves only through the states below, one step at a time, each committed before the next.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.models.columns import id_key, instant, number, required_instant, sentence, shop_key

TO_APPROVE, PROMISED, SENDING, UNKNOWN, NEEDS_REVIEW, DELIVERED, USED, FAILED, CANCELLED = STATES = (
    "to_approve",
    "promised",
    "sending",
    "unknown",
    "needs_review",
    "delivered",
    "used",
    "failed",
    "cancelled",
)
"""`unknown`: it was sent and nobody knows whether it was done. It is looked up, never sent by the clock."""

STORE_CREDIT, CODE, GIFT_CARD, REFUND = FORMS = ("store_credit", "code", "gift_card", "refund")


class Grant(SQLModel, table=True):
    __tablename__ = "grant"
    __table_args__ = (
        ForeignKeyConstraint(["shop_id", "customer_id"], ["customer.shop_id", "customer.id"]),
        UniqueConstraint("shop_id", "customer_id", "benefit", "period"),
        Index(
            "grant_open",
            "shop_id",
            "due_at",
            postgresql_where=text("state IN ('promised', 'sending', 'unknown')"),
            sqlite_where=text("state IN ('promised', 'sending', 'unknown')"),
        ),
        Index("grant_state", "shop_id", "state", "id"),
        Index("grant_settled", "shop_id", "settled_at"),
        Index("grant_sent", "shop_id", "sent_at"),
        Index("grant_platform", "shop_id", "platform_id"),
    )

    shop_id: int = shop_key()
    id: int = id_key()
    customer_id: int = Field(sa_type=BigInteger)
    benefit: str = Field(max_length=40)
    """The kind: entry_reward, birthday, anniversary, quarterly, annual_gift, surprise, price_protection."""
    period: str = Field(max_length=120)
    """What it is for, once: `2026`, `2026-Q4`, `Gold 2026-05-03`, an order's line."""
    occasion_on: date
    """The shop-local day of its occasion: the birthday, the day on which the tier was reached."""
    since_on: date
    """The first local day of its period: an equal credit from then on may be this one."""
    tier: str = ""
    form: str
    """store_credit, code, gift_card or refund."""
    amount_minor: int = number()
    percent: int | None = None
    """A code may take a percentage off instead of an amount."""
    currency: str = ""
    state: str
    due_at: datetime = required_instant()
    """When the next step is to be taken."""
    promised_at: datetime = required_instant()
    order_id: int | None = Field(default=None, sa_type=BigInteger)
    """The order that justifies it; it is read back before money leaves."""
    reason: str = "{}"
    """JSON: the numbers and days that decided, for whoever asks why."""
    author: str = "laurel"
    """Who gave or approved it."""
    valid_days: int = 0
    """For how many days what is given can be used; 0: it does not expire."""
    attempts: int = 0
    """How often it was sent and may have been done; an answer that nothing was done takes one back."""
    looks: int = 0
    """How often its outcome was looked up since it was last sent, and nothing was found."""
    fence: int = 0
    """The lease under which it was last sent."""
    watermark: str = ""
    """JSON: what the account or the order showed just before it was sent."""
    sent_at: datetime | None = instant()
    looked_at: datetime | None = instant()
    platform_id: str = Field(default="", max_length=100)
    """What it became in the store: a transaction, a code, a gift card or a refund."""
    expires_at: datetime | None = instant()
    settled_at: datetime | None = instant()
    """When it was delivered, failed or cancelled."""
    used_at: datetime | None = instant()
    problem: str = sentence()
    """What stops it, in words for the merchant."""
