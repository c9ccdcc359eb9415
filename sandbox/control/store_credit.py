"""Store credit as it truly is, and as staff move it by hand."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.amounts import minor, text
from sandbox.clock import utc_text
from sandbox.control import ControlError, body, instant, the_customer, the_store, the_world
from sandbox.control.order_asks import check_names
from sandbox.store import Store
from sandbox.store_credit import StoreCreditAccount, StoreCreditTransaction, edited
from sandbox.store_credit_accounts import account_in, opened, post, up_to_now

blueprint = Blueprint("control_store_credit", __name__, url_prefix="/control/<shop>")


@blueprint.get("/store-credit")
def history(shop: str) -> Response:
    """Every account that ever was, with all its transactions; `?customer_id=` for one customer's."""
    wanted = request.args.get("customer_id", type=int)
    with the_world().lock:
        return jsonify([row for row in books(the_store(shop)) if wanted in (None, row["customer_id"])])


@blueprint.post("/customers/<int:customer_id>/store-credit")
def move(shop: str, customer_id: int) -> Response:
    """A positive amount is a credit, a negative one a debit."""
    asked = body()
    check_names(asked, {"amount", "currency", "expires_at", "at"})
    with the_world().lock:
        store = the_store(shop)
        the_customer(store, customer_id)
        currency = asked.get("currency", store.currency)
        amount = minor(asked.get("amount", "0"), currency)
        present = account_in(the_world(), store, customer_id, currency)
        balance = present.balance if present else 0
        if not amount or balance + amount < 0:
            raise ControlError(f"{text(amount, currency)} cannot be moved on {text(balance, currency)}")
        account = opened(the_world(), store, customer_id, currency)
        new = StoreCreditTransaction(
            kind="credit" if amount > 0 else "debit",
            amount=amount,
            created_at=instant(asked["at"]) if asked.get("at") else the_world().clock.now(),
            by="staff",
            expires_at=instant(asked["expires_at"]) if asked.get("expires_at") else None,
        )
        return jsonify(_row(currency, post(the_world(), store, account, new)))


@blueprint.patch("/store-credit/transactions/<int:transaction_id>")
def edit(shop: str, transaction_id: int) -> Response:
    asked = body()
    check_names(asked, {"amount", "expires_at"})
    with the_world().lock:
        store = the_store(shop)
        account, row = _found(store, transaction_id)
        amount = minor(asked["amount"], account.currency) if "amount" in asked else row.amount
        expires_at = row.expires_at
        if "expires_at" in asked:
            expires_at = instant(asked["expires_at"]) if asked["expires_at"] else None
        store.store_credit[account.id] = edited(account, row.id, amount, expires_at)
        return jsonify(_account(store.store_credit[account.id]))


def books(store: Store) -> list[dict[str, Any]]:
    return [_account(up_to_now(the_world(), store, a)) for a in list(store.store_credit.values())]


def _found(store: Store, number: int) -> tuple[StoreCreditAccount, StoreCreditTransaction]:
    for account in store.store_credit.values():
        for row in account.transactions:
            if row.id == number:
                return account, row
    raise ControlError(f"there is no transaction {number}", 404)


def _account(account: StoreCreditAccount) -> dict[str, Any]:
    return {
        "id": account.id,
        "customer_id": account.customer_id,
        "currency": account.currency,
        "balance": text(account.balance, account.currency),
        "transactions": [_row(account.currency, row) for row in account.transactions],
    }


def _row(currency: str, row: StoreCreditTransaction) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "amount": text(row.amount, currency),
        "balance": text(row.balance, currency),
        "created_at": utc_text(row.created_at),
        "event": row.event,
        "by": row.by,
        "notified": row.notified,
        "expires_at": utc_text(row.expires_at) if row.expires_at else None,
        "remaining": text(row.remaining, currency),
        "about": row.about,
        "order_id": row.order_id,
    }
