"""Sending a gift card to its customer or recipient: checked and answered, but no mail leaves the sandbox."""

from collections.abc import Callable
from typing import Any

from sandbox.context import Context
from sandbox.gift_card import GiftCard
from sandbox.gift_cards import today_in
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import number_of, user_error


def _send(whom: str, number_on: Callable[[GiftCard], int | None]) -> Resolver:
    def resolve(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
        card = ctx.store.gift_cards.get(number_of(args["id"], "GiftCard"))
        error = _error(card, whom, number_on, ctx)
        return {"giftCard": None if error else card, "userErrors": [error] if error else []}

    return resolve


def _error(
    card: GiftCard | None, whom: str, number_on: Callable[[GiftCard], int | None], ctx: Context
) -> dict[str, Any] | None:
    if card is None:
        return user_error(["id"], "The gift card could not be found.", code="GIFT_CARD_NOT_FOUND")
    if why := card.refusal(today_in(ctx.store, ctx.now)):
        return user_error(["id"], why, code="INVALID")
    if number_on(card) not in ctx.store.customers:
        message = f"The {whom} could not be found."
        return user_error(["id"], message, code=f"{whom.upper()}_NOT_FOUND")
    return None


ROOTS: dict[str, Resolver] = {
    "giftCardSendNotificationToCustomer": _send("customer", lambda card: card.customer_id),
    "giftCardSendNotificationToRecipient": _send(
        "recipient", lambda card: card.recipient.customer_id if card.recipient else None
    ),
}
