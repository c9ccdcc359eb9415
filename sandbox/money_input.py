"""Reads the money that a document gives."""

from typing import Any

from graphql import GraphQLError

from sandbox.amounts import BadAmount, minor
from sandbox.api_errors import NotSupported

# Currencies the schema lists because answers may hold them (recorded).
_RESULT_ONLY = ("USDC", "XXX")


class CurrencyCodeInvalid(GraphQLError):
    def __init__(self, code: str) -> None:
        super().__init__(
            f'CurrencyCode "{code}" is invalid. It can only be used as a result and not as an input value.',
            extensions={"code": "CURRENCY_CODE_INVALID"},
        )


def money_given(money: dict[str, Any]) -> tuple[int, str]:
    """(minor units, currency) of a MoneyInput."""
    currency = str(money["currencyCode"])
    if currency in _RESULT_ONLY:
        raise CurrencyCodeInvalid(currency)
    try:
        return minor(money["amount"], currency), currency
    except BadAmount as error:
        raise NotSupported(f"an amount of {money['amount']} {currency}") from error
