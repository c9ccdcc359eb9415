"""What the store should have: discounts as plain data, and the names under which we write (design 6)."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from app.rules.audiences import effects
from app.rules.benefits.discount import Discount, For
from app.rules.program import Program

NAMESPACE = "$app:vip"
TIER_KEY, STATUS_KEY = "tier", "status"

MOST_AUTOMATIC = 25
"""Automatic discounts that a shop can have active at once, over all apps. Source: platform 1.5."""


def discounts(
    program: Program, currency: str, zone: str = "UTC", today: date | None = None, language: str = "en"
) -> tuple[Discount, ...]:
    """The discounts that the program needs, cheapest tier first; with `today` none that are over by then.

    They are called by what they do in `language`.
    """
    made: list[Discount] = []
    for key, effect in effects(program).items():
        over_on = max(effect.benefit.turns_on(), default=None)
        if today is None or over_on is None or today < over_on:
            shared_by = For(key, effect.audience.key, effect.names, currency, zone, language)
            made += effect.benefit.discounts(shared_by)
    return tuple(_told_apart(made))


def automatic(wanted: Iterable[Discount]) -> int:
    """How many of them take one of the shop's automatic discounts."""
    return sum(not each.by_code for each in wanted)


def _told_apart(made: Iterable[Discount]) -> Iterable[Discount]:
    """Titles that differ: a lost answer is looked for by its title."""
    seen: dict[str, int] = {}
    for each in made:
        seen[each.title] = number = seen.get(each.title, 0) + 1
        yield each if number == 1 else replace(each, title=f"{each.title} ({number})")


def fingerprint(*parts: object) -> str:
    """A short hash of what was written, to know whether it is still what is wanted."""
    return hashlib.sha256(json.dumps(parts, default=str, sort_keys=True).encode()).hexdigest()[:32]
