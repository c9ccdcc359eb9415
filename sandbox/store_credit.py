"""Store credit: a customer's account in one currency, and the transactions on it.

Amounts are minor units of the account's currency; what leaves an account is negative (recorded). Debits
use up the credits that expire soonest (assumed); what is left of a credit when it expires is taken off.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

# 15,000 USD on one account, "or its worth" (help centre): here the same count of minor units in any currency.
CREDIT_LIMIT = 1_500_000
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class StoreCreditTransaction:
    kind: str  # credit, debit, debit_revert, expiration
    amount: int
    created_at: datetime
    id: int = 0
    balance: int = 0  # of the account, after it
    event: str = "ADJUSTMENT"  # StoreCreditSystemEvent
    by: str = "app"  # app, staff, order or clock: the API does not tell, tests want to know
    notified: bool = False
    expires_at: datetime | None = None
    remaining: int = 0  # of a credit: neither spent nor expired
    about: int | None = None  # the credit that expired, or the debit that was reverted
    order_id: int | None = None
    payment_id: int | None = None  # the order's transaction it stands for


@dataclass(frozen=True)
class StoreCreditAccount:
    id: int
    customer_id: int
    currency: str
    transactions: tuple[StoreCreditTransaction, ...] = ()

    @property
    def balance(self) -> int:
        return self.transactions[-1].balance if self.transactions else 0


def with_transaction(account: StoreCreditAccount, new: StoreCreditTransaction) -> StoreCreditAccount:
    """`new` gets the balance it leads to."""
    new = replace(new, balance=account.balance + new.amount, remaining=max(0, new.amount))
    rows = _used_up(account.transactions, -new.amount) if new.kind == "debit" else account.transactions
    return replace(account, transactions=(*rows, new))


def next_to_expire(account: StoreCreditAccount, now: datetime) -> StoreCreditTransaction | None:
    """The credit whose time was up first and of which something is left."""
    due = [t for t in account.transactions if t.remaining and _end(t) <= now]
    return min(due, key=_end, default=None)


def without_credit(
    account: StoreCreditAccount, credit: StoreCreditTransaction, number: int
) -> StoreCreditAccount:
    """The account after that credit expired; `number` is the id of the new transaction."""
    rows = tuple(replace(t, remaining=0) if t.id == credit.id else t for t in account.transactions)
    gone = StoreCreditTransaction(
        id=number,
        kind="expiration",
        amount=-credit.remaining,
        balance=account.balance - credit.remaining,
        created_at=_end(credit),
        by="clock",
        about=credit.id,
    )
    return replace(account, transactions=(*rows, gone))


def joined(kept: StoreCreditAccount, gone: StoreCreditAccount) -> StoreCreditAccount:
    """Both histories on one account, in order of time, with the balances that follow from it."""
    rows = sorted((*kept.transactions, *gone.transactions), key=lambda t: (t.created_at, t.id))
    return replace(kept, transactions=_counted_anew(rows))


def edited(
    account: StoreCreditAccount, number: int, amount: int, expires_at: datetime | None
) -> StoreCreditAccount:
    """The account as if that transaction had always been so: the platform does not do this, chaos does."""

    def changed(row: StoreCreditTransaction) -> StoreCreditTransaction:
        if row.id != number:
            return row
        left = max(0, row.remaining + amount - row.amount) if row.amount > 0 else 0
        return replace(row, amount=amount, expires_at=expires_at, remaining=left)

    return replace(account, transactions=_counted_anew([changed(row) for row in account.transactions]))


def _counted_anew(rows: Iterable[StoreCreditTransaction]) -> tuple[StoreCreditTransaction, ...]:
    balance, counted = 0, []
    for row in rows:
        balance += row.amount
        counted.append(replace(row, balance=balance))
    return tuple(counted)


def _used_up(rows: tuple[StoreCreditTransaction, ...], amount: int) -> tuple[StoreCreditTransaction, ...]:
    left = {}
    for credit in sorted((t for t in rows if t.remaining), key=lambda t: (_end(t), t.id)):
        taken = min(credit.remaining, amount)
        left[credit.id], amount = credit.remaining - taken, amount - taken
    return tuple(replace(t, remaining=left.get(t.id, t.remaining)) for t in rows)


def _end(credit: StoreCreditTransaction) -> datetime:
    return credit.expires_at or _NEVER
