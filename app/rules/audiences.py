"""Who has which benefit: effects of a program, and the segments of customers that have them (design 6).

The tag of a tier says who somebody is. Tags of exceptions say that somebody has something else: a step of
the soft landing, or an experience in place of a discount.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.rules.benefits import Benefit
from app.rules.program import FULL_PRICE_PREFIX, LANDING_PREFIX, Landing, Program, Tier, tag_of

Former = Mapping[str, tuple[str, ...]]
"""By tag of a tier the names that it had before, while members of it carry what belongs to those."""


@dataclass(frozen=True, slots=True)
class Audience:
    """A segment: customers with one of the tags, or with all of one of `pairs`, and none of `without`.

    Effects of equal audience share it.
    """

    key: str
    name: str
    tags: tuple[str, ...]
    without: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def query(self) -> str:
        having = [_has(tag) for tag in self.tags]
        having += [f"({_has(first)} AND {_has(second)})" for first, second in self.pairs]
        some = " OR ".join(having)
        if not self.without:
            return some
        none = " AND ".join(f"customer_tags NOT CONTAINS '{tag}'" for tag in self.without)
        return f"({some}) AND {none}"


@dataclass(frozen=True, slots=True)
class Effect:
    """A distinct benefit in use, who has it, and what those are called."""

    key: str
    benefit: Benefit
    audience: Audience
    names: str


def effects(program: Program) -> dict[str, Effect]:
    """By key, in the order in which the tiers bring them, those of soft landings last.

    A step of the soft landing is an effect of its own: whoever carries its tag has it, and no longer the
    discount of the tier (GAP-SOFTLAND).
    """
    return {key: _effect(program, key, benefit) for key, benefit in _benefits(program).items()}


def audiences(program: Program) -> tuple[Audience, ...]:
    """The groups of members that share an effect; each is one segment, and the early-access group too."""
    return tuple({each.audience.key: each.audience for each in effects(program).values()}.values())


def carried_still(audience: Audience, former: Former) -> Audience:
    """The same group while some of its members carry a tag that their tier had under another name."""
    tags = [tag_of(name) for tag in audience.tags for name in former.get(tag, ())]
    pairs = [(tag_of(name), other) for tag, other in audience.pairs for name in former.get(tag, ())]
    return replace(audience, tags=(*audience.tags, *tags), pairs=(*audience.pairs, *pairs))


def former_names(before: Program, program: Program) -> dict[str, str]:
    """By tag of a tier the name it had when that was another tag; nothing where tiers came or went."""
    tags = {tier.tag for tier in program.tiers}
    if len(before.tiers) != len(program.tiers):
        return {}
    both = zip(before.tiers, program.tiers, strict=True)
    return {new.tag: old.name for old, new in both if old.tag not in tags}


def landing_tag(step: Landing) -> str:
    """The tag of an exception: the member has this discount and no longer that of the tier."""
    return f"{LANDING_PREFIX}{step.percent}"


def full_price_tag(tenths: int) -> str:
    """The tag of an exception: the member has an experience and not the discount."""
    return f"{FULL_PRICE_PREFIX}{tenths}"


def full_price_tags(tier: Tier, full_price_tenths: int | None) -> tuple[str, ...]:
    """The exceptions that a member has who buys so much, of 1,000, at full price; None: not known."""
    met = {
        each.unless_full_price_tenths
        for each in tier.benefits
        if each.unless_full_price_tenths is not None
        and full_price_tenths is not None
        and full_price_tenths >= each.unless_full_price_tenths
    }
    return tuple(full_price_tag(tenths) for tenths in sorted(met))


def all_tags(program: Program) -> list[str]:
    """Every tag that a customer may carry from us under this program."""
    tags = [tier.tag for tier in program.tiers]
    tags += [landing_tag(step) for step in _steps(program)]
    tags += [tag for tier in program.tiers for tag in full_price_tags(tier, 1000)]
    tags += [tag for tier in program.tiers for each in tier.benefits for tag in each.tags()]
    return list(dict.fromkeys(tags))


def _effect(program: Program, key: str, benefit: Benefit) -> Effect:
    having = [tier for tier in program.tiers if _has_effect(tier, None, key)]
    tags, names = [tier.tag for tier in having], [tier.name for tier in having]
    pairs: list[tuple[str, str]] = []
    for step in _steps(program):
        landed = [tier for tier in program.tiers if step.percent in _percents(tier)]
        there = [tier for tier in landed if tier not in having and _has_effect(tier, step, key)]
        if there and there == landed:
            tags.append(landing_tag(step))
            names.append(f"landing at {step.percent} %")
        elif there:
            pairs += [(tier.tag, landing_tag(step)) for tier in there]
            names += [f"{tier.name} landing at {step.percent} %" for tier in there]
    without = _lost(having, key, tags)
    called, missing = " + ".join(names), ""
    if without:
        missing = " in good standing"
    if benefit.unless_full_price_tenths is not None:
        without.append(full_price_tag(benefit.unless_full_price_tenths))
        missing += f" below {benefit.unless_full_price_tenths} at full price"
    key_parts = [*tags, *(f"{first}&{second}" for first, second in pairs)]
    audience_key = "+".join(key_parts) + "".join(f"-{tag}" for tag in without)
    audience = Audience(audience_key, f"VIP {called}{missing}", tuple(tags), tuple(without), tuple(pairs))
    return Effect(key, benefit, audience, called)


def _lost(having: list[Tier], key: str, tags: list[str]) -> list[str]:
    """The tags of the steps at which members of these tiers have it no longer."""
    steps = {
        landing_tag(step) for tier in having for step in tier.landing if not _has_effect(tier, step, key)
    }
    return sorted(steps.difference(tags))


def _has_effect(tier: Tier, step: Landing | None, key: str) -> bool:
    return any(each.effect() == key for each in in_force(tier, step))


def in_force(tier: Tier, step: Landing | None) -> tuple[Benefit, ...]:
    """What a member of the tier has, in good standing or on a step of its soft landing."""
    if step is None:
        return tier.benefits
    return tuple(each.at_most(step.percent) for each in tier.benefits)


def _percents(tier: Tier) -> set[int]:
    return {step.percent for step in tier.landing}


def _steps(program: Program) -> list[Landing]:
    """One step of each percentage that a landing passes, dearest first."""
    steps = {step.percent: step for tier in program.tiers for step in tier.landing}
    return [steps[percent] for percent in sorted(steps, reverse=True)]


def _benefits(program: Program) -> dict[str, Benefit]:
    given: dict[str, Benefit] = {each.effect(): each for tier in program.tiers for each in tier.benefits}
    landed = [
        each
        for step in _steps(program)
        for tier in program.tiers
        if step.percent in _percents(tier)
        for each in in_force(tier, step)
    ]
    return given | {each.effect(): each for each in landed if each.effect() not in given}


def _has(tag: str) -> str:
    return f"customer_tags CONTAINS '{tag}'"
