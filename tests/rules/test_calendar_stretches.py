"""Weeks in which nobody falls are one line of the demotion calendar."""

from datetime import date, timedelta

from app.explain.calendar import Calendar, Cell, Week

MONDAY, A_WEEK = date(2026, 11, 23), timedelta(days=7)


def week(number: int, **by_rank: int) -> Week:
    monday = MONDAY + number * A_WEEK
    return Week(monday, monday + timedelta(days=6), {int(k[1:]): Cell(n) for k, n in by_rank.items()})


def test_weeks_without_a_fall_are_one_line_and_the_others_stay() -> None:
    weeks = (week(0), week(1), week(2, t1=3, t3=1), week(3, t2=1), week(4), week(5))
    told = Calendar(MONDAY, weeks, Cell(), {})

    assert [(each.monday, each.last, each.total.members) for each in told.stretches] == [
        (MONDAY, MONDAY + timedelta(days=13), 0),
        (weeks[2].monday, weeks[2].last, 4),
        (weeks[3].monday, weeks[3].last, 1),
        (weeks[4].monday, weeks[5].last, 0),
    ]
    assert told.most == 4
    assert [cell.members for cell in told.columns(3)[2]] == [3, 0, 1]
