"""What the store should show: desired state as plain data, computed when it is sent (design 4, "Deliver")."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from app.rules.benefits.free_shipping import FreeShipping
from app.rules.benefits.percent_off import PercentOff
from app.rules.money import major
from app.rules.program import Program

NAMESPACE = "$app:vip"
TIER_KEY, STATUS_KEY = "tier", "status"


@dataclass(frozen=True, slots=True)
class CustomerState:
    """What a customer of the store carries from us: at most one tier tag, and two metafields.

    `tier` None means that nothing of ours should be there.
    """

    tag: str | None
    tier: str | None
    status: str | None
    """JSON for the storefront: tier, since, spend, what is left to the next tier."""


@dataclass(frozen=True, slots=True)
class Audience:
    """A segment: the customers with one of these tags. Effects of equal audience share it."""

    key: str
    name: str
    tags: tuple[str, ...]

    @property
    def query(self) -> str:
        return " OR ".join(f"customer_tags CONTAINS '{tag}'" for tag in self.tags)


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
    program: Program, currency: str, rank: int, since: date | None, metric_value: int
) -> CustomerState:
    tier = program.tier(rank)
    if tier is None:
        return CustomerState(None, None, None)
    above = program.tier(rank + 1) if rank < len(program.tiers) else None
    status = {
        "tier": tier.name,
        "rank": rank,
        "of": len(program.tiers),
        "since": since.isoformat() if since else None,
        "spend": major(metric_value, currency),
        "currency": currency,
        "next": above.name if above else None,
        "to_next": major(max(0, above.entry - metric_value), currency) if above and above.entry else None,
        "benefits": [benefit.told(currency) for benefit in tier.benefits],
    }
    return CustomerState(tier.tag, tier.name, json.dumps(status, ensure_ascii=False, sort_keys=True))


def audiences(program: Program) -> tuple[Audience, ...]:
    """The groups of tiers that share an effect; each is one segment, and the early-access group too."""
    found: dict[tuple[str, ...], Audience] = {}
    for tiers in effects(program).values():
        names = tuple(tier.name for tier in program.tiers if tier.tag in tiers)
        found[tiers] = Audience("+".join(tiers), f"VIP {' + '.join(names)}", tiers)
    return tuple(found.values())


def discounts(program: Program, currency: str) -> tuple[Discount, ...]:
    """The automatic discounts that the program needs, cheapest tier first."""
    made = []
    members = effects(program)
    for effect, benefit in _benefits(program).items():
        audience = "+".join(members[effect])
        names = " + ".join(tier.name for tier in program.tiers if tier.tag in members[effect])
        if isinstance(benefit, PercentOff):
            made.append(
                Discount(effect, f"{names} member – {benefit.percent} %", audience, percent=benefit.percent)
            )
        elif isinstance(benefit, FreeShipping):
            price = major(benefit.up_to_minor, currency)
            made.append(
                Discount(effect, f"{names} member – free shipping to {price}", audience, ship_up_to=price)
            )
    return tuple(made)


def effects(program: Program) -> dict[str, tuple[str, ...]]:
    """Every distinct effect in use, with the tier tags that have it."""
    members: dict[str, tuple[str, ...]] = {}
    for tier in program.tiers:
        for benefit in tier.benefits:
            known = members.get(benefit.effect(), ())
            members[benefit.effect()] = known if tier.tag in known else (*known, tier.tag)
    return members


def _benefits(program: Program) -> dict[str, object]:
    return {benefit.effect(): benefit for tier in program.tiers for benefit in tier.benefits}


def fingerprint(*parts: object) -> str:
    """A short hash of what was written, to know whether it is still what is wanted."""
    return hashlib.sha256(json.dumps(parts, default=str, sort_keys=True).encode()).hexdigest()[:32]
