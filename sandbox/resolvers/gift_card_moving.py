"""giftCardCredit and giftCardDebit. Checks, words and codes as recorded; the order among them is assumed."""

from datetime import UTC, datetime
from typing import Any

from sandbox.clock import instant
from sandbox.context import Context
from sandbox.gift_card import GiftCard
from sandbox.gift_cards import moved, today_in
from sandbox.money_input import money_given
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import number_of, user_error
from sandbox.resolvers.gift_card import shown_transaction

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _move(verb: str, sign: int) -> Resolver:
    argument, field = f"{verb}Input", f"giftCard{verb.capitalize()}Transaction"

    def resolve(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
        given = args[argument]
        amount, currency = money_given(given[f"{verb}Amount"])
        card = ctx.store.gift_cards.get(number_of(args["id"], "GiftCard"))
        at = instant(given["processedAt"]) if given.get("processedAt") else ctx.now
        path = [argument, f"{verb}Amount"]
        error = (
            _of_card(card, ctx)
            or _of_time(at, [argument, "processedAt"], ctx)
            or _of_amount(card, sign * amount, currency, path)
        )
        if error or card is None:
            return {field: None, "userErrors": [error]}
        row = moved(ctx.world, ctx.store, card, sign * amount, at, given.get("note"))
        return {field: shown_transaction(ctx.store.gift_cards[card.id], row), "userErrors": []}

    return resolve


def _of_card(card: GiftCard | None, ctx: Context) -> dict[str, Any] | None:
    if card is None:
        return user_error(["id"], "The gift card could not be found.", code="GIFT_CARD_NOT_FOUND")
    why = card.refusal(today_in(ctx.store, ctx.now))
    return user_error(["id"], why, code="INVALID") if why else None


def _of_time(at: datetime, path: list[str], ctx: Context) -> dict[str, Any] | None:
    if at > ctx.now:
        return user_error(path, "The processed date must not be in the future.", code="INVALID")
    if at < _EPOCH:
        return user_error(path, "A valid processed date must be used.", code="INVALID")
    return None


def _of_amount(card: GiftCard | None, amount: int, currency: str, path: list[str]) -> dict[str, Any] | None:
    """`amount` with its sign; a debit of nought or less is refused like such a credit."""
    assert card is not None
    if currency != card.currency:
        message = "The currency provided does not match the currency of the gift card."
        return user_error([*path, "currencyCode"], message, code="MISMATCHING_CURRENCY")
    is_debit = path[0] == "debitInput"
    if (-amount if is_debit else amount) <= 0:
        message = "A positive amount must be used."
        return user_error([*path, "amount"], message, code="NEGATIVE_OR_ZERO_AMOUNT")
    if card.balance + amount < 0:
        message = "The gift card does not have sufficient funds to satisfy the request."
        return user_error([*path, "amount"], message, code="INSUFFICIENT_FUNDS")
    return None


ROOTS: dict[str, Resolver] = {"giftCardCredit": _move("credit", 1), "giftCardDebit": _move("debit", -1)}
