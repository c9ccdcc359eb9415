"""What an order carries beside its money: tags and the sales channel, in one spelling.

The platform does not tell the case of tags apart, and lists them between commas.
"""

from collections.abc import Iterable

from app.rules.value import value

MOST_TAGS, LONGEST = 250, 255


@value
class Labels:
    tags: tuple[str, ...] = ()
    channel: str = ""


def tags_of(told: Iterable[str]) -> tuple[str, ...]:
    """Sorted and in lower case; what no database can hold is left out."""
    return tuple(sorted({clean for each in told if (clean := label(each))})[:MOST_TAGS])


def label(text: str | None) -> str:
    """One tag or channel as we compare it."""
    return (text or "").replace("\0", "").replace(",", " ").strip().lower()[:LONGEST]


def as_text(tags: tuple[str, ...]) -> str:
    """`,gift,wholesale,`: one column that can be searched for a whole tag."""
    return f",{','.join(tags)}," if tags else ""


def from_text(text: str) -> tuple[str, ...]:
    return tuple(tag for tag in text.split(",") if tag)
