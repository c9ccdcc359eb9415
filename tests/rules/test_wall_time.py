"""GAP-TIME: wall times that are shown twice, or not at all, and the instants they stand for."""

from datetime import UTC, datetime, timedelta

from app.rules.wall_time import first_instant, repeated, sayable, wall

NEW_YORK = "America/New_York"
SECOND = timedelta(seconds=1)


def local(text):
    return datetime.fromisoformat(text)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_time_that_is_shown_once_is_that_instant():
    assert first_instant(local("2026-12-01T09:00"), NEW_YORK) == utc("2026-12-01T14:00")


def test_a_time_that_is_shown_twice_is_the_first_of_both():
    assert first_instant(local("2026-11-01T01:30"), NEW_YORK) == utc("2026-11-01T05:30")


def test_a_time_that_is_skipped_is_where_the_clocks_go_on():
    assert first_instant(local("2026-03-08T02:30"), NEW_YORK) == utc("2026-03-08T07:00")


def test_a_day_that_is_skipped_is_where_the_clocks_go_on():
    """Samoa had no 30 December 2011."""
    at = first_instant(local("2011-12-30T12:00"), "Pacific/Apia")
    assert wall(at, "Pacific/Apia") == local("2011-12-31T00:00")


def test_an_instant_of_the_second_pass_is_said_when_the_hour_is_over():
    second_pass = utc("2026-11-01T06:30")
    assert wall(second_pass, NEW_YORK) == local("2026-11-01T01:30")
    assert sayable(second_pass, NEW_YORK) == utc("2026-11-01T07:00")


def test_the_first_pass_and_every_other_instant_is_said_as_it_is():
    for text in ("2026-11-01T05:00", "2026-11-01T05:59:59", "2026-11-01T07:00", "2026-07-01T00:00"):
        assert sayable(utc(text), NEW_YORK) == utc(text)


def test_half_an_hour_that_is_repeated_is_half_an_hour():
    """Lord Howe Island sets its clocks back by thirty minutes."""
    at = first_instant(local("2026-04-05T01:45"), "Australia/Lord_Howe")
    assert repeated(wall(at, "Australia/Lord_Howe"), "Australia/Lord_Howe") == timedelta(minutes=30)
    assert sayable(at + timedelta(minutes=30), "Australia/Lord_Howe") == at + timedelta(minutes=45)
