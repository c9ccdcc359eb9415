"""What the theme reads of a program says the same as the public program, in every language."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.rules.benefits.phrase import Phrase
from app.rules.program import Demotion, Landing, Program, Tier
from app.rules.public_program import public_program
from app.rules.qualifying_period import CalendarYear, Lifetime, MembershipYear
from app.rules.reviews import FixedTerm, Monthly, Weekly
from app.rules.storefront import rules, storefront, tiers
from app.rules.three_tiers import three_tiers
from tests.rules.one_of_each import ONE_OF_EACH
from tests.rules.test_benefits import ANNA

LOCALES = Path(__file__).resolve().parents[2] / "extensions/vip-theme/locales"
FILES = ("en.default.json", "ja.json", "ms.json", "zh-CN.json", "pt-BR.json")
BASE = three_tiers("USD")
PROGRAMS = {
    "as it comes": BASE,
    "one benefit of each kind": Program(tiers=(Tier(name="Gold", entry=5_000_00, benefits=ONE_OF_EACH),)),
    "orders": BASE.model_copy(update={"metric": "orders", "period": CalendarYear(through_next_year=True)}),
    "for ever": BASE.model_copy(update={"period": Lifetime(), "review": FixedTerm()}),
    "membership": BASE.model_copy(update={"period": MembershipYear(), "review": Monthly()}),
    "the best": Program(
        tiers=(Tier(name="Top", top_percent=10, benefits=(ANNA,)),),
        review=Weekly(),
        demotion=Demotion(grace_months=0, one_at_a_time=True),
    ),
    "landing": BASE.model_copy(
        update={
            "tiers": (
                *BASE.tiers[:2],
                BASE.tiers[2].model_copy(
                    update={"keep": 800_000, "landing": (Landing(months=1, percent=10),)}
                ),
            )
        }
    ),
}


def keys(phrases: list[Phrase]) -> Iterator[str]:
    for phrase in phrases:
        yield str(phrase["key"])
        inside: Any = [*phrase.get("notes", ()), *([phrase["given"]] if "given" in phrase else [])]
        yield from keys(inside)


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_the_rules_are_those_of_the_public_program_in_its_order(program: Program) -> None:
    """PROG-ACHIEVABLE, DEM-TRANSPARENT"""
    told = public_program(program, "USD").rules

    said = rules(program, "USD")

    assert len(said) == len(told)
    assert all(str(phrase["key"]).startswith(rule.kind) for phrase, rule in zip(said, told, strict=True))


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
@pytest.mark.parametrize("file", FILES)
def test_every_phrase_has_words_in_every_language(program: Program, file: str) -> None:
    known = set(json.loads((LOCALES / file).read_text())["vip"]["say"])
    said = [*rules(program, "USD"), *(each for tier in tiers(program, "USD") for each in tier["benefits"])]  # type: ignore[attr-defined]

    assert set(keys(said)) - {"text"} <= known


def test_what_a_tier_unlocks_is_what_the_one_below_lacks() -> None:
    """PROG-UNLOCK"""
    silver, gold = BASE.tiers[0], BASE.tiers[1]
    same = gold.model_copy(update={"benefits": (*silver.benefits[:1], *gold.benefits[1:])})

    told = tiers(BASE.model_copy(update={"tiers": (silver, same)}), "USD")[1]

    assert told["new"] == told["benefits"][1:]  # type: ignore[index]


def test_no_cost_and_no_margin_is_told() -> None:
    shown = storefront(BASE, "USD")
    assert not any(word in shown for word in ("margin", "cost", "economics"))
