"""From what stands in a file to a program, or to everything that is wrong with it.

The model judges single values and what belongs together; what is done here is what it cannot know: the
file's own names, its amounts, and how to say what is wrong.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.rules.file_json import Object, printable, shown
from app.rules.file_names import Path, nearest, place, resembles
from app.rules.file_problems import IS_NOT, Problem
from app.rules.file_shape import FORMAT, Shape, Terms, program_shape
from app.rules.money import BadAmount, currency_code, minor
from app.rules.program import Program
from app.rules.said import Said, said
from app.rules.value_metrics import METRICS, NET_SPEND

MOST_PROBLEMS = 1000
HEAD = {"format", "currency"}
MOST_DIGITS = "KWD"
"""Amounts of a currency that is not known are read as those with the most digits."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Reading:
    """One file being read; problems are kept by their places, one for each."""

    def __init__(self, raw: Object, currency: str | None) -> None:
        self.problems: dict[Path, Problem] = {}
        self._raw = raw
        self._meant: set[Path] = set()
        """Where a misspelt field belongs: it is not missing too."""
        self.terms = Terms(self._currency(currency), self._metric())

    def program(self) -> Program | None:
        """None: `problems` says why."""
        if ("format",) in self.problems:
            return None
        body = Object({key: value for key, value in self._raw.items() if key not in HEAD})
        body.doubled = self._raw.doubled
        taken = self._object(body, program_shape(self.terms), ())
        if self._enough:
            return None
        program = self._validated(taken)
        if program is None:
            self._look_at_the_sound_tiers(taken)
        return program if not self.problems else None

    # The head

    def _currency(self, wanted: str | None) -> str | None:
        if not HEAD & self._raw.keys():
            return None
        told = self._raw.get("format")
        if type(told) is not int or told != FORMAT:
            self._wrong(("format",), f"{FORMAT}, the format that Laurel reads")
        try:
            currency = currency_code(self._raw.get("currency"))
        except BadAmount:
            self._wrong(("currency",), f'the code of a currency such as "{wanted or "USD"}"')
            return wanted or MOST_DIGITS
        if wanted not in (None, currency):
            self._wrong(("currency",), f'the currency of the shop, "{wanted}"')
        return currency

    def _metric(self) -> str:
        told = self._raw.get("metric", NET_SPEND)
        if isinstance(told, str) and told in METRICS:
            return told
        self._wrong(("metric",), f"one of {', '.join(METRICS)}{resembles(told, METRICS)}")
        return NET_SPEND

    # The body

    def _taken(self, value: object, shape: Shape, path: Path) -> object:
        """The value as the model wants it; what is wrong is noted, and left for the model to find too."""
        if self._enough or (value is None and shape.nullable):
            return None
        if shape.kinds is not None:
            return self._chosen(value, shape.kinds, path)
        if shape.is_object:
            return self._object(value, shape, path)
        if shape.is_list and isinstance(value, list):
            if len(value) > shape.schema.get("maxItems", len(value)):
                self._wrong(path, shape.words)
                return ()
            inner = shape.each
            return tuple(self._taken(each, inner, (*path, n)) for n, each in enumerate(value))
        if shape.is_money:
            return self._amount(value, shape, path)
        if shape.is_day and isinstance(value, str) and _DAY.fullmatch(value):
            with suppress(ValueError):
                return date.fromisoformat(value)
        return value

    def _chosen(self, value: object, kinds: Mapping[str, Shape], path: Path) -> object:
        if not isinstance(value, Object):
            self._wrong(path, "an object")
            return None
        kind = value.get("kind")
        if isinstance(kind, str) and kind in kinds:
            return self._object(value, kinds[kind], path)
        self._wrong((*path, "kind"), f"one of {', '.join(kinds)}{resembles(kind, kinds)}")
        return None

    def _object(self, value: object, shape: Shape, path: Path) -> dict[str, object]:
        if not isinstance(value, Object):
            self._wrong(path, shape.words)
            return {}
        for key in value.doubled:
            self._note((*path, key), "", "stands twice in one object")
        fields, made = shape.fields, {}
        for key, held in value.items():
            if key in fields:
                name, inner = fields[key]
                made[name] = self._taken(held, inner, (*path, key))
            else:
                self._unknown(key, [known for known in fields if known not in value], path, fields)
        return made

    def _unknown(self, key: str, free: Sequence[str], path: Path, known: Collection[str]) -> None:
        if self._enough:
            return
        self._meant |= {(*path, each) for each in nearest(key, free)}
        meant = resembles(key, free) or "."
        self._note((*path, key), "", f"there is no such field{meant} There are {', '.join(known)}")

    def _amount(self, value: object, shape: Shape, path: Path) -> object:
        try:
            return minor(value, self.terms.currency or "")
        except BadAmount:
            self._wrong(path, shape.words)
            return None

    # What the model says

    def _validated(self, body: Mapping[str, object]) -> Program | None:
        """What is wrong inside something makes that wrong too; only the inmost is told, and once."""
        try:
            return Program.model_validate(body, strict=True)
        except ValidationError as error:
            noted = tuple(self.problems)
            found = error.errors(include_url=False, include_input=False)[:MOST_PROBLEMS]
            places = [self._placed(each["loc"]) for each in found]
            deeper = {
                path[:length]
                for path in (*noted, *(path for path, _ in places))
                for length in range(len(path))
            }
            for each, (path, shape) in zip(found, places, strict=True):
                if path not in deeper and not any(path[: len(held)] == held for held in noted):
                    self._translate(each, path, shape)
        return None

    def _translate(self, error: ErrorDetails, path: Path, shape: Shape) -> None:
        if error["type"] == "value_error":
            self._note(path, "", _spoken(error["ctx"]["error"]))
        elif error["type"] != "missing" or path not in self._meant:
            self._wrong(path, shape.words)

    def _look_at_the_sound_tiers(self, body: Mapping[str, object]) -> None:
        """Whether they fit together, where nothing but single tiers is wrong."""
        bad = {path[1] if path[:1] == ("tiers",) and len(path) > 1 else None for path in self.problems}
        tiers = body.get("tiers")
        if None in bad or not isinstance(tiers, tuple):
            return
        try:
            Program.model_validate(
                {**body, "tiers": tuple(tier for n, tier in enumerate(tiers) if n not in bad)}, strict=True
            )
        except ValidationError as error:
            for each in error.errors(include_url=False, include_input=False):
                if each["loc"] == ():
                    self._note((), "", _spoken(each["ctx"]["error"]))

    def _placed(self, loc: Path) -> tuple[Path, Shape]:
        """The model's place in the file; the model also names the kind that it chose."""
        path: Path = ()
        shape = program_shape(self.terms)
        for step in loc:
            if shape.kinds is not None:
                shape = shape.kinds[str(step)]
            elif isinstance(step, int):
                path, shape = (*path, step), shape.each
            else:
                name = self.terms.name(step)
                path, shape = (*path, name), shape.fields[name][1]
        return path, shape

    # Problems

    @property
    def _enough(self) -> bool:
        return len(self.problems) >= MOST_PROBLEMS

    def _wrong(self, path: Path, wanted: str) -> None:
        """What stands there, or that nothing does, is not what is wanted."""
        value: Any = self._raw
        for step in path:
            if isinstance(value, Object) and step not in value:
                self._note(path, "", said("is missing: %(wanted)s", wanted=wanted))
                return
            value = value[step]
        self._note(path, shown(value), said(IS_NOT, wanted=wanted))

    def _note(self, path: Path, found: str, words: str) -> None:
        if not self._enough:
            self.problems.setdefault(path, Problem(place(path), found, words))


def _spoken(error: Exception) -> str:
    """What a check of the model says; nothing of the file may steer a terminal."""
    words = error.args[0]
    plain = printable(str(words))
    return words if isinstance(words, Said) and plain == words else plain
