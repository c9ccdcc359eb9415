"""Whom a grant goes to, and what keeps it from being sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.models import Customer
from app.rules.program import Program

SOON, LATER, NEXT_DAY = timedelta(seconds=10), timedelta(hours=1), timedelta(days=1)
GIVEN_UP_AFTER = timedelta(days=60)
"""What can never be sent is cancelled after so long."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """The survivor of the person it was promised to, and the program that applies."""

    customer: Customer
    program: Program

    @property
    def gid(self) -> str:
        return f"gid://shopify/Customer/{self.customer.platform_id}"


class Hindered(Exception):
    """It is not sent now: until `due_at`, or, without one, never."""

    def __init__(self, words: str, due_at: datetime | None = None) -> None:
        super().__init__(words)
        self.words, self.due_at = words, due_at
