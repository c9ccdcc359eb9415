"""A sentence that knows what it was made from: in English it is read as it is, and a page says it in its own
language.

Errors and rows carry such sentences. What others wrote (Shopify's own words, an address) is plain text.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.rules.money import major

MARK = '{"said": "'
"""How a sentence begins that was kept as JSON; nothing that a person reads begins so."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in a sentence; a page writes it as its language does."""

    minor: int
    currency: str

    def __str__(self) -> str:
        return f"{major(self.minor, self.currency)} {self.currency}"


@dataclass(frozen=True, slots=True)
class Counted:
    """Orders in a sentence, as each language counts them."""

    number: int

    def __str__(self) -> str:
        return f"{self.number} order" + ("" if self.number == 1 else "s")


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant in a sentence; a page tells it in the time of the shop."""

    at: datetime

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} UTC"


class Said(str):
    """The English sentence, made of `text` and `values`. It is a string, so that whoever logs, prints or
    compares it needs not know of it."""

    __slots__ = ("text", "values")
    text: str
    values: Mapping[str, Any]


def said(text: str, /, **values: object) -> Said:
    """`text` holds its values as `%(name)s` and is a key of the catalogues; a value may be `said` itself."""
    made = Said(text % values if values else text)
    made.text, made.values = text, values
    return made


def N_(text: str) -> str:
    """Marks a text for the catalogues that is `said` elsewhere."""
    return text


def cut(words: str, most: int) -> str:
    """What has room in `most` characters. A sentence of ours stays whole where all of it has room."""
    return words if len(kept(words)) <= most else str(words)[:most]


def kept(words: str) -> str:
    """As a row keeps it: sentences of ours as JSON, everything else as it is.

    Words of others that begin like a sentence of ours get another quote, as long as theirs: what they say is
    never filled in, or a message of a few bytes could ask for a sentence of a gigabyte.
    """
    if isinstance(words, Said):
        return json.dumps(_plain(words), ensure_ascii=False)
    return f"{{'{words[2:]}" if words.startswith(MARK) else words


def read(text: str) -> str:
    """What `kept` kept. Text that only looks like it is left as it is."""
    if not text.startswith(MARK):
        return text
    try:
        return _made(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError):
        return text


def _plain(words: Said) -> dict[str, Any]:
    values = {
        name: _plain(value) if isinstance(value, Said) else value if isinstance(value, int) else str(value)
        for name, value in words.values.items()
    }
    return {"said": words.text} | ({"values": values} if values else {})


def _made(told: Mapping[str, Any]) -> Said:
    values = {
        name: _made(value) if isinstance(value, dict) else value
        for name, value in told.get("values", {}).items()
    }
    return said(told["said"], **values)
