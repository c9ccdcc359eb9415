"""The four types of store-credit transactions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.clock import utc_text
from sandbox.context import Context
from sandbox.ids import gid
from sandbox.resolvers import Resolver
from sandbox.resolvers.order_bag import money
from sandbox.resolvers.transaction import transaction as order_transaction
from sandbox.store_credit import StoreCreditAccount, StoreCreditTransaction
from sandbox.store_credit_accounts import find_account


@dataclass(frozen=True)
class TransactionOf:
    """A transaction with the account it stands on; one class for each of the schema's types."""

    account: StoreCreditAccount
    row: StoreCreditTransaction

    @property
    def id(self) -> int:
        return self.row.id


class CreditOf(TransactionOf):
    pass


class DebitOf(TransactionOf):
    pass


class RevertOf(TransactionOf):
    pass


class ExpirationOf(TransactionOf):
    pass


_CLASSES = {"credit": CreditOf, "debit": DebitOf, "debit_revert": RevertOf, "expiration": ExpirationOf}


def shown(account: StoreCreditAccount, row: StoreCreditTransaction) -> TransactionOf:
    return _CLASSES[row.kind](account, row)


def _origin(of: TransactionOf, _: dict[str, Any], ctx: Context) -> dict[str, Any] | None:
    """Null for what no order stands behind (recorded)."""
    order = ctx.store.orders.get(of.row.order_id or 0)
    if order is None:
        return None
    return next((order_transaction(order, t) for t in order.transactions if t.id == of.row.payment_id), None)


def _about(of: TransactionOf, _: dict[str, Any], __: Context) -> TransactionOf:
    return shown(of.account, next(t for t in of.account.transactions if t.id == of.row.about))


def _expires_at(of: TransactionOf, _: dict[str, Any], __: Context) -> str | None:
    return utc_text(of.row.expires_at) if of.row.expires_at else None


_OF_ALL: dict[str, Resolver] = {
    "account": lambda of, _, __: of.account,
    "amount": lambda of, _, __: money(of.row.amount, of.account.currency),
    "balanceAfterTransaction": lambda of, _, __: money(of.row.balance, of.account.currency),
    "createdAt": lambda of, _, __: utc_text(of.row.created_at),
    "event": lambda of, _, __: of.row.event,
    "origin": _origin,
}

FIELDS: dict[str, dict[str, Resolver]] = {
    "StoreCreditAccountCreditTransaction": {
        **_OF_ALL,
        "id": lambda of, _, __: gid("StoreCreditAccountCreditTransaction", of.id),
        "expiresAt": _expires_at,
        "remainingAmount": lambda of, _, __: money(of.row.remaining, of.account.currency),
    },
    "StoreCreditAccountDebitTransaction": {
        **_OF_ALL,
        "id": lambda of, _, __: gid("StoreCreditAccountDebitTransaction", of.id),
    },
    "StoreCreditAccountDebitRevertTransaction": {
        **_OF_ALL,
        "id": lambda of, _, __: gid("StoreCreditAccountDebitRevertTransaction", of.id),
        "debitTransaction": _about,
    },
    "StoreCreditAccountExpirationTransaction": {**_OF_ALL, "creditTransaction": _about},
}


def _found(ctx: Context, number: int, kind: str) -> TransactionOf | None:
    for account_id in list(ctx.store.store_credit):
        account = find_account(ctx.world, ctx.store, account_id)
        for row in account.transactions if account else ():
            if account is not None and (row.id, row.kind) == (number, kind):
                return shown(account, row)
    return None


def _lookup(kind: str) -> Callable[[Context, int], TransactionOf | None]:
    return lambda ctx, number: _found(ctx, number, kind)


NODES = {
    "StoreCreditAccountCreditTransaction": _lookup("credit"),
    "StoreCreditAccountDebitTransaction": _lookup("debit"),
    "StoreCreditAccountDebitRevertTransaction": _lookup("debit_revert"),
}
TYPENAMES: dict[type, str] = {
    CreditOf: "StoreCreditAccountCreditTransaction",
    DebitOf: "StoreCreditAccountDebitTransaction",
    RevertOf: "StoreCreditAccountDebitRevertTransaction",
    ExpirationOf: "StoreCreditAccountExpirationTransaction",
}
