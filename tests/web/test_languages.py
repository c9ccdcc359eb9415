"""In which language a page speaks, and that the catalogues are whole."""

import re

import pytest
from flask import Flask

from app.rules.file_problems import ProgramFileError
from app.rules.program import Program, Tier
from app.web import filters, language
from app.web.drafting import by_field, changed
from tools import catalogues

app = Flask(__name__)
language.register(app)


@pytest.mark.parametrize(
    ("told", "spoken"),
    [
        ({"locale": "pt-BR"}, "pt-BR"),
        ({"locale": "pt-PT"}, "pt-BR"),
        ({"locale": "zh-CN"}, "zh"),
        ({"locale": "zh-TW"}, "zh"),
        ({"locale": "ms"}, "ms"),
        ({"locale": "en-GB"}, "en"),
        ({"locale": "de"}, "en"),
        ({"locale": "../../etc"}, "en"),
        ({"header": "ja"}, "ja"),
        ({"locale": "ja", "header": "ms"}, "ja"),
        ({"browser": "de, zh;q=0.9, ja;q=0.8"}, "zh"),
        ({}, "en"),
    ],
    ids=str,
)
def test_a_page_speaks_as_the_admin_does(told: dict[str, str], spoken: str) -> None:
    headers = {language.HEADER: told.get("header", ""), "Accept-Language": told.get("browser", "")}
    with app.test_request_context("/app", query_string={"locale": told.get("locale", "")}, headers=headers):
        assert str(language.language()).replace("_", "-") == spoken


@pytest.mark.parametrize(
    ("locale", "money", "day", "share"),
    [
        ("en", "$12,050.00", "3 May 2026", "31.2 %"),
        ("ja", "$12,050.00", "2026/05/03", "31.2 %"),
        ("zh", "US$12,050.00", "2026年5月3日", "31.2 %"),
        ("ms", "USD 12,050.00", "3 Mei 2026", "31.2 %"),
        ("pt-BR", "US$ 12.050,00", "3 de mai. de 2026", "31,2 %"),
    ],
)
def test_figures_and_days_are_written_as_the_language_has_them(
    locale: str, money: str, day: str, share: str
) -> None:
    with app.test_request_context("/app", query_string={"locale": locale}):
        said = (filters.money(1_205_000, "USD"), filters.day(filters.date(2026, 5, 3)), filters.percent(312))

    assert tuple(each.replace("\N{NO-BREAK SPACE}", " ") for each in said) == (money, day, share)


def test_a_zone_is_told_by_its_city_in_the_language_of_the_page() -> None:
    with app.test_request_context("/app", query_string={"locale": "ja"}):
        assert (filters.zone_city("America/New_York"), filters.zone_city("UTC")) == ("ニューヨーク", "UTC")


def test_all_digits_that_are_paid_are_shown_whatever_the_language_drops() -> None:
    with app.test_request_context("/app", query_string={"locale": "ja"}):
        assert filters.money(1_234_567, "KWD").endswith("1,234.567")
        assert "." not in filters.money(5_000, "JPY")


HOLES = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]*\}")
FOREIGN = {
    "ms": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]"),
    "pt_BR": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]"),
    "zh": re.compile(r"[\u3040-\u30ff]"),
}


def test_every_text_of_every_page_has_its_words() -> None:
    """python -m tools.catalogues writes new texts into the catalogues; `make check` says which lack words."""
    found = [message for message in catalogues.texts() if message.id]
    for name in catalogues.TRANSLATED:
        kept = catalogues.catalogue(name)
        for message in found:
            told = kept.get(message.id, message.context)
            assert told is not None and catalogues.is_said(told.string), (name, message.id)
            asked = message.id if isinstance(message.id, str) else message.id[-1]
            for form in [told.string] if isinstance(told.string, str) else told.string:
                assert set(HOLES.findall(form)) == set(HOLES.findall(asked)), (name, asked, form)
                assert name not in FOREIGN or not FOREIGN[name].search(form), (name, form)


def test_what_is_wrong_with_a_field_is_told_in_the_language_of_the_page() -> None:
    """GAP-I18N: what the model and the reader of files say, in whole sentences of the page's language."""
    program = Program(tiers=(Tier(name="Silver", entry=100_000), Tier(name="Gold", entry=300_000)))
    entries = [("tiers[0].entry", "9000000"), ("demotion.grace_months:int", "99")]

    def told(locale: str, fields: list[tuple[str, str]]) -> list[str]:
        with (
            app.test_request_context("/app", query_string={"locale": locale}),
            pytest.raises(ProgramFileError) as found,
        ):
            changed(program, "USD", fields)
        with app.test_request_context("/app", query_string={"locale": locale}):
            return list(by_field(found.value).values())

    assert told("en", entries[:1]) == ["Gold must ask for more than Silver"]
    assert told("ja", entries[:1]) == ["Goldの条件はSilverより高くしてください"]
    assert told("ja", entries[1:]) == ["99は使えません。入力できるもの：0から6までの整数"]
