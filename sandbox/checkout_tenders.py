"""What a buyer pays with: gift cards by their codes, then the whole of their store credit, then a card.

A tender lowers what is to be paid, not the order's total. Only who is logged in has store credit to spend.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.checkout_buyer import Buyer
from sandbox.gift_cards import by_card_code, today_in
from sandbox.store_credit_accounts import account_in
from sandbox.tender import GIFT_CARD, STORE_CREDIT, Tender

if TYPE_CHECKING:
    from sandbox.store import Store
    from sandbox.world import World


@dataclass(frozen=True)
class Offer:
    """What the buyer lays on the table besides a card."""

    store_credit: bool = False
    gift_cards: tuple[str, ...] = ()


def tenders(
    world: "World", store: "Store", buyer: Buyer, total: int, offer: Offer
) -> tuple[tuple[Tender, ...], dict[str, str]]:
    """(tenders, why codes were refused)"""
    paid, refused = _by_gift_cards(world, store, total, offer.gift_cards)
    left = total - sum(t.amount for t in paid)
    credit = _by_store_credit(world, store, buyer, left) if offer.store_credit else None
    return (*paid, *([credit] if credit else [])), refused


def _by_gift_cards(
    world: "World", store: "Store", total: int, codes: Iterable[str]
) -> tuple[list[Tender], dict[str, str]]:
    paid: list[Tender] = []
    refused: dict[str, str] = {}
    for code in dict.fromkeys(codes):
        card = by_card_code(store, code)
        why = "does not exist" if card is None else card.refusal(today_in(store, world.clock.now()))
        if card is None or why:
            refused[code] = str(why)
        elif amount := min(card.balance, total - sum(t.amount for t in paid)):
            paid.append(Tender(GIFT_CARD, amount, card.id))
    return paid, refused


def _by_store_credit(world: "World", store: "Store", buyer: Buyer, left: int) -> Tender | None:
    if buyer.customer is None or not buyer.logged_in or not store.store_credit_enabled:
        return None
    account = account_in(world, store, buyer.customer.id, store.currency)
    amount = min(account.balance, left) if account else 0
    return Tender(STORE_CREDIT, amount, account.id) if account and amount else None
