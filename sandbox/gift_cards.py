"""The gift cards of a store."""

from dataclasses import replace
from datetime import date, datetime
from random import Random
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sandbox.gift_card import GiftCard, GiftCardTransaction

if TYPE_CHECKING:
    from sandbox.store import Store
    from sandbox.world import World

_LENGTH = 16  # of a code that nobody chose


def spelled(code: str) -> str:
    """Case, blanks and hyphens do not matter."""
    return code.replace(" ", "").replace("-", "").casefold()


def by_card_code(store: "Store", code: str) -> GiftCard | None:
    return next(iter(store.gift_cards.found_by(spelled(code))), None)


def drawn_code(number: int) -> str:
    """A code for the card of that id; the same world draws the same codes."""
    return "".join(Random(number).choices(ascii_lowercase + digits, k=_LENGTH))


def today_in(store: "Store", now: datetime) -> date:
    return now.astimezone(ZoneInfo(store.timezone)).date()


def moved(
    world: "World", store: "Store", card: GiftCard, amount: int, at: datetime, note: str | None = None
) -> GiftCardTransaction:
    """Keeps the card with one transaction more."""
    row = GiftCardTransaction(world.ids.take("GiftCardTransaction"), amount, at, note)
    changed = replace(card, transactions=(*card.transactions, row), updated_at=at)
    store.gift_cards[card.id] = changed
    return row
