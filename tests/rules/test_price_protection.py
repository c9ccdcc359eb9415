"""What a lower price gives back, on both sides of every boundary (BEN-FIN-PRICE)."""

from datetime import date

import pytest

from app.rules.price_protection import BoughtLine, claim, in_time


def line(quantity=2, held=2, paid=200_00):
    return BoughtLine(1, 2, quantity, held, paid)


@pytest.mark.parametrize(
    ("dropped", "owed"),
    [
        (date(2026, 5, 2), False),
        (date(2026, 5, 3), True),
        (date(2026, 5, 17), True),
        (date(2026, 5, 18), False),
    ],
)
def test_the_price_must_drop_within_the_days_after_the_order(dropped, owed):
    assert in_time(date(2026, 5, 3), dropped, 14) == owed


@pytest.mark.parametrize(
    ("bought", "price", "share", "back"),
    [
        (line(), 80_00, 100, 40_00),
        (line(), 100_00, 100, 0),
        (line(), 120_00, 100, 0),
        (line(), 80_00, 50, 20_00),
        (line(held=1), 80_00, 100, 20_00),
        (line(held=0), 80_00, 100, 0),
        (line(paid=170_00), 80_00, 100, 10_00),
        (line(paid=160_00), 80_00, 100, 0),
        (line(quantity=3, held=3, paid=100_00), 33_33, 100, 1),
        (line(quantity=3, held=1, paid=100_00), 33_33, 100, 0),
    ],
    ids=[
        "both", "same price", "dearer", "half of it", "one returned", "all returned", "less by discounts",
        "discounts took it all", "the cent that is over", "a third of a cent",
    ],
)  # fmt: skip
def test_what_was_really_paid_above_the_new_price_for_what_is_held(bought, price, share, back):
    assert claim(bought, price, share) == back
