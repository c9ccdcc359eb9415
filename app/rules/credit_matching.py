"""Is one of the credits on an account the one that a grant stands for? (reliability 1c.2, 1c.4)

The platform takes no key with a credit and returns no note. What comes back of what was sent is the amount
and the instant of expiry, so its second within the hour is a fingerprint of the business key: it depends
neither on row ids nor on the day, and is found again by a database that was restored from a backup.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from app.rules.periods import starts_at
from app.rules.said import said

SECONDS = 3600
CLOCKS_APART = timedelta(minutes=5)
"""By how much the platform's clock may differ from ours."""
ADJUSTMENT = "ADJUSTMENT"
"""The event of credits that an app or a member of the staff gave; refunds and orders have others."""


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit as the platform shows it. `id` is its gid."""

    id: str
    amount_minor: int
    currency: str
    event: str
    created_at: datetime
    expires_at: datetime | None
    remaining_minor: int = 0


@dataclass(frozen=True, slots=True)
class Sought:
    """What we look for: at or after the instant `since`; no fingerprint where the credit does not expire."""

    amount_minor: int
    currency: str
    since: datetime
    fingerprint: int | None


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: Literal["applied", "nothing", "review"]
    credits: tuple[Credit, ...] = ()
    """The one that it is, or all that it could be."""
    reason: str = ""


NOTHING = Verdict("nothing")


def fingerprint(shop: str, customer: int, benefit: str, period: str) -> int:
    """The second of the hour for a business key: the shop's domain, the platform's customer id, what for."""
    key = "|".join((shop, str(customer), benefit, period))
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") % SECONDS


def expiry(day: date, valid_days: int, zone: str, mark: int) -> datetime:
    """An instant near the end of the local day `valid_days` after `day`, with `mark` as second of UTC's hour.

    At most two hours before that day ends: zones with half hours begin their days within one of UTC's.
    """
    end = starts_at(day + timedelta(days=valid_days + 1), zone).astimezone(UTC)
    hour = end.replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    return hour + timedelta(seconds=mark)


def mark_of(expires_at: datetime) -> int:
    at = expires_at.astimezone(UTC)
    return at.minute * 60 + at.second


def before_sending(credits: Sequence[Credit], sought: Sought, claimed: Collection[str]) -> Verdict:
    """May it be sent for the first time? `applied`: it was sent already, by a database we no longer have.

    An unclaimed credit of that amount within the period is looked at by a person first (design 8).
    """
    return _judged(_candidates(credits, sought, claimed), sought)


def after_sending(
    credits: Sequence[Credit], sought: Sought, claimed: Collection[str], sent_at: datetime
) -> Verdict:
    """What became of a call whose outcome is unknown, by the credits that are nobody's."""
    verdict = _judged(_candidates(credits, sought, claimed), sought, new=True)
    if verdict.kind == "applied" and verdict.credits[0].created_at < sent_at - CLOCKS_APART:
        return _review(said("The account has a credit like it from before this was sent."), verdict.credits)
    return verdict


def _candidates(credits: Sequence[Credit], sought: Sought, claimed: Collection[str]) -> list[Credit]:
    """Unclaimed credits by hand or app of the period that are of this amount or carry this mark."""
    return [
        credit
        for credit in credits
        if credit.currency == sought.currency
        and credit.event == ADJUSTMENT
        and credit.created_at >= sought.since
        and credit.id not in claimed
        and (credit.amount_minor == sought.amount_minor or _carries(credit, sought))
    ]


def _judged(found: Sequence[Credit], sought: Sought, *, new: bool = False) -> Verdict:
    if not found:
        return NOTHING
    if len(found) > 1:
        return _review(
            said("The account has %(number)s credits that could be this one.", number=len(found)), found
        )
    credit = found[0]
    if credit.amount_minor != sought.amount_minor:
        return _review(said("The account has a credit with its mark and another amount."), found)
    if _carries(credit, sought) or (new and sought.fingerprint is None and credit.expires_at is None):
        return Verdict("applied", (credit,))
    return _review(said("The account has a credit of this amount that is nobody's."), found)


def _carries(credit: Credit, sought: Sought) -> bool:
    return (
        sought.fingerprint is not None
        and credit.expires_at is not None
        and mark_of(credit.expires_at) == sought.fingerprint
    )


def _review(reason: str, found: Sequence[Credit]) -> Verdict:
    return Verdict("review", tuple(found), reason)
