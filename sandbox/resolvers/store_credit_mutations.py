"""storeCreditAccountCredit and storeCreditAccountDebit. They know no idempotency: the same call twice pays
twice. Checks, their order, words and codes as recorded, but for UNSUPPORTED_CURRENCY: withdrawn
currencies are taken for those the platform does not hold (assumed)."""

from datetime import datetime
from typing import Any

from graphql import GraphQLEnumType

from sandbox.admin_schema import admin_schema
from sandbox.api_errors import ResourceNotFound
from sandbox.clock import instant
from sandbox.context import Context
from sandbox.ids import parse_gid
from sandbox.money_input import money_given
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import user_error
from sandbox.resolvers.store_credit_transaction import shown
from sandbox.store_credit import CREDIT_LIMIT, StoreCreditAccount, StoreCreditTransaction
from sandbox.store_credit_accounts import account_in, find_account, opened, post

_OWNERS = ("Customer", "CompanyLocation")
_CREDIT, _DEBIT = ["creditInput", "creditAmount"], ["debitInput", "debitAmount"]


class _Refused(Exception):
    def __init__(self, field: list[str], message: str, code: str) -> None:
        super().__init__(message)
        self.answer = {
            "storeCreditAccountTransaction": None,
            "userErrors": [user_error(field, message, code=code)],
        }


def credit(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    given = args["creditInput"]
    amount, currency = money_given(given["creditAmount"])
    try:
        owner, account = _creditable(args["id"], ctx)
        expires_at = _expiry(given.get("expiresAt"), ctx)
        _check_credit(account, amount, currency)
        account = account or account_in(ctx.world, ctx.store, owner, currency)
        _check_limit(account, amount)
    except _Refused as refused:
        return refused.answer
    account = account or opened(ctx.world, ctx.store, owner, currency)
    notified = bool(given.get("notify"))
    new = StoreCreditTransaction("credit", amount, ctx.now, expires_at=expires_at, notified=notified)
    return _done(account, new, ctx)


def debit(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    amount, currency = money_given(args["debitInput"]["debitAmount"])
    try:
        account = _debitable(args["id"], currency, ctx)
        _check_debit(account, amount, currency)
    except _Refused as refused:
        return refused.answer
    return _done(account, StoreCreditTransaction("debit", -amount, ctx.now), ctx)


def _done(account: StoreCreditAccount, new: StoreCreditTransaction, ctx: Context) -> dict[str, Any]:
    row = post(ctx.world, ctx.store, account, new)
    after = ctx.store.store_credit[account.id]
    return {"storeCreditAccountTransaction": shown(after, row), "userErrors": []}


def _creditable(text: str, ctx: Context) -> tuple[int, StoreCreditAccount | None]:
    """(customer id, the account that was named); without an account it is found by currency later."""
    kind, number = _owner_or_account(text)
    if kind in _OWNERS:
        if kind != "Customer" or number not in ctx.store.customers:
            raise _Refused(["id"], "Owner does not exist", "OWNER_NOT_FOUND")
        return number, None
    account = find_account(ctx.world, ctx.store, number)
    if account is None:
        raise _account_missing()
    return account.customer_id, account


def _debitable(text: str, currency: str, ctx: Context) -> StoreCreditAccount:
    kind, number = _owner_or_account(text)
    if kind == "StoreCreditAccount":
        account = find_account(ctx.world, ctx.store, number)
    else:
        known = kind == "Customer" and number in ctx.store.customers
        account = account_in(ctx.world, ctx.store, number, currency) if known else None
    if account is None:
        raise _account_missing()
    return account


def _owner_or_account(text: str) -> tuple[str, int]:
    parsed = parse_gid(text)
    if parsed is None or parsed[0] not in (*_OWNERS, "StoreCreditAccount"):
        raise ResourceNotFound("invalid id")
    return parsed


def _account_missing() -> _Refused:
    return _Refused(["id"], "Store credit account does not exist", "ACCOUNT_NOT_FOUND")


def _expiry(text: str | None, ctx: Context) -> datetime | None:
    if text is None:
        return None
    expires_at = instant(text)
    if expires_at <= ctx.now:
        message = "The expiry date must be in the future"
        raise _Refused(["creditInput", "expiresAt"], message, "EXPIRES_AT_IN_PAST")
    return expires_at


def _check_credit(account: StoreCreditAccount | None, amount: int, currency: str) -> None:
    if amount <= 0:
        message = "A positive amount must be used to credit a store credit account"
        raise _Refused([*_CREDIT, "amount"], message, "NEGATIVE_OR_ZERO_AMOUNT")
    if account is not None:
        _check_match(account, currency, _CREDIT)
    known = admin_schema().type_map["CurrencyCode"]
    assert isinstance(known, GraphQLEnumType)
    if known.values[currency].deprecation_reason is not None:
        message = "The currency provided is not supported"
        raise _Refused([*_CREDIT, "currencyCode"], message, "UNSUPPORTED_CURRENCY")


def _check_limit(account: StoreCreditAccount | None, amount: int) -> None:
    if (account.balance if account else 0) + amount > CREDIT_LIMIT:
        message = "The operation would cause the account's credit limit to be exceeded"
        raise _Refused([*_CREDIT, "amount"], message, "CREDIT_LIMIT_EXCEEDED")


def _check_debit(account: StoreCreditAccount, amount: int, currency: str) -> None:
    if amount <= 0:
        message = "A positive amount must be used to debit a store credit account"
        raise _Refused([*_DEBIT, "amount"], message, "NEGATIVE_OR_ZERO_AMOUNT")
    _check_match(account, currency, _DEBIT)
    if amount > account.balance:
        message = "The store credit account does not have sufficient funds to satisfy the request"
        raise _Refused([*_DEBIT, "amount"], message, "INSUFFICIENT_FUNDS")


def _check_match(account: StoreCreditAccount, currency: str, path: list[str]) -> None:
    if currency != account.currency:
        message = "The currency provided does not match the currency of the store credit account"
        raise _Refused([*path, "currencyCode"], message, "MISMATCHING_CURRENCY")


ROOTS: dict[str, Resolver] = {"storeCreditAccountCredit": credit, "storeCreditAccountDebit": debit}
