"""The fields of a form, read off the program's shape: a new field of the model is a new field on the page.

What it is called, what it is for and in which unit it stands comes from tables (`benefit_fields`,
`rule_fields`). Every value is text, by its place in a program file: `tiers[0].benefits[1].percent`.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _

from app.rules.file_shape import Shape, Terms, program_shape
from app.rules.money import major
from app.rules.program import Program
from app.rules.program_file import write_program
from app.web.filters import hundredths, number

LONG_TEXT = 150
SUFFIX = re.compile(r":[a-z]+\??$")


@dataclass(frozen=True, slots=True)
class About:
    """What a page says of a field. Texts are translated when they are shown."""

    label: Any
    help: Any = ""
    unit: Any = ""
    choices: Mapping[str, Any] = field(default_factory=dict)
    """By value, in the order in which they are offered."""
    picks: str = ""
    """What of the store can be picked instead of typing ids: `collection` or `product`."""


Words = Mapping[tuple[str, str], About]
"""By owner and field; the owner is a kind or a part of the model, `*` where all say the same."""


@dataclass(frozen=True, slots=True)
class Control:
    """One field as a page shows it. `name` is its place, and how `drafting` is to read it."""

    path: str
    name: str
    form: str
    """money, number, share, choice, yes, day, colour, email, url, text, long, id, ids, list; or rows and
    group, which hold others."""
    about: About
    value: str = ""
    error: str = ""
    allowed: str = ""
    least: int | None = None
    most: int | None = None
    longest: int | None = None
    required: bool = False
    rows: Sequence[Sequence["Control"]] = ()

    @property
    def details(self) -> str:
        """Beside a problem what is allowed stands already."""
        return " ".join(str(each) for each in (self.about.help, not self.error and self.allowed) if each)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form is made from: texts by place, problems by place, and what is said of fields."""

    held: Mapping[str, str]
    errors: Mapping[str, str]
    words: Words
    currency: str

    def controls(self, owner: str, path: str, shape: Shape, leave_out: Collection[str] = ()) -> list[Control]:
        """A control for every field of an object, in the order of the model."""
        return [
            self._control(owner, f"{path}.{name}".removeprefix("."), name, inner)
            for name, (_name, inner) in shape.fields.items()
            if name not in leave_out and name != "kind"
        ]

    def _may_lack(self, path: str, shape: Shape) -> list[Control]:
        """Fields of what may be missing as a whole: none of them must be filled in."""
        inside = self.controls(shape.schema["title"], path, shape)
        return [replace(each, required=False) for each in inside]

    def numbers(self, path: str) -> list[int]:
        """Which places of a list are in use."""
        place = re.compile(re.escape(path) + r"\[(\d+)\]")
        return sorted({int(match[1]) for each in self.held if (match := place.match(each))})

    def _control(self, owner: str, path: str, name: str, shape: Shape) -> Control:
        about = self.words.get((owner, name)) or self.words["*", name]
        if shape.is_list and shape.each.is_object:
            return Control(path, path, "rows", about, error=self._error(path), rows=self._rows(path, shape))
        if shape.is_object:
            inside = self._may_lack(path, shape) if shape.nullable else None
            rows = (inside or self.controls(shape.schema["title"], path, shape),)
            return Control(path, path, "group", about, error=self._error(path), rows=rows)
        form, allowed = form_of(name, shape, about), allowed_words(name, shape, self.currency)
        value = self.held.get(path, _default(name, shape, self.currency))
        return Control(
            path=path,
            name=f"{path}{_suffix(form, shape)}",
            form=form,
            about=about,
            value=value,
            error=self._told(path, value, str(allowed or about.help)),
            allowed=allowed,
            least=shape.schema.get("minimum"),
            most=shape.schema.get("maximum"),
            longest=shape.schema.get("maxLength"),
            required=not _optional(shape),
        )

    def _rows(self, path: str, shape: Shape) -> list[list[Control]]:
        """Those that there are, and an empty one to fill in."""
        used = self.numbers(path)
        last = used[-1] + 1 if used else 0
        return [self._may_lack(f"{path}[{at}]", shape.each) for at in (*used, last)]

    def _told(self, path: str, value: str, allowed: str) -> str:
        """What should stand there, in the language of the page; else in the words of the reader of files."""
        wrong = self._error(path)
        if not wrong:
            return ""
        return (allowed or wrong) if value else str(_("Please fill this in."))

    def _error(self, path: str) -> str:
        if path in self.errors:
            return self.errors[path]
        return next((words for each, words in self.errors.items() if each.startswith(f"{path}[")), "")


