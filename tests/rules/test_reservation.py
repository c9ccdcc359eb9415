"""BEN-RESERVE: the highest tier first, within the stock."""

from app.rules.reservation import reserve

MEMBERS = [("Platinum", 7), ("Gold", 30)]
PERCENT = {"Platinum": 50, "Gold": 10}


def units(stock):
    return [(each.wanted, each.units) for each in reserve(MEMBERS, PERCENT, stock)]


def test_half_of_seven_members_are_four_and_each_tier_gets_what_is_left():
    assert units(100) == [(4, 4), (3, 3)]
    assert units(5) == [(4, 4), (3, 1)]
    assert units(0) == units(-3) == [(4, 0), (3, 0)]


def test_a_stock_that_is_not_counted_limits_nothing():
    assert units(None) == [(4, None), (3, None)]
