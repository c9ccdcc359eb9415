"""What a shopper reads of a benefit, as a key and values: the words of each language stand with the theme.

The keys are those of `benefits` in `extensions/vip-theme/locales/`. Amounts are major units as text, days
ISO. A phrase may carry notes: whole sentences of their own that limit or explain it.
"""

from collections.abc import Iterable

Phrase = dict[str, object]


def saying(key: str, notes: Iterable[Phrase | None] = (), **values: object) -> Phrase:
    """Without the values and notes that are None."""
    told = [note for note in notes if note is not None]
    phrase: Phrase = {"key": key} | {name: value for name, value in values.items() if value is not None}
    return phrase | {"notes": told} if told else phrase


def words(text: str) -> Phrase:
    """What the merchant wrote, in the merchant's language."""
    return saying("text", text=text)


def how(by: str) -> Phrase:
    """Whether a discount applies by itself or by a code."""
    return saying("note_itself" if by == "itself" else "note_code")


def only(key: str, holds: object, **values: object) -> Phrase | None:
    """A note that is told only where it holds."""
    return saying(key, (), **values) if holds else None
