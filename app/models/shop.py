"""A store that installed us. The only table without a tenant: it is the list of tenants."""

import secrets
from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from app.models.columns import instant, sentence
from app.models.ids import new_id

INSTALLING, BACKFILLING, READY, LIVE, PAUSED, NEEDS_REOPEN, UNINSTALLED = STATES = (
    "installing",
    "backfilling",
    "ready",
    "live",
    "paused",
    "needs_reopen",
    "uninstalled",
)
"""`ready`: the history is read and the program still a draft. `needs_reopen`: the token is dead."""

CONNECTED = (INSTALLING, BACKFILLING, READY, LIVE, PAUSED)


class Shop(SQLModel, table=True):
    id: int = Field(
        default_factory=new_id,
        primary_key=True,
        sa_type=BigInteger,
        sa_column_kwargs={"autoincrement": False},
    )
    domain: str = Field(unique=True, max_length=100)
    platform_id: int | None = Field(default=None, sa_type=BigInteger)
    name: str = ""
    currency: str = ""
    zone: str = "UTC"
    language: str = "en"
    """Which of ours is nearest to that of its storefront: discounts are called by it."""
    plan: str = ""
    taxes_included: bool = False
    state: str = INSTALLING
    scopes: str = ""
    tombstone_key: str = Field(default_factory=lambda: secrets.token_hex(32))
    """Keys the marks of the people this store asked us to forget."""
    access_token: str | None = None
    refresh_token: str | None = None
    token_expires_at: datetime | None = instant()
    refresh_expires_at: datetime | None = instant()
    installed_at: datetime | None = instant()
    backfilled_at: datetime | None = instant()
    live_at: datetime | None = instant()
    uninstalled_at: datetime | None = instant()
    doubted_at: datetime | None = instant()
    """An uninstall was said and is not proven: sending waits until the token was looked at."""
    trouble: str = sentence()
    """What stops us, in words for the merchant."""
    counted_in: str = ""
    """The currency of the program's amounts while it is not that of the store; see `counting_currency`."""
    falls_stop_at: datetime | None = instant()
    """The currency changed: from here nobody falls by time until the merchant has decided."""
    reconciled_at: datetime | None = instant()
    """Orders updated before this instant were compared with the platform."""
    money_epoch: int = 0
    """Counts what was sent of money. The store keeps the same number: where ours is behind, our database is
    an old one, restored from a backup (reliability 1c)."""
    money_stopped_at: datetime | None = instant()
    """No money leaves since then, until the accounts were read."""
    paused_at: datetime | None = instant()
    """The merchant paused the program: discounts are off, nothing is promised, members keep their tier."""
    gates_block_on_failure: bool = False
    """Should a checkout be refused when the Function for early access fails? Else such orders go through."""
    cleaned_at: datetime | None = instant()
    """Nothing of ours is to be in the store any more: asked for before an uninstall."""
    other_automatic_discounts: int | None = None
    """How many of the store's 25 automatic discounts were not ours when it was last looked at."""
    theme_blocks: str = "{}"
    """JSON: how each of our blocks stands in the published theme, as the merchant's browser last told."""

    @property
    def counting_currency(self) -> str:
        """In which currency the program's amounts are, and orders count.

        After the store changed its currency this stays the old one, until a version is published for the new.
        """
        return self.counted_in or self.currency

    @property
    def connected(self) -> bool:
        return self.state in CONNECTED

    def state_when_connected(self) -> str:
        """Where a shop that was cut off goes on."""
        if self.live_at:
            return PAUSED if self.paused_at else LIVE
        return READY if self.backfilled_at else BACKFILLING
