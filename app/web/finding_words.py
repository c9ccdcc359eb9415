"""What the linter found, in the language of the page, with its figures as it writes them."""

from collections.abc import Iterable

from app.rules import lint
from app.rules.program import Program
from app.web.filters import money, number, percent
from app.web.language import spoken


def findings_in_words(found: Iterable[lint.Finding], program: Program, currency: str) -> list[str]:
    figures = lint.Figures(lambda minor: money(minor, currency), percent, number)
    return [lint.words(each, program, figures, spoken()) for each in found]
