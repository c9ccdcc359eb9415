"""Making, changing and deactivating gift cards."""

from dataclasses import replace
from typing import Any

from sandbox.context import Context
from sandbox.gift_card import GiftCard
from sandbox.gift_card_input import code_errors, customer_errors, initial_amount, read_fields
from sandbox.gift_cards import drawn_code, spelled
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import number_of, user_error

# A deactivated card keeps these; the first one that is given is told (recorded).
_FIXED = ("expiresOn", "customerId", "recipientAttributes")
_MISSING = "The gift card could not be found."


def create(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    given = args["input"]
    amount, errors = initial_amount(given, ctx)
    errors = errors or [*code_errors(given.get("code"), ctx), *customer_errors(given, ctx)]
    if errors:
        return {"giftCard": None, "giftCardCode": None, "userErrors": errors}
    fields = read_fields(given, ctx)
    number = ctx.world.ids.take("GiftCard")
    code = spelled(given["code"]) if given.get("code") else drawn_code(number)
    card = GiftCard(number, code, ctx.store.currency, amount, ctx.now, ctx.now, **fields)
    ctx.store.gift_cards[card.id] = card
    return {"giftCard": card, "giftCardCode": code, "userErrors": []}


def update(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    given, card = args["input"], _found(args["id"], ctx)
    errors = _update_errors(given, card, ctx)
    if errors or card is None:
        return {"giftCard": None, "userErrors": errors}
    fields = read_fields(given, ctx)
    if any(getattr(card, name) != value for name, value in fields.items()):
        card = replace(card, updated_at=ctx.now, **fields)
        ctx.store.gift_cards[card.id] = card
    return {"giftCard": card, "userErrors": []}


def deactivate(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    card = _found(args["id"], ctx)
    if card is None:
        return {"giftCard": None, "userErrors": [user_error(["id"], _MISSING, code="GIFT_CARD_NOT_FOUND")]}
    if card.deactivated_at is None:
        card = replace(card, deactivated_at=ctx.now, updated_at=ctx.now)
        ctx.store.gift_cards[card.id] = card
    return {"giftCard": card, "userErrors": []}


def _found(text: str, ctx: Context) -> GiftCard | None:
    return ctx.store.gift_cards.get(number_of(text, "GiftCard"))


def _update_errors(given: dict[str, Any], card: GiftCard | None, ctx: Context) -> list[dict[str, Any]]:
    """Plain user errors, without codes."""
    if not given:
        return [user_error(["input"], "At least one argument is required in the input.")]
    if card is None:
        return [user_error(["id"], _MISSING)]
    if card.deactivated_at is not None:
        fixed = next((name for name in _FIXED if name in given), None)
        if fixed is not None:
            return [user_error(["input", fixed], "The gift card is deactivated.")]
    return [user_error(e["field"], e["message"]) for e in customer_errors(given, ctx)]


ROOTS: dict[str, Resolver] = {
    "giftCardCreate": create,
    "giftCardUpdate": update,
    "giftCardDeactivate": deactivate,
}
