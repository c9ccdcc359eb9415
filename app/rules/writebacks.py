"""What the store should show: desired state as plain data, computed when it is sent (design 4, "Deliver")."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from app.rules.benefits import Benefit
from app.rules.benefits.free_shipping import FreeShipping
from app.rules.benefits.percent_off import PercentOff
from app.rules.money import major
from app.rules.program import LANDING_PREFIX, Landing, Program

NAMESPACE = "$app:vip"
TIER_KEY, STATUS_KEY = "tier", "status"


@dataclass(frozen=True, slots=True)
class CustomerState:
    """What a customer of the store carries from us: tags, and two metafields.

    `tier` None means that nothing of ours should be there.
    """

    tags: tuple[str, ...]
    """The tier's tag, and the tag of a step of the soft landing where one is reached."""
    tier: str | None
    status: str | None
    """JSON for the storefront: tier, since, spend, what is left to the next tier, what keeps it."""


@dataclass(frozen=True, slots=True)
class Audience:
    """A segment: customers with one of the tags and none of `without`. Effects of equal audience share it."""

    key: str
    name: str
    tags: tuple[str, ...]
    without: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        some = " OR ".join(f"customer_tags CONTAINS '{tag}'" for tag in self.tags)
        if not self.without:
            return some
        none = " AND ".join(f"customer_tags NOT CONTAINS '{tag}'" for tag in self.without)
        return f"({some}) AND {none}"


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A fall that was announced: on the local `day` to `lower`, unless `needed` is bought."""

    day: date
    lower: str | None
    needed: int | None


@dataclass(frozen=True, slots=True)
class Discount:
    """One automatic discount per distinct effect, for one audience. Exactly one of the two values is set."""

    key: str
    title: str
    audience: str
    percent: int | None = None
    ship_up_to: str | None = None
    """Major units of the shop's currency."""

    @property
    def code(self) -> str:
        """The code that stands in for it where the shop has no automatic discount left."""
        return "VIP-" + hashlib.sha256(self.key.encode()).hexdigest()[:10].upper()


def customer_state(
    program: Program,
    currency: str,
    rank: int,
    since: date | None,
    value: int,
    *,
    landing: int = 0,
    at_risk: AtRisk | None = None,
) -> CustomerState:
    """`value` is in the metric's unit; `landing` counts the steps of the soft landing that are reached."""
    tier = program.tier(rank)
    if tier is None:
        return CustomerState((), None, None)
    above = program.tier(rank + 1) if rank < len(program.tiers) else None
    step = tier.landing[landing - 1] if landing else None

    def told(amount: int) -> str:
        return major(amount, currency) if program.measure.unit == "money" else str(amount)

    status: dict[str, object] = {
        "tier": tier.name,
        "rank": rank,
        "of": len(program.tiers),
        "since": since.isoformat() if since else None,
        "spend": told(value),
        "currency": currency,
        "next": above.name if above else None,
        "to_next": told(max(0, above.entry - value)) if above and above.entry is not None else None,
        "benefits": [_in_force(benefit, step).told(currency) for benefit in tier.benefits],
    }
    if at_risk is not None:
        needed = told(at_risk.needed) if at_risk.needed is not None else None
        status["at_risk"] = {"on": at_risk.day.isoformat(), "then": at_risk.lower, "needed": needed}
    tags = (tier.tag,) if step is None else (tier.tag, landing_tag(step))
    return CustomerState(tags, tier.name, json.dumps(status, ensure_ascii=False, sort_keys=True))


def all_tags(program: Program) -> list[str]:
    """Every tag that a customer may carry from us under this program."""
    return [tier.tag for tier in program.tiers] + [landing_tag(step) for step in _steps(program)]


def audiences(program: Program) -> tuple[Audience, ...]:
    """The groups of tiers that share an effect; each is one segment, and the early-access group too."""
    return tuple({each.key: each for each in effects(program).values()}.values())


def discounts(program: Program, currency: str) -> tuple[Discount, ...]:
    """The automatic discounts that the program needs, cheapest tier first."""
    made = []
    audience_of = effects(program)
    for effect, benefit in _benefits(program).items():
        audience = audience_of[effect]
        names = audience.name.removeprefix("VIP ")
        if isinstance(benefit, PercentOff):
            title = f"{names} member – {benefit.percent} %"
            made.append(Discount(effect, title, audience.key, percent=benefit.percent))
        elif isinstance(benefit, FreeShipping):
            price = major(benefit.up_to_minor, currency)
            title = f"{names} member – free shipping to {price}"
            made.append(Discount(effect, title, audience.key, ship_up_to=price))
    return tuple(made)


def effects(program: Program) -> dict[str, Audience]:
    """Every distinct effect in use, with those who have it.

    A step of the soft landing is an effect of its own: whoever carries its tag has it, and no longer the
    discount of the tier (GAP-SOFTLAND).
    """
    found: dict[str, Audience] = {}
    for effect, benefit in _benefits(program).items():
        having = [tier for tier in program.tiers if any(each.effect() == effect for each in tier.benefits)]
        tags, names = [tier.tag for tier in having], [tier.name for tier in having]
        without: list[str] = []
        if isinstance(benefit, PercentOff):
            own = [step for step in _steps(program) if step.percent == benefit.percent]
            tags += [landing_tag(step) for step in own]
            names += [f"landing at {benefit.percent} %" for _ in own]
            steps = {landing_tag(step) for tier in having for step in tier.landing}
            without = sorted(steps.difference(tags))
        key = "+".join(tags) + "".join(f"-{tag}" for tag in without)
        found[effect] = Audience(key, f"VIP {' + '.join(names)}", tuple(tags), tuple(without))
    return found


def landing_tag(step: Landing) -> str:
    """The tag of an exception: the member has this discount and no longer that of the tier."""
    return f"{LANDING_PREFIX}{step.percent}"


def _steps(program: Program) -> list[Landing]:
    """One step of each percentage that a landing passes, dearest first."""
    steps = {step.percent: step for tier in program.tiers for step in tier.landing}
    return [steps[percent] for percent in sorted(steps, reverse=True)]


def _benefits(program: Program) -> dict[str, Benefit]:
    given: dict[str, Benefit] = {each.effect(): each for tier in program.tiers for each in tier.benefits}
    landing = [PercentOff(percent=step.percent) for step in _steps(program)]
    return given | {each.effect(): each for each in landing if each.effect() not in given}


def _in_force(benefit: Benefit, step: Landing | None) -> Benefit:
    if step is not None and isinstance(benefit, PercentOff):
        return PercentOff(percent=min(benefit.percent, step.percent))
    return benefit


def fingerprint(*parts: object) -> str:
    """A short hash of what was written, to know whether it is still what is wanted."""
    return hashlib.sha256(json.dumps(parts, default=str, sort_keys=True).encode()).hexdigest()[:32]
