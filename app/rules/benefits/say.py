"""In which language a benefit is told, and how money stands in it: by a gettext catalogue and a writer of
amounts, in English and as in files where none is given.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from gettext import NullTranslations

from app.rules.money import major


def plain(amount_minor: int, currency: str) -> str:
    """`50.00 USD`."""
    return f"{major(amount_minor, currency)} {currency}"


@dataclass(frozen=True, slots=True)
class Say:
    """Texts are whole phrases with names in braces; `tools/catalogues.py` finds them where they are said."""

    catalogue: NullTranslations = field(default_factory=NullTranslations)
    money: Callable[[int, str], str] = plain

    def __call__(self, text: str, **figures: object) -> str:
        return self.catalogue.gettext(text).format(**figures)

    def many(self, one: str, several: str, count: int) -> str:
        """`{count} day` or `{count} days`, as the language counts."""
        return self.catalogue.ngettext(one, several, count).format(count=count)

    def and_then(self, words: str, more: str) -> str:
        """A further condition behind what was said."""
        say = self  # under this name texts are found
        return say("{words}, {more}", words=words, more=more)


ENGLISH = Say()
