"""What a member is due on which day, and what is one period: both sides of every boundary."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from app.rules.benefits.anniversary import Anniversary
from app.rules.benefits.annual_gift import AnnualGift
from app.rules.benefits.birthday import Birthday
from app.rules.benefits.cost import Year
from app.rules.benefits.entry_reward import EntryReward
from app.rules.benefits.quarterly import Quarterly
from app.rules.program import Tier
from app.rules.qualifying_period import CalendarYear, Lifetime, MembershipYear, Rolling
from app.rules.rewards import (
    CATCH_UP_DAYS,
    Member,
    birthday_in,
    days_to_look_at,
    due_on,
    entry_reward,
    same_period,
)

NOBODY = Member("", None)


def tier(*benefits):
    return Tier(name="Gold", entry=500_000, benefits=benefits)


def due(day, member, *benefits):
    return [(each.benefit, each.period, each.since) for each in due_on(day, member, tier(*benefits))]


@pytest.mark.parametrize(
    ("day", "comes"),
    [(date(2026, 5, 2), False), (date(2026, 5, 3), True), (date(2026, 5, 4), False)],
)
def test_a_birthday_gift_comes_on_the_day_and_for_the_year(day, comes):
    """TIER-T-BDAY"""
    told = due(day, Member("05-03", None), Birthday(amount_minor=5000))
    assert told == ([("birthday", "2026", date(2026, 1, 1))] if comes else [])


@pytest.mark.parametrize(
    ("year", "kept"),
    [(2026, date(2026, 2, 28)), (2028, date(2028, 2, 29)), (2100, date(2100, 2, 28))],
)
def test_the_29_of_february_is_kept_on_the_28_in_common_years(year, kept):
    assert birthday_in("02-29", year) == kept


def test_born_on_the_28_of_february_is_always_the_28():
    assert [birthday_in("02-28", year).day for year in (2026, 2028)] == [28, 28]


@pytest.mark.parametrize(("last", "comes"), [(date(2026, 6, 3), True), (date(2026, 6, 4), False)])
def test_a_changed_birth_date_brings_no_gift_within_11_months(last, comes):
    """Platform 1.3: 3 June to 3 May are 11 months, 4 June to 3 May are a day less."""
    told = due(date(2027, 5, 3), Member("05-03", None, last), Birthday(amount_minor=5000))
    assert bool(told) == comes


@pytest.mark.parametrize(
    ("day", "comes"),
    [
        (date(2026, 5, 3), False),
        (date(2027, 5, 2), False),
        (date(2027, 5, 3), True),
        (date(2028, 5, 3), True),
    ],
)
def test_the_anniversary_of_entry_comes_from_the_first_year_on(day, comes):
    """BEN-FIN-CREDIT"""
    assert bool(due(day, Member("", date(2026, 5, 3)), Anniversary(amount_minor=1000))) == comes


def test_whoever_entered_on_the_29_of_february_has_the_28_in_common_years():
    entered = Member("", date(2028, 2, 29))
    assert due(date(2029, 2, 28), entered, Anniversary(amount_minor=1000))
    assert not due(date(2029, 3, 1), entered, Anniversary(amount_minor=1000))


@pytest.mark.parametrize(
    ("day", "periods"),
    [
        (date(2026, 9, 30), []),
        (date(2026, 10, 1), ["2026-Q4"]),
        (date(2026, 10, 2), []),
        (date(2027, 1, 1), ["2027-Q1"]),
    ],
)
def test_a_quarter_is_rewarded_on_its_first_day(day, periods):
    assert [period for _, period, _ in due(day, NOBODY, Quarterly(amount_minor=1000))] == periods


@pytest.mark.parametrize(
    ("month", "day", "comes"),
    [
        (12, date(2026, 12, 1), True),
        (12, date(2026, 12, 2), False),
        (None, date(2027, 5, 3), True),
        (None, date(2026, 12, 1), False),
    ],
)
def test_the_annual_gift_comes_in_its_month_or_on_the_day_of_entry(month, day, comes):
    """TIER-T-ANNUAL"""
    entered = Member("", date(2026, 5, 3))
    assert bool(due(day, entered, AnnualGift(amount_minor=1000, month=month))) == comes


@pytest.mark.parametrize(
    ("period", "key", "since"),
    [
        (Rolling(months=6), "Gold 2026-05-31", date(2025, 11, 30)),
        (CalendarYear(), "Gold 2026", date(2026, 1, 1)),
        (MembershipYear(), "Gold 2026-05-31", date(2025, 5, 31)),
        (Lifetime(), "Gold ever", date(2025, 5, 31)),
    ],
)
def test_an_entry_reward_is_named_by_tier_and_period(period, key, since):
    told = entry_reward(period, tier(EntryReward(amount_minor=5000)), date(2026, 5, 31))
    assert told is not None and (told.period, told.since) == (key, since)
    assert entry_reward(period, tier(), date(2026, 5, 31)) is None


@pytest.mark.parametrize(
    ("period", "before", "day", "same"),
    [
        (Rolling(months=12), date(2026, 5, 3), date(2027, 5, 2), True),
        (Rolling(months=12), date(2026, 5, 3), date(2027, 5, 3), False),
        (CalendarYear(), date(2026, 1, 1), date(2026, 12, 31), True),
        (CalendarYear(), date(2026, 12, 31), date(2027, 1, 1), False),
        (MembershipYear(), date(2026, 5, 3), date(2027, 5, 2), True),
        (MembershipYear(), date(2026, 5, 3), date(2027, 5, 3), False),
        (Lifetime(), date(2020, 1, 1), date(2030, 1, 1), True),
    ],
)
def test_two_entries_are_of_one_period_or_not(period, before, day, same):
    """P22: at most one entry reward for a tier and period; told late it makes no difference."""
    assert same_period(period, before, day) == same_period(period, day, before) == same


def test_a_missed_day_is_caught_up_for_a_week_and_no_longer():
    today = date(2026, 5, 20)
    assert days_to_look_at(today, today - timedelta(days=1)) == [date(2026, 5, 19), today]
    assert days_to_look_at(today, date(2026, 1, 1))[0] == today - timedelta(days=CATCH_UP_DAYS)
    assert days_to_look_at(today, None)[0] == today - timedelta(days=CATCH_UP_DAYS)


@pytest.mark.parametrize("told", [{}, {"amount_minor": 1, "percent": 5}, {"percent": 5, "form": "gift_card"}])
def test_a_reward_is_an_amount_or_the_percentage_of_a_code(told):
    with pytest.raises(ValidationError):
        Birthday(**told)


def test_what_rewards_cost_a_member_and_year():
    """ECO-COSTS: 120 orders of 100 a year make a code for 10 % cost 10.00."""
    year = Year(spend_minor=1_200_000, orders_hundredths=12_000)
    assert Quarterly(amount_minor=1000).cost(year).gifts_minor == 4000
    assert Birthday(percent=10, form="code").cost(year).gifts_minor == 1000
    assert Birthday(percent=10, form="code").cost(Year(0, 0)).gifts_minor == 0
