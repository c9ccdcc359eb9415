"""What the Function at the checkout is told: a gate on each product, and the instants it asks about.

The form is that of `extensions/vip-gate/README.md`. A Function knows the wall clock of the store alone, so
instants are written as wall times here.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce

from app.rules.audiences import Former
from app.rules.early_access import Release
from app.rules.program import Program, tag_of
from app.rules.wall_time import repeated, wall

FUNCTION = "vip-gate"
"""The handle of the Function in `extensions/`."""
GATE_KEY, VARIABLES_KEY = "gate", "variables"
SLOTS = 15
"""As many instants as the Function's input query may ask about (shopify.dev, "Input query limits")."""
NEVER = "9000-01-01T00:00:00"
"""Not the end of 9999, which west of Greenwich lies in a year that clocks cannot say."""
LONG_AGO = datetime(2000, 1, 1)  # noqa: DTZ001 - a wall time


@dataclass(frozen=True, slots=True)
class Gate:
    """Wall times from which a product may be bought: by everybody (None: never), and by the tag of a tier."""

    public: datetime | None
    tiers: Mapping[str, datetime]

    def opens_to(self, tag: str) -> datetime | None:
        return self.tiers.get(tag, self.public)

    def times(self) -> set[datetime]:
        return {*self.tiers.values(), *([self.public] if self.public else [])}


@dataclass(frozen=True, slots=True)
class GateConfig:
    """The two metafields of the validation, as JSON."""

    variables: str
    settings: str


def gate_of(release: Release, program: Program, now: datetime) -> Gate | None:
    """The gate of one release; None once everybody may buy."""
    if release.stage(now) in ("public", "cancelled"):
        return None
    openings = release.openings()
    tiers = {
        tier.tag: _said(openings[tier.name], release.zone, now)
        for tier in program.tiers
        if tier.name in openings
    }
    return Gate(_said(release.opens_to_all, release.zone, now), tiers)


def members_only(tags: Iterable[str]) -> Gate:
    """The gate of a product that only these tiers may ever buy."""
    return Gate(None, dict.fromkeys(tags, LONG_AGO))


def combined(
    releases: Iterable[Release],
    members: Sequence[str] | None,
    program: Program,
    now: datetime,
    former: Former,
) -> Gate | None:
    """The one gate of a product: of its releases, and of the tags that alone may buy it, if any.

    Whoever still carries a former name of a tier gets in as the tier does.
    """
    gates = [gate for gate in (gate_of(each, program, now) for each in releases) if gate]
    if members is not None:
        gates.append(members_only(members))
    return _known_by_former(reduce(both, gates), former) if gates else None


def both(one: Gate, other: Gate) -> Gate:
    """Nobody gets in sooner than each of the two gates allows."""
    tiers = {}
    for tag in {*one.tiers, *other.tiers}:
        first, second = one.opens_to(tag), other.opens_to(tag)
        if first is not None and second is not None:
            tiers[tag] = max(first, second)
    public = max(one.public, other.public) if one.public and other.public else None
    return Gate(public, dict(sorted(tiers.items())))


def _known_by_former(gate: Gate, former: Former) -> Gate:
    also = {tag_of(name): gate.tiers[tag] for tag in gate.tiers for name in former.get(tag, ())}
    return replace(gate, tiers={**gate.tiers, **also})


def gate_json(gate: Gate) -> str:
    told = {
        "public": _text(gate.public) if gate.public else None,
        "tiers": {tag: _text(at) for tag, at in gate.tiers.items()},
    }
    return json.dumps(told, ensure_ascii=False)


def config(program: Program, gates: Iterable[Gate], now: datetime, zone: str, former: Former) -> GateConfig:
    """The slots of all gates in use, the last that has passed and those to come; and the program's tiers."""
    slots = _slots({at for gate in gates for at in gate.times()}, wall(now, zone))
    tiers = {tag_of(name): name for names in former.values() for name in names}
    tiers |= {tier.tag: tier.name for tier in program.tiers}
    variables: dict[str, object] = {"tags": list(tiers)}
    variables |= {f"t{n}": slot for n, slot in enumerate(slots, start=1)}
    settings = {"slots": slots, "tiers": tiers}
    return GateConfig(json.dumps(variables, ensure_ascii=False), json.dumps(settings, ensure_ascii=False))


def _slots(times: set[datetime], now: datetime) -> list[str]:
    passed = [max(each for each in times if each <= now)] if any(each <= now for each in times) else []
    coming = sorted(each for each in times if each > now)
    told = [_text(each) for each in (*passed, *coming)][:SLOTS]
    return told + [NEVER] * (SLOTS - len(told))


def _said(opening: datetime, zone: str, now: datetime) -> datetime:
    """As the wall clock says it.

    Behind an opening in the first pass of a repeated hour the wall clock goes back once more. When it has
    come it is said to have been before that hour, so that the second pass finds it open.
    """
    local = wall(opening, zone)
    return local - repeated(local, zone) if opening <= now else local


def _text(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}"
