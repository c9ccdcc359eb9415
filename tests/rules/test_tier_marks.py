"""Colours and signs of tiers: everybody can see them, and they reach the storefront."""

import json

from app.rules.customer_state import customer_state
from app.rules.program_file import read_program, write_program
from app.rules.three_tiers import three_tiers
from app.rules.tier_marks import COLORS, contrast_tenths

PLAIN = three_tiers("USD")
GOLD = PLAIN.tiers[1].model_copy(update={"color": "amber", "icon": "crown"})
MARKED = PLAIN.model_copy(update={"tiers": (PLAIN.tiers[0], GOLD, PLAIN.tiers[2])})


def test_contrast_is_that_of_the_guideline() -> None:
    assert contrast_tenths("#000000") == 210
    assert contrast_tenths("#ffffff") == 10
    assert contrast_tenths("#767676") == 45


def test_every_colour_carries_white_text() -> None:
    assert {
        name: contrast_tenths(color) for name, color in COLORS.items() if contrast_tenths(color) < 45
    } == {}


def test_they_stand_in_the_file_and_in_the_status_of_a_member() -> None:
    assert read_program(write_program(MARKED, "USD").encode(), "USD").program == MARKED
    status = json.loads(customer_state(MARKED, "USD", 2, None, 600_000).status or "")
    assert (status["color"], status["sign"]) == (COLORS["amber"], "♛")


def test_without_them_nothing_is_written_anew() -> None:
    assert '"color"' not in write_program(PLAIN, "USD")
    assert "color" not in json.loads(customer_state(MARKED, "USD", 1, None, 200_000).status or "")
