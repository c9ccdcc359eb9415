"""Reads what giftCardCreate and giftCardUpdate give, and tells what is wrong with it.

Words of deactivated cards, empty inputs, missing customers, long names and amounts are recorded; those of
codes follow the same pattern (assumed, after the documented rule: 8 to 20 letters and figures).
"""

import re
from datetime import date
from typing import Any

from graphql import GraphQLError

from sandbox.amounts import minor
from sandbox.context import Context
from sandbox.gift_card import Recipient
from sandbox.gift_cards import by_card_code, spelled
from sandbox.ids import parse_gid
from sandbox.money_input import money_given
from sandbox.resolvers.gids import user_error

_LIMIT = 200_000  # minor units: 2,000 of the store's currency on one card (assumed)
_SHORTEST, _LONGEST = 8, 20
_TOO_LONG = {"preferredName": 255, "message": 200}


class FieldArgumentsInvalid(GraphQLError):
    def __init__(self, name: str, limit: int) -> None:
        super().__init__(
            f"{name} is too long (maximum is {limit})", extensions={"code": "INVALID_FIELD_ARGUMENTS"}
        )


def code_errors(given: str | None, ctx: Context) -> list[dict[str, Any]]:
    if given is None:
        return []
    code, path = spelled(given), ["input", "code"]
    if len(code) < _SHORTEST:
        return [user_error(path, f"is too short (minimum is {_SHORTEST} characters)", code="TOO_SHORT")]
    if len(code) > _LONGEST:
        return [user_error(path, f"is too long (maximum is {_LONGEST} characters)", code="TOO_LONG")]
    if not re.fullmatch(r"[a-z0-9]+", code):
        return [user_error(path, "can only contain letters and numbers", code="INVALID")]
    if by_card_code(ctx.store, code) is not None:
        return [user_error(path, "has already been taken", code="TAKEN")]
    return []


def initial_amount(given: dict[str, Any], ctx: Context) -> tuple[int, list[dict[str, Any]]]:
    """(minor units, what is wrong)"""
    currency = ctx.store.currency
    if given.get("initialAmount") is not None:
        path = ["input", "initialAmount", "amount"]
        amount, currency = money_given(given["initialAmount"])
    elif given.get("initialValue") is not None:
        path, amount = ["input", "initialValue"], minor(given["initialValue"], currency)
    else:
        message = "At least one of initialValue and initialAmount is required"
        return 0, [user_error(["input"], message, code="MISSING_ARGUMENT")]
    if amount <= 0:
        return 0, [user_error(path, "must be greater than 0", code="GREATER_THAN")]
    if currency != ctx.store.currency:
        message = "must be the currency of the shop"
        return 0, [user_error([*path[:-1], "currencyCode"], message, code="INVALID")]
    if amount > _LIMIT:
        return 0, [user_error(path, "can't exceed the gift card limit", code="GIFT_CARD_LIMIT_EXCEEDED")]
    return amount, []


def customer_errors(given: dict[str, Any], ctx: Context) -> list[dict[str, Any]]:
    errors = []
    if given.get("customerId") and _customer(given["customerId"], ctx) is None:
        message = "The customer could not be found."
        errors.append(user_error(["input", "customerId"], message, code="CUSTOMER_NOT_FOUND"))
    recipient = given.get("recipientAttributes")
    if recipient and _customer(recipient["id"], ctx) is None:
        path, message = ["input", "recipientAttributes", "id"], "The recipient could not be found."
        errors.append(user_error(path, message, code="RECIPIENT_NOT_FOUND"))
    return errors


def read_fields(given: dict[str, Any], ctx: Context) -> dict[str, Any]:
    """Fields of the record, of those that were given; null takes one away (recorded)."""
    read: dict[str, Any] = {}
    if "note" in given:
        read["note"] = given["note"]
    if "templateSuffix" in given:
        read["template_suffix"] = given["templateSuffix"]
    if "expiresOn" in given:
        read["expires_on"] = date.fromisoformat(given["expiresOn"]) if given["expiresOn"] else None
    if "customerId" in given:
        read["customer_id"] = _customer(given["customerId"], ctx) if given["customerId"] else None
    if "recipientAttributes" in given:
        read["recipient"] = _recipient(given["recipientAttributes"], ctx)
    return read


def _recipient(given: dict[str, Any] | None, ctx: Context) -> Recipient | None:
    if given is None:
        return None
    for name, limit in _TOO_LONG.items():
        if len(given.get(name) or "") > limit:
            raise FieldArgumentsInvalid(name, limit)
    number = _customer(given["id"], ctx)
    return Recipient(number, given.get("preferredName"), given.get("message")) if number else None


def _customer(text: str, ctx: Context) -> int | None:
    parsed = parse_gid(text)
    known = parsed is not None and parsed[0] == "Customer" and parsed[1] in ctx.store.customers
    return parsed[1] if parsed and known else None
