"""A sentence that can be translated: a kind, its values, and the English words."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    kind: str
    values: Mapping[str, str]
    words: str


def note(words: Mapping[str, str], kind: str, **values: str) -> Note:
    """The note of a kind that `words` has a sentence for, else KeyError; values stand in it in braces."""
    return Note(kind, values, words[kind].format(**values))
