"""Two programs replayed on the same history, and what differs."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from app.rules.simulate import Replay
from app.rules.simulated_plan import Plan, Shopper
from app.rules.simulation import Simulation


@dataclass(frozen=True, slots=True)
class MonthDifference:
    """The other program less the first one."""

    members: int
    promotions: int
    demotions: int
    cost_minor: int


@dataclass(frozen=True, slots=True)
class EndsElsewhere:
    """A customer whom the programs leave in tiers of different names; None: in none."""

    customer: str
    one: str | None
    other: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`other` beside `one`; the differences are the other's less the one's."""

    one: Simulation
    other: Simulation
    months: tuple[MonthDifference, ...]
    members: int
    member_spend_minor: int
    cost_minor: int
    promotions: int
    demotions: int
    reactivations: int
    down_and_back: int
    up_and_back: int
    elsewhere: tuple[EndsElsewhere, ...]

    def to_json(self, *, members: bool = False) -> dict[str, Any]:
        names = self.__slots__
        told = {name: getattr(self, name) for name in names if isinstance(getattr(self, name), int)}
        return {
            "one": self.one.to_json(members=members),
            "other": self.other.to_json(members=members),
            "differences": told
            | {"months": [asdict(each) for each in self.months], "elsewhere": len(self.elsewhere)}
            | ({"members": [asdict(each) for each in self.elsewhere]} if members else {}),
        }


def compare(shoppers: Iterable[Shopper], one: Plan, other: Plan) -> Comparison:
    """Both in one pass over the customers. The plans have the same days, zone and currency."""
    replays = Replay(one), Replay(other)
    for each in shoppers:
        for replay in replays:
            replay.take(each)
    return differences(*(replay.finish() for replay in replays))


def differences(one: Simulation, other: Simulation) -> Comparison:
    return Comparison(
        one=one,
        other=other,
        months=tuple(
            MonthDifference(
                members=after.members - before.members,
                promotions=after.moved.promotions - before.moved.promotions,
                demotions=after.moved.demotions - before.moved.demotions,
                cost_minor=after.cost_minor - before.cost_minor,
            )
            for before, after in zip(one.months, other.months, strict=True)
        ),
        members=other.in_a_tier - one.in_a_tier,
        member_spend_minor=other.member_spend_minor - one.member_spend_minor,
        cost_minor=other.cost_minor - one.cost_minor,
        promotions=other.moved.promotions - one.moved.promotions,
        demotions=other.moved.demotions - one.moved.demotions,
        reactivations=other.moved.reactivations - one.moved.reactivations,
        down_and_back=other.flapping.down_and_back - one.flapping.down_and_back,
        up_and_back=other.flapping.up_and_back - one.flapping.up_and_back,
        elsewhere=_elsewhere(one, other),
    )


def _elsewhere(one: Simulation, other: Simulation) -> tuple[EndsElsewhere, ...]:
    ends = [{each.customer: each.tier for each in found.members} for found in (one, other)]
    return tuple(
        EndsElsewhere(customer, ends[0].get(customer), ends[1].get(customer))
        for customer in sorted(ends[0].keys() | ends[1].keys())
        if ends[0].get(customer) != ends[1].get(customer)
    )
