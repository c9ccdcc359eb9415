"""What GET /control/{shop}/state shows of orders, discounts, store credit and gift cards."""

from typing import Any

from sandbox import payloads
from sandbox.amounts import text
from sandbox.clock import utc_text
from sandbox.control import the_world
from sandbox.control.store_credit import books
from sandbox.discount_state import shown_discount
from sandbox.gift_card import GiftCard
from sandbox.store import Store


def commerce_state(store: Store) -> dict[str, Any]:
    now = the_world().clock.now()
    return {
        "orders": {order.id: payloads.order(store, order) for order in store.orders.values()},
        "discounts": [shown_discount(store, row, now) for row in store.discounts.values()],
        "store_credit": books(store),
        "gift_cards": [_gift_card(card) for card in store.gift_cards.values()],
    }


def _gift_card(card: GiftCard) -> dict[str, Any]:
    """With its code, which the platform itself tells only once."""
    return {
        "id": card.id,
        "code": card.code,
        "currency": card.currency,
        "initial": text(card.initial, card.currency),
        "balance": text(card.balance, card.currency),
        "customer_id": card.customer_id,
        "enabled": card.deactivated_at is None,
        "expires_on": card.expires_on.isoformat() if card.expires_on else None,
        "created_at": utc_text(card.created_at),
    }