def shape_of(program: Program, currency: str) -> Shape:
    """The shape of a program file that has this program's amounts."""
    return program_shape(Terms(currency, program.metric))


def texts_of(program: Program, currency: str) -> dict[str, str]:
    """Every value of a program as a form shows it, by its place."""
    return dict(_flat(json.loads(write_program(program, currency)), ""))


def typed(fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What stands in the fields of a form, by place."""
    return {SUFFIX.sub("", name): value for name, value in fields if not name.endswith(":drop")}


def form_of(name: str, shape: Shape, about: About) -> str:
    kind = shape.schema.get("type")
    if about.picks:
        of_numbers = kind == "array" and shape.each.schema.get("type") == "integer"
        return "ids" if of_numbers else ("list" if kind == "array" else "id")
    if about.choices or "enum" in shape.schema:
        return "choice"
    if shape.is_money:
        return "money"
    if shape.is_day:
        return "day"
    if kind == "integer":
        return "share" if name.endswith("_tenths") else "number"
    if kind == "array":
        return "ids" if shape.each.schema.get("type") == "integer" else "list"
    return "yes" if kind == "boolean" else _text_form(shape)


def _text_form(shape: Shape) -> str:
    pattern = shape.schema.get("pattern", "")
    for mark, form in (("^#", "colour"), ("^https", "url"), ("@", "email")):
        if mark in pattern:
            return form
    return "long" if shape.schema.get("maxLength", 0) >= LONG_TEXT else "text"


def _suffix(form: str, shape: Shape) -> str:
    fixed = {"share": ":tenths", "yes": ":bool", "ids": ":ints", "list": ":list"}
    if form in fixed:
        return fixed[form]
    may_lack = "?" if _optional(shape) else ""
    if shape.schema.get("type") == "integer" and form != "money":
        return f":int{may_lack}"
    return f":text{may_lack}" if may_lack else ""


def _optional(shape: Shape) -> bool:
    return shape.nullable or "default" in shape.schema


def allowed_words(name: str, shape: Shape, currency: str) -> str:
    """What may stand in a field, as a sentence; empty where anything may, or the choices say it."""
    least, most = shape.schema.get("minimum"), shape.schema.get("maximum")
    if shape.is_money:
        return str(_("An amount such as %(example)s.", example=major(5000, currency)))
    if name.endswith("_tenths"):
        return str(_("From %(least)s to %(most)s.", least=hundredths(Fraction(10)), most=number(100)))
    if shape.schema.get("type") == "integer" and most is not None:
        return str(_("From %(least)s to %(most)s.", least=number(least or 0), most=number(most)))
    if shape.schema.get("type") == "string" and "maxLength" in shape.schema:
        return str(_("At most %(most)s characters.", most=number(shape.schema["maxLength"])))
    if shape.is_list and "maxItems" in shape.schema and not shape.each.is_object:
        return str(_("At most %(most)s of them.", most=number(shape.schema["maxItems"])))
    return ""


def _default(name: str, shape: Shape, currency: str) -> str:
    value: Any = shape.schema.get("default")
    if shape.nullable or value is None or isinstance(value, list | dict):
        return ""
    return major(value, currency) if shape.is_money else _text(name, value)


def _flat(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _flat(each, f"{path}.{name}".removeprefix("."))
    elif isinstance(value, list) and any(isinstance(each, dict) for each in value):
        for at, each in enumerate(value):
            yield from _flat(each, f"{path}[{at}]")
    elif isinstance(value, list):
        yield path, ", ".join(map(str, value))
    else:
        yield path, _text(path, value)


def _text(name: str, value: str | int) -> str:
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, int) and name.endswith("_tenths"):
        return f"{value // 10}.{value % 10}".removesuffix(".0")
    return str(value)
