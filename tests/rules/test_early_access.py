"""BEN-EXP-EARLY, TIER-T-EARLY, BEN-ENFORCE, GAP-EARLY: who may buy from which second, in every zone."""

import json
from datetime import UTC, datetime

import pytest

from app.rules.checkout_gates import Gate, both, combined, config, gate_json, gate_of, members_only
from app.rules.early_access import Release, hours_by_tier, strictest
from app.rules.three_tiers import three_tiers
from app.rules.wall_time import first_instant, wall
from tests.rules.releases import HOUR, SECOND, ZONES, clock_days, is_exact

PROGRAM = three_tiers("USD")
HOURS = {"Silver": 24, "Gold": 48, "Platinum": 72}
PUBLIC = datetime(2026, 12, 1, 14, tzinfo=UTC)
NEW_YORK = "America/New_York"


def local(text):
    return datetime.fromisoformat(text)


def release(public_at=PUBLIC, hours=HOURS, before="hidden", zone=NEW_YORK, cancelled_at=None):
    return Release(public_at, hours, before, zone, cancelled_at)


def test_the_default_program_opens_72_48_and_24_hours_earlier():
    assert hours_by_tier(PROGRAM) == HOURS
    assert release().openings() == {
        "Platinum": PUBLIC - 72 * HOUR,
        "Gold": PUBLIC - 48 * HOUR,
        "Silver": PUBLIC - 24 * HOUR,
    }


def test_each_tier_may_buy_at_its_second_and_not_one_before():
    for tier, hours in (*HOURS.items(), (None, 0)):
        opening = PUBLIC - hours * HOUR
        assert release().may_buy(tier, opening)
        assert not release().may_buy(tier, opening - SECOND)


def test_a_drop_goes_from_hidden_by_way_of_the_link_to_listed():
    told = [
        release().visibility(at)
        for at in (PUBLIC - 72 * HOUR - SECOND, PUBLIC - 72 * HOUR, PUBLIC - SECOND, PUBLIC)
    ]
    assert told == ["hidden", "by link", "by link", "listed"]
    assert release(before="unlisted").visibility(PUBLIC - 80 * HOUR) == "by link"
    assert release(cancelled_at=PUBLIC - 80 * HOUR).visibility(PUBLIC - 79 * HOUR) == "as before"


def test_the_next_change_is_the_next_opening_and_at_last_none():
    at, seen = PUBLIC - 100 * HOUR, []
    while (at := release().next_change(at)) is not None:
        seen.append(at)
    assert seen == [PUBLIC - 72 * HOUR, PUBLIC - 48 * HOUR, PUBLIC - 24 * HOUR, PUBLIC]


def test_a_product_of_two_drops_is_as_hidden_as_the_stricter_wants():
    assert strictest(["listed", "by link"]) == "by link"
    assert strictest(["as before", "hidden"]) == "hidden"


def test_a_lead_of_24_hours_is_24_hours_on_a_day_of_23():
    """Not the same wall time of the day before."""
    public_at = first_instant(local("2027-03-14T09:00"), NEW_YORK)
    opening = release(public_at).openings()["Silver"]
    assert public_at - opening == 24 * HOUR
    assert wall(opening, NEW_YORK) == local("2027-03-13T08:00")


def test_an_opening_in_the_second_pass_of_an_hour_waits_for_its_end():
    """Ten in the morning less ten hours would be 01:00 for the second time."""
    public_at = first_instant(local("2026-11-01T10:30"), NEW_YORK)
    opening = release(public_at, {"Gold": 9}).openings()["Gold"]
    assert wall(public_at - 9 * HOUR, NEW_YORK) == local("2026-11-01T01:30")
    assert wall(opening, NEW_YORK) == local("2026-11-01T02:00")


@pytest.mark.parametrize("zone", ZONES)
def test_the_checkout_opens_at_the_same_second_on_the_days_on_which_clocks_are_moved(zone):
    """Must-show 6; make soak tries every quarter of an hour. The Function sees the wall clock alone."""
    for day in clock_days(zone):
        is_exact(zone, day, [day + n * HOUR for n in (0, 0.5, 1.5, 2.5, 3, 3.5, 9)], PROGRAM)


def test_a_gate_tells_each_tier_by_its_tag_and_ends_with_the_public_time():
    gate = gate_of(release(), PROGRAM, PUBLIC - 100 * HOUR)
    assert json.loads(gate_json(gate)) == {
        "public": "2026-12-01T09:00:00",
        "tiers": {
            "VIP-Silver": "2026-11-30T09:00:00",
            "VIP-Gold": "2026-11-29T09:00:00",
            "VIP-Platinum": "2026-11-28T09:00:00",
        },
    }
    assert gate_of(release(), PROGRAM, PUBLIC) is None


def test_two_gates_let_nobody_in_sooner_than_each_of_them():
    monday, tuesday, friday = (local(f"2026-12-{day}") for day in ("07", "08", "11"))
    one, other = Gate(friday, {"VIP-Gold": monday}), Gate(friday, {"VIP-Gold": tuesday, "VIP-Silver": monday})
    assert both(one, other) == Gate(friday, {"VIP-Gold": tuesday, "VIP-Silver": friday})
    closed = both(one, members_only(["VIP-Silver"]))
    assert closed.public is None and closed.opens_to("VIP-Silver") == friday
    assert closed.opens_to("VIP-Gold") is None


def test_who_carries_the_former_name_of_a_tier_gets_in_as_the_tier_does():
    """BEN-ENFORCE: until all are written; the Function wants the tag and the tier of it."""
    former = {"VIP-Gold": ("Very Gold",)}
    gate = combined([release()], ["VIP-Gold"], PROGRAM, PUBLIC - 100 * HOUR, former)
    assert gate.public is None and gate.tiers["VIP-Very-Gold"] == gate.tiers["VIP-Gold"]
    assert combined([release()], None, PROGRAM, PUBLIC, former) is None
    told = config(PROGRAM, [gate], PUBLIC - 100 * HOUR, NEW_YORK, former)
    assert json.loads(told.settings)["tiers"]["VIP-Very-Gold"] == "Very Gold"
    assert "VIP-Very-Gold" in json.loads(told.variables)["tags"]


def test_the_function_asks_about_the_last_instant_that_passed_and_those_to_come():
    gate = gate_of(release(), PROGRAM, PUBLIC - 50 * HOUR)
    told = config(PROGRAM, [gate], PUBLIC - 50 * HOUR, NEW_YORK, {})
    slots = json.loads(told.settings)["slots"]
    assert slots[:4] == [
        "2026-11-28T09:00:00",
        "2026-11-29T09:00:00",
        "2026-11-30T09:00:00",
        "2026-12-01T09:00:00",
    ]
    assert len(slots) == 15 and set(slots[4:]) == {"9000-01-01T00:00:00"}
    assert json.loads(told.variables)["t15"] == slots[14]
    assert json.loads(told.settings)["tiers"]["VIP-Gold"] == "Gold"
