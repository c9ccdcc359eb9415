"""What the transactions of an order do to the store credit and the gift cards that paid it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from sandbox.gift_cards import moved
from sandbox.store_credit import StoreCreditAccount, StoreCreditTransaction
from sandbox.store_credit_accounts import find_account, opened, post
from sandbox.tender import GIFT_CARD, STORE_CREDIT
from sandbox.transaction import Transaction

if TYPE_CHECKING:
    from sandbox.order import Order
    from sandbox.store import Store
    from sandbox.world import World

_SIGNS = {"sale": -1, "refund": 1}


def post_tender(world: "World", store: "Store", order: "Order", row: Transaction) -> None:
    """A sale takes from its source, a refund gives back; what came by card moves nothing here."""
    if row.gateway not in (STORE_CREDIT, GIFT_CARD) or row.kind not in _SIGNS:
        return
    sign = _SIGNS[row.kind]
    if row.gateway == GIFT_CARD:
        moved(world, store, store.gift_cards[row.source_id or 0], sign * row.amount, row.created_at)
        return
    account = _account(world, store, order, row)
    if account is None:  # its customer is gone, and nobody is left to credit
        return
    amount = sign * (row.amount if account.currency == order.currency else row.shown or 0)
    new = StoreCreditTransaction(
        kind="debit" if amount < 0 else "credit",
        amount=amount,
        created_at=row.created_at,
        event=_event(order, row),
        by="order",
    )
    post(world, store, account, replace(new, order_id=order.id, payment_id=row.id, expires_at=row.expires_at))


def _account(world: "World", store: "Store", order: "Order", row: Transaction) -> StoreCreditAccount | None:
    """The one that paid; a refund that gives new credit opens one in the customer's currency."""
    if row.source_id is not None:
        return find_account(world, store, row.source_id)
    if order.customer_id is None or order.customer_id not in store.customers:
        return None
    return opened(world, store, order.customer_id, order.shown_currency)


def _event(order: "Order", row: Transaction) -> str:
    if row.kind == "sale":
        return "ORDER_PAYMENT"
    return "ORDER_CANCELLATION" if order.cancelled_at == row.created_at else "ORDER_REFUND"
