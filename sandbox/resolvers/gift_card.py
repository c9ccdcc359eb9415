"""Gift cards and their transactions. The code itself is told once, by the mutation that makes the card."""

from dataclasses import dataclass
from typing import Any

from sandbox.api_errors import NotSupported
from sandbox.clock import utc_text
from sandbox.connection import Listing
from sandbox.context import Context
from sandbox.gift_card import GiftCard, GiftCardTransaction
from sandbox.gift_cards import today_in
from sandbox.ids import gid
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import number_of
from sandbox.resolvers.order_bag import money
from sandbox.search import Filter, at_instant, at_number, equals, search


@dataclass(frozen=True)
class CardTransactionOf:
    card: GiftCard
    row: GiftCardTransaction

    @property
    def id(self) -> int:
        return self.row.id


class CardCreditOf(CardTransactionOf):
    pass


class CardDebitOf(CardTransactionOf):
    pass


_FILTERS: dict[str, Filter] = {
    "id": at_number(lambda card: card.id),
    "status": equals(lambda card: "disabled" if card.deactivated_at else "enabled"),
    "balance_status": equals(lambda card: _balance_status(card)),
    "created_at": at_instant(lambda card: card.created_at),
    "updated_at": at_instant(lambda card: card.updated_at),
}
_SORTS = {
    "ID": lambda card: card.id,
    "CODE": lambda card: card.code,
    "BALANCE": lambda card: card.balance,
    "INITIAL_VALUE": lambda card: card.initial,
    "CREATED_AT": lambda card: utc_text(card.created_at),
    "UPDATED_AT": lambda card: utc_text(card.updated_at),
    "EXPIRES_ON": lambda card: card.expires_on,
}


def shown_transaction(card: GiftCard, row: GiftCardTransaction) -> CardTransactionOf:
    return CardCreditOf(card, row) if row.kind == "credit" else CardDebitOf(card, row)


def _balance_status(card: GiftCard) -> str:
    if not card.balance:
        return "empty"
    return "full" if card.balance == card.initial else "partial"


def _found(args: dict[str, Any], ctx: Context) -> list[GiftCard]:
    if args.get("savedSearchId"):
        raise NotSupported("savedSearchId")
    fits = search(args.get("query"), _FILTERS)
    return [card for card in ctx.store.gift_cards.values() if fits(card)]


def _cards(_: None, args: dict[str, Any], ctx: Context) -> Listing:
    sort = _SORTS.get(args.get("sortKey") or "ID")
    if sort is None:
        raise NotSupported(f"giftCards sorted by {args['sortKey']}")
    return Listing(_found(args, ctx), sort=sort)


def _count(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    return {"count": len(_found(args, ctx)), "precision": "EXACT"}


def _card(_: None, args: dict[str, Any], ctx: Context) -> GiftCard | None:
    return ctx.store.gift_cards.get(number_of(args["id"], "GiftCard"))


def _transactions(card: GiftCard, _: dict[str, Any], __: Context) -> Listing:
    return Listing([shown_transaction(card, row) for row in card.transactions], sort=lambda of: of.id)


def _recipient(card: GiftCard, _: dict[str, Any], ctx: Context) -> dict[str, Any] | None:
    if card.recipient is None or card.recipient.customer_id not in ctx.store.customers:
        return None
    return {
        "recipient": ctx.store.customers[card.recipient.customer_id],
        "preferredName": card.recipient.preferred_name,
        "message": card.recipient.message,
        "sendNotificationAt": None,
    }


_OF_TRANSACTION: dict[str, Resolver] = {
    "amount": lambda of, _, __: money(of.row.amount, of.card.currency),
    "giftCard": lambda of, _, __: of.card,
    "note": lambda of, _, __: of.row.note,
    "processedAt": lambda of, _, __: utc_text(of.row.processed_at),
}

FIELDS: dict[str, dict[str, Resolver]] = {
    "GiftCard": {
        "id": lambda card, _, __: gid("GiftCard", card.id),
        "balance": lambda card, _, __: money(card.balance, card.currency),
        "initialValue": lambda card, _, __: money(card.initial, card.currency),
        "createdAt": lambda card, _, __: utc_text(card.created_at),
        "updatedAt": lambda card, _, __: utc_text(card.updated_at),
        "deactivatedAt": lambda card, _, __: utc_text(card.deactivated_at) if card.deactivated_at else None,
        "enabled": lambda card, _, __: card.deactivated_at is None,
        "isRedeemable": lambda card, _, ctx: card.refusal(today_in(ctx.store, ctx.now)) is None,
        "expiresOn": lambda card, _, __: card.expires_on.isoformat() if card.expires_on else None,
        "lastCharacters": lambda card, _, __: card.last_characters,
        "maskedCode": lambda card, _, __: f"•••• •••• •••• {card.last_characters}",
        "note": lambda card, _, __: card.note,
        "templateSuffix": lambda card, _, __: card.template_suffix,
        "customer": lambda card, _, ctx: ctx.store.customers.get(card.customer_id or 0),
        "recipientAttributes": _recipient,
        "order": lambda *_: None,
        "transactions": _transactions,
    },
    "GiftCardCreditTransaction": {
        **_OF_TRANSACTION,
        "id": lambda of, _, __: gid("GiftCardCreditTransaction", of.id),
    },
    "GiftCardDebitTransaction": {
        **_OF_TRANSACTION,
        "id": lambda of, _, __: gid("GiftCardDebitTransaction", of.id),
    },
}

ROOTS: dict[str, Resolver] = {"giftCard": _card, "giftCards": _cards, "giftCardsCount": _count}
NODES = {"GiftCard": lambda ctx, number: ctx.store.gift_cards.get(number)}
TYPENAMES: dict[type, str] = {
    GiftCard: "GiftCard",
    CardCreditOf: "GiftCardCreditTransaction",
    CardDebitOf: "GiftCardDebitTransaction",
}
