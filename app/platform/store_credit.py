"""Store credit: reading an account whole, and giving to it once (platform 1.6, reliability 1c).

`storeCreditAccountCredit` takes no idempotency key: the same call twice pays twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.errors import PlatformError
from app.platform.calls import ShopCalls
from app.platform.money_epoch import KEY, NAMESPACE, Epoch, epoch_of
from app.rules.credit_matching import Credit
from app.rules.money import major, minor
from app.rules.said import said


@dataclass(frozen=True, slots=True)
class Account:
    """What a customer's account in one currency showed, with the store's epoch of the same answer.

    `credits` are those created at or after the instant that was asked for, newest first, all of them.
    """

    exists: bool
    """Does the store have this customer?"""
    balance_minor: int
    newest: str
    """The newest transaction: its instant and amount, as text; empty without any."""
    credits: tuple[Credit, ...]
    epoch: Epoch


def read_account(calls: ShopCalls, customer_gid: str, currency: str, since: datetime) -> Account:
    """Reads until the first transaction before `since`. Raises PlatformError, also for half an answer."""
    asked = {"customer": customer_gid, "currency": f"currency_code:{currency}", "namespace": NAMESPACE}
    answer = calls.named("store_credit_read", asked | {"key": KEY})
    if answer.errors:
        raise PlatformError(
            said("An account could not be read: %(problem)s", problem=answer.errors[0].get("message")),
            retry_after=60,
        )
    epoch, customer = epoch_of(answer.data["shop"]), answer.data["customer"]
    accounts = customer["storeCreditAccounts"]["nodes"] if customer else []
    for account in accounts:
        if account["balance"]["currencyCode"] == currency:
            seen = list(_transactions(calls, account, since))
            first = account["transactions"]["nodes"][:1]
            newest = " ".join((first[0]["createdAt"], first[0]["amount"]["amount"])) if first else ""
            balance = minor(account["balance"]["amount"], currency)
            return Account(True, balance, newest, tuple(map(_credit, seen)), epoch)
    return Account(customer is not None, 0, "", (), epoch)


def give(
    calls: ShopCalls,
    customer_gid: str,
    amount_minor: int,
    currency: str,
    expires_at: datetime | None,
    notify: bool,
) -> str:
    """Credits once and returns the transaction's gid.

    Raises UserErrors where the platform refused, and PlatformError, whose `unknown_outcome` says whether the
    money may have moved all the same.
    """
    amount = {"amount": major(amount_minor, currency), "currencyCode": currency}
    credit: dict[str, Any] = {"creditAmount": amount, "notify": notify}
    if expires_at is not None:
        credit["expiresAt"] = f"{expires_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    answer = calls.once("store_credit_give", {"id": customer_gid, "credit": credit})
    payload = answer.data.get("storeCreditAccountCredit") or {}
    made = payload.get("storeCreditAccountTransaction") or {}
    if made.get("id"):
        return str(made["id"])
    answer.root("storeCreditAccountCredit")
    raise PlatformError(said("The credit was answered without a transaction."), unknown_outcome=True)


def _transactions(calls: ShopCalls, account: dict[str, Any], since: datetime) -> Iterator[dict[str, Any]]:
    """The credits of the account since an instant, page by page."""
    page = account["transactions"]
    while True:
        for node in page["nodes"]:
            if datetime.fromisoformat(node["createdAt"]) < since:
                return
            if "id" in node:
                yield node
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = {"account": account["id"], "after": page["pageInfo"]["endCursor"]}
        page = calls.named("store_credit_more", after).data["storeCreditAccount"]["transactions"]


def _credit(node: dict[str, Any]) -> Credit:
    currency = node["amount"]["currencyCode"]
    return Credit(
        id=node["id"],
        amount_minor=minor(node["amount"]["amount"], currency),
        currency=currency,
        event=node["event"],
        created_at=datetime.fromisoformat(node["createdAt"]),
        expires_at=datetime.fromisoformat(node["expiresAt"]) if node["expiresAt"] else None,
        remaining_minor=minor(node["remainingAmount"]["amount"], currency),
    )
