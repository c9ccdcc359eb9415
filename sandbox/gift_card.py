"""A gift card: worth something to whoever knows its code. Amounts are minor units of the store's currency."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class GiftCardTransaction:
    id: int
    amount: int  # what is spent is negative
    processed_at: datetime
    note: str | None = None

    @property
    def kind(self) -> str:
        return "credit" if self.amount > 0 else "debit"


@dataclass(frozen=True)
class Recipient:
    customer_id: int
    preferred_name: str | None = None
    message: str | None = None


@dataclass(frozen=True)
class GiftCard:
    id: int
    code: str  # small letters and figures (recorded: shown in small letters however it was given)
    currency: str
    initial: int
    created_at: datetime
    updated_at: datetime
    expires_on: date | None = None  # its last day (assumed), in the store's time zone
    customer_id: int | None = None
    recipient: Recipient | None = None
    note: str | None = None
    template_suffix: str | None = None
    deactivated_at: datetime | None = None
    transactions: tuple[GiftCardTransaction, ...] = ()

    @property
    def balance(self) -> int:
        return self.initial + sum(t.amount for t in self.transactions)

    @property
    def last_characters(self) -> str:
        return self.code[-4:]

    def refusal(self, today: date) -> str | None:
        """Why nothing can be moved on it, in the words of the API (recorded)."""
        if self.deactivated_at is not None:
            return "The gift card is deactivated."
        if self.expires_on is not None and self.expires_on < today:
            return "The gift card has expired."
        return None
