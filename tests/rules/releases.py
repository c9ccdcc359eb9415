"""Zones and days on which an early access is easily wrong, and a slow oracle of what a wall clock shows."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.rules.checkout_gates import gate_json, gate_of
from app.rules.early_access import Release
from app.rules.wall_time import first_instant, wall

MINUTE, SECOND, HOUR = timedelta(minutes=1), timedelta(seconds=1), timedelta(hours=1)

ZONES = (
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Johannesburg",
    "America/Anchorage",
    "America/Argentina/Buenos_Aires",
    "America/Chicago",
    "America/Denver",
    "America/Halifax",
    "America/Havana",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/New_York",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Beirut",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Kuala_Lumpur",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Europe/Berlin",
    "Europe/London",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Honolulu",
)
"""Thirty, with every kind of change: at midnight, by half an hour, backwards in winter, never."""
AN_ORDINARY_DAY = datetime.fromisoformat("2027-06-15")


def clock_days(zone, year=2027):
    """The local days of the year in which the clocks of the zone are moved."""
    day, found = datetime.fromisoformat(f"{year}-01-01"), []
    for _ in range(365):
        if wall_day(day, zone):
            found.append(day)
        day += timedelta(days=1)
    return found or [AN_ORDINARY_DAY]


def wall_day(day, zone):
    """Are there other than 24 hours between this noon and the noon before it?"""
    noon = day + 12 * HOUR
    return utc_noon(noon, zone) - utc_noon(noon - 24 * HOUR, zone) != 24 * HOUR


def utc_noon(noon, zone):
    return noon.replace(tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))


class Clocks:
    """What the clocks of a zone show in every minute around a local day, from 30 hours before it on."""

    def __init__(self, day, zone):
        self.start = utc_noon(day + 12 * HOUR, zone) - 42 * HOUR
        self.shown = [wall(self.start + n * MINUTE, zone).replace(fold=0) for n in range(60 * 60)]
        self.first = {}
        for n, local in enumerate(self.shown):
            self.first.setdefault(local, n)

    def reach(self, local):
        """The first minute that shows this time or a later one."""
        return self._at(next(n for n, shown in enumerate(self.shown) if shown >= local))

    def after_second_pass(self, at):
        """The instant itself, unless its time was shown before: then the first that shows one never shown."""
        n = int((at - self.start) / MINUTE)
        if n < 0 or self.first[self.shown[n]] == n:
            return at
        latest = max(self.shown[:n])
        return self._at(next(later for later in range(n, len(self.shown)) if self.shown[later] > latest))

    def _at(self, n):
        return self.start + n * MINUTE


def opens_exactly(planned, program, tag, opening):
    """Closed one second before by any gate ever written; open from there on by the gate of the time."""
    for written_at in (opening - 48 * HOUR, opening - SECOND):
        before = gate_of(planned, program, written_at)
        assert not function_lets(before, tag, opening - SECOND, planned.zone)
    assert function_lets(gate_of(planned, program, opening - SECOND), tag, opening, planned.zone)
    for later in range(0, 180, 20):
        at = opening + later * MINUTE
        assert function_lets(gate_of(planned, program, at), tag, at, planned.zone)


def function_lets(gate, tag, at, zone):
    """As the Function reads a gate: a tag's own instant or the public one, as texts of the wall clock."""
    if gate is None:
        return True
    told = json.loads(gate_json(gate))
    now = f"{wall(at, zone):%Y-%m-%dT%H:%M:%S}"
    return any(each is not None and each <= now for each in (told["public"], told["tiers"].get(tag)))


def is_exact(zone, day, said, program):
    """Public at these times: does the first second of each tier and of the public agree with the clocks?"""
    clocks = Clocks(day, zone)
    for local in said:
        hours = {"Platinum": 24, "Gold": 3, "Silver": 1}
        planned = Release(first_instant(local, zone), hours, "hidden", zone)
        assert planned.opens_to_all == planned.public_at == clocks.reach(local)
        for tier, opening in planned.openings().items():
            assert opening == clocks.after_second_pass(planned.public_at - hours[tier] * HOUR)
            opens_exactly(planned, program, f"VIP-{tier}", opening)
        opens_exactly(planned, program, "", planned.opens_to_all)
