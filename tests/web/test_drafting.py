"""A program as a form: fields by their place, and a problem beside the field that has it."""

import pytest

from app.rules.benefits.percent_off import PercentOff
from app.rules.file_problems import ProgramFileError
from app.rules.three_tiers import three_tiers
from app.web.drafting import by_field, changed

PROGRAM = three_tiers("USD")


def test_what_is_not_touched_stays() -> None:
    assert changed(PROGRAM, "USD", []) == PROGRAM
    assert changed(PROGRAM, "USD", [("q", "x"), ("tiers[99].name", "x"), ("a.b[1000].c", "1")]) == PROGRAM


def test_money_numbers_yes_and_no_lists_and_nothing_are_read_by_their_field() -> None:
    told = changed(
        PROGRAM,
        "USD",
        [
            ("tiers[0].entry", " 1500.50 "),
            ("tiers[1].benefits[0].percent:int", "12"),
            ("tiers[1].keep:text?", ""),
            ("tiers[2].keep:text?", "9000"),
            ("counting.tax:bool", "on"),
            ("counting.leave_out_tags:list", "b2b, staff\nwholesale"),
        ],
    )

    assert told.tiers[0].entry == 150_050
    assert told.tiers[1].percent_off == 12
    assert (told.tiers[1].keep, told.tiers[2].keep) == (None, 900_000)
    assert told.counting.tax
    assert told.counting.leave_out_tags == ("b2b", "staff", "wholesale")


def test_tiers_and_benefits_come_and_go() -> None:
    told = changed(
        PROGRAM,
        "USD",
        [
            ("tiers[3].name", "Diamond"),
            ("tiers[3].entry", "20000"),
            ("tiers[3].benefits[0].kind", "percent_off"),
            ("tiers[3].benefits[0].percent:int", "25"),
            ("tiers[0]:drop", "1"),
            ("tiers[1].benefits[0]:drop", "1"),
            ("tiers[1].benefits[1]:drop", "1"),
        ],
    )

    assert [tier.name for tier in told.tiers] == ["Gold", "Platinum", "Diamond"]
    assert told.tiers[2].percent_off == 25
    assert [each.kind for each in told.tiers[0].benefits] == ["early_access", "birthday"]


@pytest.mark.parametrize(
    ("name", "value", "place"),
    [
        ("tiers[1].entry", "abc", "tiers[1].entry"),
        ("tiers[0].benefits[0].percent:int", "-5", "tiers[0].benefits[0].percent"),
        ("tiers[0].benefits[0].percent:int", "ten", "tiers[0].benefits[0].percent"),
        ("demotion.grace_months:int", "7", "demotion.grace_months"),
        ("tiers[2].name", "Gold, the best", "tiers[2].name"),
    ],
)
def test_what_is_wrong_is_told_by_its_field(name: str, value: str, place: str) -> None:
    with pytest.raises(ProgramFileError) as refused:
        changed(PROGRAM, "USD", [(name, value)])

    assert list(by_field(refused.value)) == [place]
    assert by_field(refused.value)[place]


def test_whole_numbers_in_lists_shares_and_numbers_that_may_be_missing() -> None:
    told = changed(
        PROGRAM,
        "USD",
        [
            ("tiers[0].benefits[0].collections:ints", "7, 8\n9"),
            ("tiers[0].benefits[0].first_orders:int?", "2"),
            ("tiers[0].benefits[0].instead.experience", "An hour with our stylist"),
            ("tiers[0].benefits[0].instead.from_full_price_tenths:tenths", "82.5"),
            ("tiers[1].benefits[0].first_orders:int?", " "),
        ],
    )

    first = told.tiers[0].benefits[0]
    assert isinstance(first, PercentOff)
    assert (first.collections, first.first_orders, first.unless_full_price_tenths) == ((7, 8, 9), 2, 825)
    assert told.tiers[1] == PROGRAM.tiers[1]


def test_a_place_is_told_by_its_number_before_others_were_taken_out() -> None:
    with pytest.raises(ProgramFileError) as refused:
        changed(
            PROGRAM,
            "USD",
            [
                ("tiers[0]:drop", "1"),
                ("tiers[2].benefits[0]:drop", "1"),
                ("tiers[2].benefits[2].hours:int", "0"),
            ],
        )

    assert list(by_field(refused.value)) == ["tiers[2].benefits[2].hours"]
