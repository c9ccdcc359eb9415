"""The rules of a program as a form, and what of it belongs to the rules that were chosen."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.rules.file_shape import Shape
from app.rules.program import Tier
from app.rules.value_metrics import METRICS
from app.web.draft_form import Draft, Fields
from app.web.form_fields import About, Control, Sheet, shape_of, texts_of, typed
from app.web.rule_fields import FIELDS, KINDS, MEASURE

PARTS = ("demotion", "counting", "money_out")
PAGE = ("metric", *KINDS, *PARTS)
"""What of a program this page edits; tiers, benefits and economics have pages of their own."""
PLACE = re.compile(r"([a-z_]+)(?:\.([a-z_]+))?(?::[a-z]+\??)?")
ENTRY = re.compile(r"tiers\[\d{1,2}\]\.entry(?::int)?")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several kinds, each with fields of its own: the period, the review."""

    control: Control
    inside: Mapping[str, Sequence[Control]]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a tier asks in the other unit, for whoever changes what customers are measured by."""

    tier: Tier
    name: str
    in_money: bool
    value: str
    error: str


@dataclass(frozen=True, slots=True)
class RuleForm:
    metric: Control
    entries: Sequence[Entry]
    other_metrics: str
    """With which choices the entries are asked for."""
    choices: Mapping[str, Choice]
    parts: Mapping[str, Sequence[Control]]
    problem: str
    """What is wrong and belongs to no field of this page."""


def form_of_rules(
    held: Draft, fields: Fields | None = None, errors: Mapping[str, str] | None = None
) -> RuleForm:
    """As they are kept, or as they were typed, with what is wrong."""
    wrong = errors or {}
    texts = texts_of(held.program, held.currency) if fields is None else typed(fields)
    sheet = Sheet(texts, wrong, FIELDS, held.currency)
    shape = shape_of(held.program, held.currency)
    entries = _entries(held, {} if fields is None else texts, wrong)
    asked = tuple(each.name.removesuffix(":int") for each in entries)
    return RuleForm(
        metric=_choice("metric", MEASURE, texts, wrong),
        entries=entries,
        other_metrics=",".join(_of_the_other_unit(held)),
        choices={name: _by_kind(name, shape, sheet) for name in KINDS},
        parts={part: _part(part, shape, sheet) for part in PARTS},
        problem=" ".join(words for path, words in wrong.items() if not path.startswith((*PAGE, *asked))),
    )


def of_the_rules(held: Draft, fields: Fields) -> Fields:
    """What belongs to this page and to the kinds that are chosen; what other kinds had goes."""
    shape = shape_of(held.program, held.currency)
    chosen = dict(fields)
    kept: list[tuple[str, str]] = []
    for part in KINDS:
        allowed, others = _fields_of_kinds(shape, part, chosen.get(f"{part}.kind", ""))
        kept += [each for each in fields if _belongs(each[0], part, allowed)]
        kept += [(f"{part}.{name}:drop", "on") for name in others]
    kept += [each for each in fields if each[0] == "metric" or each[0].startswith(tuple(_dotted(PARTS)))]
    if chosen.get("metric") in _of_the_other_unit(held):
        kept += [each for each in fields if ENTRY.fullmatch(each[0])]
        kept += [(f"tiers[{at}].keep:drop", "on") for at in range(len(held.program.tiers))]
    return kept


def _belongs(name: str, part: str, allowed: Sequence[str]) -> bool:
    place = PLACE.fullmatch(name)
    return place is not None and place[1] == part and place[2] in ("kind", *allowed)


def _dotted(parts: Sequence[str]) -> list[str]:
    return [f"{each}." for each in parts]


def _fields_of_kinds(shape: Shape, part: str, kind: str) -> tuple[list[str], list[str]]:
    """The fields of the chosen kind, and those that only others have."""
    kinds = shape.fields[part][1].kinds or {}
    allowed = list(kinds[kind].fields) if kind in kinds else []
    every = {name for each in kinds.values() for name in each.fields}
    return allowed, sorted(every.difference(allowed, {"kind"}))


def _part(part: str, shape: Shape, sheet: Sheet) -> list[Control]:
    inner = shape.fields[part][1]
    return sheet.controls(inner.schema["title"], part, inner)


def _choice(path: str, about: About, texts: Mapping[str, str], wrong: Mapping[str, str]) -> Control:
    return Control(path, path, "choice", about, value=texts.get(path, ""), error=wrong.get(path, ""))


def _by_kind(part: str, shape: Shape, sheet: Sheet) -> Choice:
    kinds = shape.fields[part][1].kinds or {}
    control = _choice(f"{part}.kind", KINDS[part], sheet.held, sheet.errors)
    return Choice(
        control, {kind: sheet.controls(each.schema["title"], part, each) for kind, each in kinds.items()}
    )


def _of_the_other_unit(held: Draft) -> list[str]:
    return [name for name, each in METRICS.items() if each.unit != held.program.measure.unit]


def _entries(held: Draft, texts: Mapping[str, str], wrong: Mapping[str, str]) -> list[Entry]:
    in_money = held.program.measure.unit != "money"
    found = []
    for at, tier in enumerate(held.program.tiers):
        if tier.entry is not None:
            path = f"tiers[{at}].entry"
            name = path if in_money else f"{path}:int"
            value, problem = texts.get(path, ""), wrong.get(path, "")
            error = _("Please fill this in.") if problem and not value else problem
            found.append(Entry(tier, name, in_money, value, error))
    return found
