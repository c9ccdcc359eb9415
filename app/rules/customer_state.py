"""What a customer of the store carries from us, as plain data, computed when it is sent (design 4)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.rules.audiences import full_price_tag, full_price_tags, in_force, landing_tag
from app.rules.benefits import Benefit
from app.rules.benefits.phrase import words
from app.rules.money import major
from app.rules.program import Program, Tier
from app.rules.tier_marks import COLORS, SIGNS


@dataclass(frozen=True, slots=True)
class CustomerState:
    """Tags, and two metafields; None: should not be there. Without a tier a status tells progress alone."""

    tags: tuple[str, ...]
    """The tier's tag, those of exceptions, and those of single benefits."""
    tier: str | None
    status: str | None
    """JSON for the storefront: tier, since, spend, what is left to the next tier, what keeps it, benefits."""


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A fall that was announced: on the local `day` to `lower`, unless `needed` is bought."""

    day: date
    lower: str | None
    needed: int | None


@dataclass(frozen=True, slots=True)
class Apply:
    """A code that members use, and the link that applies it."""

    code: str
    link: str


@dataclass(frozen=True, slots=True)
class Situation:
    """What a member's state depends on beside tier and spend."""

    landing: int = 0
    """How many steps of the soft landing are reached."""
    at_risk: AtRisk | None = None
    full_price_tenths: int | None = None
    """Which part of their spend was at full price, of 1,000; None: not known."""
    today: date | None = None
    """The local day; None: benefits are told whatever the day."""


NOTHING_SPECIAL = Situation()
NOTHING = CustomerState((), None, None)


def as_written(state: CustomerState) -> str:
    """The state as JSON for the outbox: what the store holds after a successful write."""
    held = {"tags": list(state.tags), "tier": state.tier, "status": state.status}
    return json.dumps(held, ensure_ascii=False)


def customer_state(
    program: Program,
    currency: str,
    rank: int,
    since: date | None,
    value: int,
    situation: Situation = NOTHING_SPECIAL,
    codes: Mapping[str, Sequence[Apply]] | None = None,
) -> CustomerState:
    """`value` is in the metric's unit; `codes` says by effect which codes stand for it in this store.

    `benefits` and `told` are in English, `said` is for every language.
    """
    tier = program.tier(rank)
    if tier is None:
        return NOTHING
    above = program.tier(rank + 1) if rank < len(program.tiers) else None

    def told(amount: int) -> str:
        return in_unit(program, amount, currency)

    promised = _promised(tier, situation, currency, codes or {})
    status: dict[str, object] = {
        "tier": tier.name,
        "rank": rank,
        "of": len(program.tiers),
        "since": since.isoformat() if since else None,
        "spend": told(value),
        "unit": program.measure.unit,
        "currency": currency,
        "next": above.name if above else None,
        "to_next": told(max(0, above.entry - value)) if above and above.entry is not None else None,
        "benefits": [each["told"] for each in promised],
        "said": [each.pop("said") for each in promised],
        "entitlements": promised,
    }
    if tier.color is not None:
        status["color"] = COLORS[tier.color]
    if tier.icon is not None:
        status["sign"] = SIGNS[tier.icon]
    if (risk := situation.at_risk) is not None:
        needed = told(risk.needed) if risk.needed is not None else None
        status["at_risk"] = {"on": risk.day.isoformat(), "then": risk.lower, "needed": needed}
    text = json.dumps(status, ensure_ascii=False, sort_keys=True)
    return CustomerState(member_tags(tier, situation), tier.name, text)


def in_unit(program: Program, amount: int, currency: str) -> str:
    """An amount of the metric's unit as the status has it: major units of money, or a number of orders."""
    return major(amount, currency) if program.measure.unit == "money" else str(amount)


def member_tags(tier: Tier, situation: Situation) -> tuple[str, ...]:
    """Every tag that a member of the tier carries from us."""
    landed = [landing_tag(tier.landing[situation.landing - 1])] if situation.landing else []
    priced = full_price_tags(tier, situation.full_price_tenths)
    single = [tag for each in tier.benefits for tag in each.tags()]
    return tuple(dict.fromkeys([tier.tag, *landed, *priced, *single]))


def _promised(
    tier: Tier, situation: Situation, currency: str, codes: Mapping[str, Sequence[Apply]]
) -> list[dict[str, object]]:
    """What the member is promised: in words, as data, and `said` for every language."""
    step = tier.landing[situation.landing - 1] if situation.landing else None
    exceptions = full_price_tags(tier, situation.full_price_tenths)
    told: list[dict[str, object]] = []
    for benefit in in_force(tier, step):
        standing = benefit if situation.today is None else benefit.on(situation.today)
        if standing is None:
            continue
        tenths = standing.unless_full_price_tenths
        if tenths is not None and full_price_tag(tenths) in exceptions:
            instead = standing.told_instead()
            told.append({"kind": "experience", "told": instead, "said": words(instead)})
        else:
            told.append(_as_data(standing, currency, codes.get(benefit.effect(), ())))
    return told


def _as_data(benefit: Benefit, currency: str, codes: Sequence[Apply]) -> dict[str, object]:
    with_codes = benefit.with_code() if codes else benefit
    data: dict[str, object] = {"kind": benefit.kind, "told": with_codes.told(currency)}
    data |= with_codes.entitlement()
    told = with_codes.said(currency)
    if codes:
        data["codes"] = told["codes"] = [{"code": each.code, "link": each.link} for each in codes]
    return data | {"said": told}
