"""GAP-AUDIT: what a version changed reads as a person would say it."""

from app.rules.benefits.badge import Badge
from app.rules.change_words import Told, Words, told_changes
from app.rules.program import Program, Tier
from app.rules.three_tiers import three_tiers

PROGRAM = three_tiers("USD")
WORDS = Words(money=lambda minor: f"${minor / 100:,.0f}")


def with_gold(**change: object) -> Program:
    tiers = [each.model_copy(update=change) if each.name == "Gold" else each for each in PROGRAM.tiers]
    return PROGRAM.model_copy(update={"tiers": tuple(tiers)})


def test_a_threshold_is_told_in_money() -> None:
    assert told_changes(PROGRAM, with_gold(entry=600_000), WORDS) == [
        Told("Gold", "", "Begins at", "$5,000", "$6,000")
    ]


def test_a_new_benefit_is_one_line() -> None:
    badge = Badge(label="Gold", colour="#c9a227")
    (line,) = told_changes(PROGRAM, with_gold(benefits=(*PROGRAM.tiers[1].benefits, badge)), WORDS)

    assert (line.place, line.what, line.before, line.after) == (
        "Gold, Badge",
        "The benefit",
        "Not there",
        "New",
    )


def test_a_benefit_that_went_says_what_it_was() -> None:
    (line,) = told_changes(PROGRAM, with_gold(benefits=PROGRAM.tiers[1].benefits[1:]), WORDS)

    assert (line.place, line.before, line.after) == (
        "Gold, Discount",
        "Percent: 15\N{NO-BREAK SPACE}%",
        "Removed",
    )


def test_a_new_tier_is_one_line_and_the_order_another() -> None:
    more = PROGRAM.model_copy(update={"tiers": (*PROGRAM.tiers, Tier(name="Black v2.0", entry=2_000_000))})

    assert told_changes(PROGRAM, more, WORDS) == [
        Told("Black v2.0", "", "The tier", "Not there", "Begins at: $20,000"),
        Told(
            "", "", "Tiers, from the lowest", "Silver, Gold, Platinum", "Silver, Gold, Platinum, Black v2.0"
        ),
    ]


def test_a_setting_of_a_benefit_names_it() -> None:
    discount, *others = PROGRAM.tiers[1].benefits
    softer = discount.model_copy(update={"percent": 12, "stacks": "alone"})

    assert told_changes(PROGRAM, with_gold(benefits=(softer, *others)), WORDS) == [
        Told("Gold", "Discount", "Percent", "15\N{NO-BREAK SPACE}%", "12\N{NO-BREAK SPACE}%"),
        Told("Gold", "Discount", "Together with other discounts", "With free shipping", "With none"),
    ]


def test_a_catalogue_speaks_for_every_word() -> None:
    said = Words(money=str, say=str.upper)
    counting = PROGRAM.counting.model_copy(update={"tax": True})

    (line,) = told_changes(PROGRAM, PROGRAM.model_copy(update={"counting": counting}), said)

    assert (line.what, line.before, line.after) == ("TAXES COUNT", "NO", "YES")
