"""F31, F38: exact minor units of every exponent, and only plain decimal text."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.money import (
    MAX_MINOR,
    BadAmount,
    currency_code,
    default_minor,
    exponent,
    half_up,
    major,
    minor,
)

fixed = settings(derandomize=True, max_examples=150, deadline=None)
CURRENCIES = ("JPY", "KRW", "USD", "EUR", "KWD", "BHD")


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("2000", "JPY", 2000),
        ("2000.00", "JPY", 2000),
        ("120.5", "USD", 12050),
        ("2.0", "USD", 200),
        ("-0.01", "USD", -1),
        ("0", "USD", 0),
        ("-0", "USD", 0),
        ("1.234", "KWD", 1234),
        ("1.2", "BHD", 1200),
        ("007", "KRW", 7),
        ("9999999999.99", "USD", 999_999_999_999),
    ],
)
def test_plain_decimal_text_becomes_minor_units_of_its_currency(text, currency, amount):
    assert minor(text, currency) == amount


@pytest.mark.parametrize(
    "text",
    [
        "1E3",
        "1e3",
        "1,000.00",
        "٣",
        "３",
        "NaN",
        "Infinity",
        "",
        " 1",
        "1\n",
        "+1",
        ".5",
        "2.",
        "0x10",
        "1_000",
        "--1",
        "1.2.3",
        "null",
        "None",
        "True",
        "$1",
        "1" * 20,
        "1." + "0" * 13,
    ],
)
def test_any_other_text_is_refused(text):
    """F38"""
    with pytest.raises(BadAmount):
        minor(text, "USD")


@pytest.mark.parametrize("value", [1.0, 0.1, float("nan"), True, False, None, b"1", [], Decimal("1E3")])
def test_floats_and_other_things_are_no_amounts(value):
    with pytest.raises(BadAmount):
        minor(value, "USD")


@pytest.mark.parametrize(("value", "amount"), [(Decimal("12.30"), 1230), (12, 1200), (0, 0)])
def test_decimals_and_ints_as_json_has_them_are_amounts(value, amount):
    assert minor(value, "USD") == amount


@pytest.mark.parametrize(("text", "currency"), [("1.5", "JPY"), ("1.234", "USD"), ("1.2345", "KWD")])
def test_digits_that_the_currency_does_not_have_are_refused_not_rounded(text, currency):
    with pytest.raises(BadAmount):
        minor(text, currency)


def test_the_largest_amount_is_what_a_column_holds():
    """F34: 2**63 - 1 minor units are in, one more is out."""
    assert minor(major(MAX_MINOR, "USD"), "USD") == MAX_MINOR
    with pytest.raises(BadAmount):
        minor(major(MAX_MINOR + 1, "USD"), "USD")


@fixed
@given(st.integers(-MAX_MINOR, MAX_MINOR), st.sampled_from(CURRENCIES))
def test_an_amount_written_and_read_again_is_the_same(amount, currency):
    assert minor(major(amount, currency), currency) == amount


@fixed
@given(st.text("0123456789.,+-eE_x∞½٣９€ \n\0", max_size=12), st.sampled_from(CURRENCIES))
def test_whatever_the_text_it_is_an_amount_or_a_bad_amount(text, currency):
    with contextlib.suppress(BadAmount):
        assert isinstance(minor(text, currency), int)


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (12050, "USD", "120.50"),
        (-5, "USD", "-0.05"),
        (7, "JPY", "7"),
        (1, "KWD", "0.001"),
        (0, "EUR", "0.00"),
    ],
)
def test_amounts_are_written_with_every_digit(amount, currency, text):
    assert major(amount, currency) == text


@pytest.mark.parametrize(("currency", "digits"), [("JPY", 0), ("KRW", 0), ("USD", 2), ("KWD", 3), ("BHD", 3)])
def test_every_currency_has_its_own_exponent(currency, digits):
    """F31"""
    assert exponent(currency) == digits


@pytest.mark.parametrize(("currency", "amount"), [("USD", 200_000), ("JPY", 200_000), ("KWD", 2_000_000)])
def test_a_round_default_is_a_hundredfold_where_there_is_no_minor_unit(currency, amount):
    """TIER-3TABLE, design 6"""
    assert default_minor(2_000, currency) == amount


@pytest.mark.parametrize("code", ["usd", "US", "USDX", "", None, 840, "ＵＳＤ", "US\n"])
def test_what_is_no_currency_code_is_refused(code):
    with pytest.raises(BadAmount):
        currency_code(code)


def test_a_currency_code_is_taken_as_it_is():
    assert currency_code("KWD") == "KWD"


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [
        (5, 2, 3),
        (-5, 2, -3),
        (5, -2, -3),
        (-5, -2, 3),
        (1, 3, 0),
        (2, 3, 1),
        (0, 7, 0),
        (49, 100, 0),
        (1, 2, 1),
    ],
)
def test_a_half_is_rounded_away_from_nought(numerator, denominator, rounded):
    assert half_up(numerator, denominator) == rounded


def test_the_break_even_of_the_guide_is_2363_and_not_2362():
    """ECO-BREAKEVEN, the rounding trap: 945 / 40 % = 2,362.50."""
    assert (half_up(945 * 100, 40), round(945 * 100 / 40)) == (2363, 2362)


@fixed
@given(st.integers(-(10**20), 10**20), st.integers(1, 10**12))
def test_rounding_is_never_further_than_a_half(numerator, denominator):
    assert 2 * abs(half_up(numerator, denominator) * denominator - numerator) <= denominator
