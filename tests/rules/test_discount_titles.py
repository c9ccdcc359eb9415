"""Titles of discounts, in every language that we speak."""

from string import Formatter

import pytest

from app.rules.benefits.discount_titles import TITLES, amount
from app.rules.spoken import LANGUAGES, nearest
from app.rules.writebacks import discounts
from app.web import language
from tests.rules.one_of_each import ONE_OF_EACH
from tests.rules.test_benefits import program


def test_the_pages_and_the_titles_speak_the_same_languages():
    assert tuple(language.LANGUAGES) == LANGUAGES == tuple(TITLES)


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_language_says_the_same(name):
    def values(text):
        return sorted(field for _, field, _, _ in Formatter().parse(text) if field)

    assert {key: values(text) for key, text in TITLES[name].items()} == {
        key: values(text) for key, text in TITLES["en"].items()
    }


@pytest.mark.parametrize("name", LANGUAGES)
def test_only_titles_change_with_the_language(name):
    """The keys, by which a discount is known, its code and what it does stay."""
    told = discounts(program(*ONE_OF_EACH), "USD", language=name)
    english = discounts(program(*ONE_OF_EACH), "USD")

    assert [(each.key, each.code, each.percent, each.ship_up_to, each.gift) for each in told] == [
        (each.key, each.code, each.percent, each.ship_up_to, each.gift) for each in english
    ]
    assert name == "en" or not {each.title for each in told} & {each.title for each in english}


def test_money_in_a_title_is_written_with_its_currency():
    assert [amount("en", 3_000, "USD"), amount("pt_BR", 3_050, "BRL"), amount("ja", 3_000, "JPY")] == [
        "30.00 USD",
        "30,50 BRL",
        "3000 JPY",
    ]


def test_the_nearest_language_of_a_store():
    assert [nearest(name) for name in ("pt-PT", "zh-TW", "en-GB", "de", "")] == [
        "pt_BR",
        "zh",
        "en",
        None,
        None,
    ]
