"""The program and its drops as the theme of the store reads them: for visitors, and for early access.

One JSON value for the whole store, words as keys and values (see `benefits/phrase.py`). Nothing in it is
about one customer. Times are UTC; whether a drop is open is decided by whoever shows it, at that moment.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from app.rules.benefits.phrase import Phrase, saying
from app.rules.early_access import Release
from app.rules.money import major
from app.rules.note import Note
from app.rules.program import Program, Tier
from app.rules.public_program import public_program
from app.rules.reviews import Weekly
from app.rules.tier_marks import COLORS, SIGNS

MOST_DROPS, MOST_PRODUCTS, MOST_PAGES = 12, 50, 6
"""So that the value stays small, however much is planned."""


@dataclass(frozen=True, slots=True)
class Page:
    """A product by the name and the handle of its page: Liquid finds neither by an id."""

    title: str
    handle: str


@dataclass(frozen=True, slots=True)
class Announced:
    """A drop that is not over. `products` are the platform's ids."""

    title: str
    products: tuple[int, ...]
    release: Release
    pages: tuple[Page, ...] = ()


def storefront(program: Program, currency: str, drops: Iterable[Announced] = ()) -> str:
    """The JSON for the metafield; `currency` is the one that the program's amounts are in."""
    shown = {
        "currency": currency,
        "unit": program.measure.unit,
        "tiers": tiers(program, currency),
        "rules": rules(program, currency),
        "drops": [_drop(each) for each in list(drops)[:MOST_DROPS]],
    }
    return json.dumps(shown, ensure_ascii=False, sort_keys=True)


def tiers(program: Program, currency: str) -> list[dict[str, object]]:
    """What each tier asks and brings, the lowest first; `new` is what the one below does not bring."""
    told: list[dict[str, object]] = []
    below: list[Phrase] = []
    for rank, tier in enumerate(program.tiers, start=1):
        brings = [each.said(currency) for each in tier.benefits]
        told.append(
            {
                "rank": rank,
                "name": tier.name,
                "asks": _amount(program, tier.entry, currency),
                "top_percent": tier.top_percent,
                "benefits": brings,
                "new": [each for each in brings if each not in below],
                **_marks(tier),
            }
        )
        below = brings
    return told


def rules(program: Program, currency: str) -> list[Phrase]:
    """How tiers are earned, kept and lost: the sentences of the public program, one phrase each."""
    return [_rule(each, program, currency) for each in public_program(program, currency).rules]


def _rule(rule: Note, program: Program, currency: str) -> Phrase:
    values = rule.values
    months = getattr(program.period, "months", None)
    match rule.kind:
        case "earn_money":
            return saying(f"earn_money_{program.period.kind}", [_also(program)], count=months)
        case "earn_orders":
            return saying(f"earn_orders_{program.period.kind}", count=months)
        case "rolling":
            return saying("rolling", count=months)
        case "review_weekly" if isinstance(program.review, Weekly):
            return saying("review_weekly", given=saying(f"weekday_{program.review.weekday}"))
        case "review_monthly":
            return saying(rule.kind, count=int(values["day"]))
        case "review_fixed_term" | "grace":
            return saying(rule.kind, count=int(values["months"]))
        case "top_percent":
            return saying(rule.kind, name=values["tier"], percent=int(values["percent"]))
        case "keep":
            return _keep(values["tier"], program, currency)
        case "landing":
            return saying(rule.kind, name=values["tier"], text=values["steps"])
        case "no_surprise":
            return saying(rule.kind, first=int(values["first"]), last=int(values["second"]))
        case _:
            return saying(rule.kind)


def _also(program: Program) -> Phrase:
    names = [name for name in ("tax", "shipping") if getattr(program.counting, name)]
    return saying(f"note_counts_{'_and_'.join(names) or 'neither'}")


def _keep(name: str, program: Program, currency: str) -> Phrase:
    keep = next(tier.keep for tier in program.tiers if tier.name == name)
    if program.measure.unit == "money":
        return saying("keep_money", name=name, amount=major(keep or 0, currency))
    return saying("keep_orders", name=name, count=keep)


def _amount(program: Program, value: int | None, currency: str) -> str | None:
    if value is None:
        return None
    return major(value, currency) if program.measure.unit == "money" else str(value)


def _marks(tier: Tier) -> dict[str, object]:
    marks: dict[str, object] = {}
    if tier.color is not None:
        marks["color"] = COLORS[tier.color]
    if tier.icon is not None:
        marks["sign"] = SIGNS[tier.icon]
    return marks


def _drop(drop: Announced) -> dict[str, object]:
    release = drop.release
    return {
        "title": drop.title,
        "products": list(drop.products[:MOST_PRODUCTS]),
        "pages": [{"title": each.title, "handle": each.handle} for each in drop.pages[:MOST_PAGES]],
        "opens": {tier: f"{at:%Y-%m-%dT%H:%M:%SZ}" for tier, at in release.openings().items()},
        "public": f"{release.opens_to_all:%Y-%m-%dT%H:%M:%SZ}",
    }
