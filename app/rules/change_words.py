"""A change of a program in words: which tier, which benefit, which setting, what it was and what it is.

Pages and commands read the same lines; a page gives its catalogue, so that they are in its language.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from app.rules import change_labels as labels
from app.rules.program import Program
from app.rules.program_diff import Change, differences

INDEXED = re.compile(r"#\d+$")
INSIDE = (".benefits.", ".landing.", ".cost.")
"""What stands in a path behind the name of a tier."""
Say = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Told:
    """One line; `tier` and `benefit` are empty where it is about neither."""

    tier: str
    benefit: str
    what: str
    before: str
    after: str

    @property
    def place(self) -> str:
        """`Gold, Birthday gift`."""
        return ", ".join(part for part in (self.tier, self.benefit) if part)


@dataclass(frozen=True, slots=True)
class Words:
    """How values are said: `money` shows minor units, `say` looks a text up."""

    money: Callable[[int], str]
    say: Say = str


def told_changes(before: Program | None, after: Program, words: Words) -> list[Told]:
    """The differences of two programs, in the order of their paths."""
    units = (before.measure.unit if before else after.measure.unit, after.measure.unit)
    changes = differences(before, after)
    whole = _whole(changes)
    groups = groupby(
        changes, key=lambda each: next((top for top in whole if _below(each.path, top)), each.path)
    )
    return [line for top, group in groups for line in _lines(top, list(group), top in whole, units, words)]


def _whole(changes: Sequence[Change]) -> list[str]:
    """Tiers and benefits that came or went as a whole: told in one line, not setting by setting."""
    tops: list[str] = []
    for each in changes:
        parent, _, last = each.path.rpartition(".")
        came_or_went = each.before is None or each.after is None
        tier = last == "name" and not any(mark in parent for mark in INSIDE)
        benefit = last == "kind" and ".benefits." in parent
        if came_or_went and (tier or benefit) and not any(_below(parent, top) for top in tops):
            tops.append(parent)
    return [top for top in tops if not any(top != other and _below(top, other) for other in tops)]


def _below(path: str, top: str) -> bool:
    return path == top or path.startswith(f"{top}.")


def _lines(
    top: str, changes: Sequence[Change], is_whole: bool, units: tuple[str, str], words: Words
) -> Iterator[Told]:
    if not is_whole:
        for each in changes:
            yield _line(each, units, words)
        return
    came = changes[0].before is None
    tier, benefit = _place(top)
    what = labels.BENEFIT_ITSELF if benefit else labels.TIER_ITSELF
    there = " · ".join(_facts(top, changes, units, words)) or words.say(labels.ADDED)
    nothing = words.say(labels.NOT_THERE)
    before, after = (nothing, there) if came else (there, words.say(labels.GONE))
    yield Told(tier, _benefit(benefit, words), words.say(what), before, after)


MOST_TELLING = ("entry", "top_percent", "percent", "amount_minor", "up_to_minor", "hours", "days")


def _facts(top: str, changes: Sequence[Change], units: tuple[str, str], words: Words) -> Iterator[str]:
    """The few settings by which one knows what it is."""
    own = {each.path.removeprefix(f"{top}."): each for each in changes}
    for name in MOST_TELLING:
        each = own.get(name)
        if each is None or each.before == each.after:
            continue
        came = each.before is None
        value = each.after if came else each.before
        yield f"{_what(each.path, words)}: {_value(name, value, units[came], words)}"


def _line(change: Change, units: tuple[str, str], words: Words) -> Told:
    tier, benefit = _place(change.path)
    last = change.path.rpartition(".")[2]
    old, new = (
        _value(last, value, unit, words)
        for value, unit in zip((change.before, change.after), units, strict=True)
    )
    return Told(tier, _benefit(benefit, words), _what(change.path, words), old, new)


def _place(path: str) -> tuple[str, str]:
    """The tier's name and the benefit's kind, where the path has them. A tier's name may have dots in it."""
    if not path.startswith("tiers.") or path == "tiers.order":
        return "", ""
    inner = path.removeprefix("tiers.")
    for mark in INSIDE:
        if mark in inner:
            tier, _, rest = inner.partition(mark)
            return INDEXED.sub("", tier), rest.split(".")[0] if mark == ".benefits." else ""
    tier, dot, last = inner.rpartition(".")
    known = dot and (last in labels.TIER or last in ("name", "order"))
    return INDEXED.sub("", tier if known else inner), ""


def _benefit(kind: str, words: Words) -> str:
    known = INDEXED.sub("", kind)
    return words.say(labels.BENEFITS.get(known, known.replace("_", " "))) if kind else ""


def _what(path: str, words: Words) -> str:
    if path in labels.PROGRAM:
        return words.say(labels.PROGRAM[path])
    last = path.rpartition(".")[2]
    if ".landing." in path:
        return words.say(labels.LANDING)
    if ".cost." in path:
        return words.say(labels.TIER.get(f"cost.{last}", last))
    known = (labels.FIELDS if ".benefits." in path else labels.TIER).get(last, last.replace("_", " "))
    return words.say(known)


def _value(name: str, value: object, unit: str, words: Words) -> str:
    if value is None or value == "":
        return words.say(labels.NOTHING)
    if isinstance(value, bool):
        return words.say(labels.YES if value else labels.NO)
    if isinstance(value, list):
        return ", ".join(map(str, value)) or words.say(labels.NONE)
    if isinstance(value, int) and (
        name.endswith("_minor") or (name in ("entry", "keep") and unit == "money")
    ):
        return words.money(value)
    if isinstance(value, int) and "percent" in name:
        return f"{Decimal(value)}\N{NO-BREAK SPACE}%"
    if name in labels.CHOICES and isinstance(value, str):
        return words.say(labels.VALUES.get(value, value.replace("_", " ")))
    return str(value)
