"""The sentences of rows and errors (`rules/said.py`) in the language of the page."""

from datetime import date

from flask import Blueprint, g

from app.errors import LaurelError
from app.explain.grant_words import benefit_of, form_of
from app.explain.why_moved import why_moved
from app.rules.said import Amount, Counted, Moment, Said
from app.web.filters import clock, day, money, ngettext
from app.web.language import gettext, language

ENDS = (".", "!", "?", "。")


def worded(words: str) -> str:
    """A sentence of ours as the page says it; what others wrote stays as it is."""
    if not isinstance(words, Said):
        return words
    return gettext(words.text, **{name: _written(value) for name, value in words.values.items()})


def sentence(error: LaurelError) -> str:
    """What an error says, as a whole sentence."""
    words = worded(error.words)
    stop = "。" if language().language in ("ja", "zh") else "."
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(ENDS) else stop}"


def _written(value: object) -> object:
    match value:
        case Said():
            return worded(value)
        case Amount(minor=minor, currency=currency):
            return money(minor, currency)
        case Counted(number=number):
            return ngettext("%(num)s order", "%(num)s orders", number)
        case Moment(at=at):
            return f"{day(at, g.shop.zone)}, {clock(at, g.shop.zone)}"
        case date():
            return day(value)
    return value


def register(blueprint: Blueprint) -> None:
    blueprint.add_app_template_filter(worded)
    for each in (why_moved, benefit_of, form_of):
        blueprint.add_app_template_global(each)
