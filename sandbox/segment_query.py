"""Segment queries: customer_tags [NOT] CONTAINS 'x', number_of_orders and amount_spent compared,
joined by AND, OR, NOT and parentheses. Columns in errors count from nought, as the real API's do (recorded).
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from sandbox.api_errors import NotSupported
from sandbox.segment_condition import COMPARISONS, Compared, Condition, Every, HasTag, Not, Some


class BadQuery(Exception):
    """The query is none; the messages are what the merchant would see."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(messages[0])
        self.messages = messages


_NUMBERS = {"number_of_orders", "amount_spent"}
# Filters that the platform knows and the sandbox does not.
_ELSEWHERE = {
    "abandoned_checkout_date",
    "birth_date",
    "companies",
    "created_by_app_id",
    "customer_account_status",
    "customer_added_date",
    "customer_cities",
    "customer_countries",
    "customer_email_domain",
    "customer_language",
    "customer_regions",
    "email_subscription_status",
    "first_order_date",
    "last_order_date",
    "orders_placed",
    "predicted_spend_tier",
    "product_subscription_status",
    "products_purchased",
    "rfm_group",
    "sms_subscription_status",
}
_TOKEN = re.compile(r"\s*(?:('(?:[^'\\]|\\.)*')|([()])|(>=|<=|!=|=|>|<)|([\w.$-]+)|(\S))")


@dataclass(frozen=True)
class _Token:
    text: str
    column: int

    @property
    def word(self) -> str:
        return self.text.upper()


@lru_cache(maxsize=1000)
def parse_segment_query(text: str) -> Condition:
    """Raises BadQuery, or NotSupported for filters the real store would take."""
    reader = _Reader(_tokens(text))
    try:
        condition = reader.either()
        reader.end()
    except _Unexpected as unexpected:
        raise BadQuery([*unexpected.messages(), *reader.unknown]) from unexpected
    if reader.unknown:
        raise BadQuery(reader.unknown)
    if reader.unsupported:
        raise NotSupported(f"segment filter {reader.unsupported[0]}")
    return condition


class _Unexpected(Exception):
    def __init__(self, token: _Token) -> None:
        super().__init__(token.text)
        self.token = token

    def messages(self) -> list[str]:
        if not self.token.text:
            return [f"Line 1 Column {self.token.column}: query is incomplete."]
        return [f"Line 1 Column {self.token.column}: '{self.token.text}' is unexpected."]


def _tokens(text: str) -> list[_Token]:
    found = [_Token(m[0].strip(), m.end() - len(m[0].strip())) for m in _TOKEN.finditer(text) if m[0].strip()]
    return [*found, _Token("", len(text))]


class _Reader:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self.unknown: list[str] = []
        self.unsupported: list[str] = []

    def either(self) -> Condition:
        parts = [self._both()]
        while self._take("OR"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def end(self) -> None:
        if self._here.text:
            raise _Unexpected(self._here)

    def _both(self) -> Condition:
        parts = [self._single()]
        while self._take("AND"):
            parts.append(self._single())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _single(self) -> Condition:
        if self._take("NOT"):
            return Not(self._single())
        if self._take("("):
            inside = self.either()
            if not self._take(")"):
                raise _Unexpected(self._here)
            return inside
        return self._filter()

    def _filter(self) -> Condition:
        name = self._next()
        if not re.fullmatch(r"[\w.$-]+", name.text):
            raise _Unexpected(name)
        if name.text == "customer_tags":
            return self._tags()
        if name.text in _NUMBERS:
            return self._number(name.text)
        if name.text in _ELSEWHERE or name.text.startswith("metafields."):
            self.unsupported.append(name.text)
            return self._skipped()
        self.unknown.append(f"Line 1 Column {name.column}: '{name.text}' filter cannot be found.")
        return self._skipped()

    def _tags(self) -> Condition:
        negated = self._take("NOT")
        if not self._take("CONTAINS"):
            if self._here.word in ("IS", "=", "!="):
                raise NotSupported(f"customer_tags {self._here.word}")
            raise _Unexpected(self._here)
        tag = self._next()
        if not tag.text.startswith("'"):
            raise _Unexpected(tag)
        has = HasTag(re.sub(r"\\(.)", r"\1", tag.text[1:-1]).casefold())
        return Not(has) if negated else has

    def _number(self, name: str) -> Condition:
        compare, value = self._next(), self._next()
        if compare.word in ("BETWEEN", "IS", "IN"):
            raise NotSupported(f"{name} {compare.word}")
        if compare.text not in COMPARISONS:
            raise _Unexpected(compare)
        if not re.fullmatch(r"-?\d+(\.\d+)?", value.text):
            raise _Unexpected(value)
        return Compared(name, compare.text, Decimal(value.text))

    def _skipped(self) -> Condition:
        """Reads over a filter of which only the form can be checked."""
        self._take("NOT")
        if self._here.text not in COMPARISONS and self._here.word not in ("CONTAINS", "IS", "MATCHES", "IN"):
            raise _Unexpected(self._here)
        depth = 0
        while self._here.text and not (depth == 0 and self._here.word in ("AND", "OR", ")")):
            depth += {"(": 1, ")": -1}.get(self._here.text, 0)
            self._at += 1
        return Every(())

    @property
    def _here(self) -> _Token:
        return self._tokens[self._at]

    def _next(self) -> _Token:
        token = self._here
        if not token.text:
            raise _Unexpected(token)
        self._at += 1
        return token

    def _take(self, word: str) -> bool:
        if self._here.word != word:
            return False
        self._at += 1
        return True
