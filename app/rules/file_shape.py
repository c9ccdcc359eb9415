"""The shape of a program as a file has it: read off the model, so that a new field needs nothing here.

Beside the plain form (the model's own names and minor units) there is the one for people: `format`,
`currency`, and money as text in major units, under names without `_minor`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from app.rules.money import exponent, major
from app.rules.program import Program
from app.rules.said import Said, said
from app.rules.value_metrics import METRICS

FORMAT = 1
FOLLOWS_METRIC = frozenset((("Tier", "entry"), ("Tier", "keep")))
"""Money if the metric is; every other field of money ends in `_minor`."""

WORDS = {
    ("Tier", "name"): said("a name of 1 to 30 characters, without , ' \" \\ and without spaces around it"),
    ("Program", "metric"): said("one of %(names)s", names=", ".join(METRICS)),
}
"""Where the model's own limits do not read well."""


@dataclass(frozen=True)
class Terms:
    """How amounts stand in a file."""

    currency: str | None
    """None: the plain form, in minor units."""
    metric: str

    def money(self, owner: str, name: str) -> bool:
        if self.currency is None:
            return False
        by_metric = (owner, name) in FOLLOWS_METRIC and METRICS[self.metric].unit == "money"
        return by_metric or name.endswith("_minor")

    def name(self, name: str) -> str:
        """A field of the model as the file calls it."""
        return name if self.currency is None else name.removesuffix("_minor")


@dataclass(frozen=True)
class Shape:
    """What may stand at one place."""

    schema: Mapping[str, Any]
    terms: Terms
    owner: str = ""
    name: str = ""
    nullable: bool = field(default=False)

    @property
    def is_object(self) -> bool:
        return self.schema.get("type") == "object"

    @property
    def is_list(self) -> bool:
        return self.schema.get("type") == "array"

    @property
    def is_money(self) -> bool:
        return self.terms.money(self.owner, self.name)

    @property
    def is_day(self) -> bool:
        return self.schema.get("format") == "date"

    @property
    def kinds(self) -> dict[str, "Shape"] | None:
        """The shapes to choose from by `kind`; None where there is no choice."""
        if "discriminator" not in self.schema:
            return None
        mapping = self.schema["discriminator"]["mapping"]
        return {kind: _shape({"$ref": ref}, self.terms) for kind, ref in mapping.items()}

    @property
    def each(self) -> "Shape":
        """The members of a list."""
        return _shape(self.schema["items"], self.terms)

    @property
    def fields(self) -> dict[str, tuple[str, "Shape"]]:
        """By name in the file: the model's own name, and the shape."""
        owner = self.schema.get("title", "")
        return {
            self.terms.name(name): (name, _shape(schema, self.terms, owner, name))
            for name, schema in self.schema["properties"].items()
        }

    @property
    def words(self) -> str:
        """What may stand there, as a person would say it."""
        return WORDS.get((self.owner, self.name)) or self._words()

    def _words(self) -> str:
        if self.is_money and self.terms.currency is not None:
            return self._limited(_amount(self.terms.currency))
        if self.is_day:
            return said("a day such as 2026-01-31")
        if "const" in self.schema:
            return f'"{self.schema["const"]}"'
        if "enum" in self.schema:
            return said("one of %(names)s", names=", ".join(self.schema["enum"]))
        if self.is_object or self.kinds:
            return said("an object")
        match self.schema.get("type"):
            case "integer":
                return self._limited(said("a whole number"))
            case "boolean":
                return said("true or false")
            case "array":
                least, most = self.schema.get("minItems", 0), self.schema.get("maxItems")
                return (
                    said("a list of %(least)s to %(most)s", least=least, most=most)
                    if most
                    else said("a list")
                )
        return self._text()

    def _text(self) -> str:
        """A text with a pattern says in its description what may stand there."""
        if "pattern" in self.schema:
            return str(self.schema["description"])
        least, most = self.schema.get("minLength", 0), self.schema.get("maxLength")
        return (
            said("a text of %(least)s to %(most)s characters", least=least, most=most)
            if most
            else said("a text")
        )

    def _limited(self, what: Said) -> Said:
        """With what is the least and the most that may stand there."""
        least, most = self.schema.get("minimum"), self.schema.get("maximum")
        above = self.schema.get("exclusiveMinimum")
        if least is not None and most is not None:
            ends = {"least": self._figure(least), "most": self._figure(most)}
            if self.is_money:
                return said("%(what)s, from %(least)s to %(most)s", what=what, **ends)
            return said("%(what)s from %(least)s to %(most)s", what=what, **ends)
        if above is not None:
            least = self._figure(above)
            if self.is_money:
                return said("%(what)s, above %(least)s", what=what, least=least)
            return said("%(what)s above %(least)s", what=what, least=least)
        if least is not None:
            return said("%(what)s, at least %(least)s", what=what, least=self._figure(least))
        return what

    def _figure(self, limit: int) -> str:
        """A limit as the file would write it."""
        if self.is_money and self.terms.currency is not None:
            return f'"{major(limit, self.terms.currency)}"'
        return f"{limit}"


def program_shape(terms: Terms) -> Shape:
    return _shape(_schema(), terms)


def _amount(currency: str) -> Said:
    digits = exponent(currency)
    example = major(5000 * 10**digits, currency)
    if not digits:
        return said('an amount such as "%(example)s", with no digits after the point', example=example)
    return said(
        'an amount such as "%(example)s", with at most %(digits)s digits after the point',
        example=example,
        digits=digits,
    )


@cache
def _schema() -> dict[str, Any]:
    return Program.model_json_schema()


def _shape(schema: Mapping[str, Any], terms: Terms, owner: str = "", name: str = "") -> Shape:
    """Follows references, and takes what may be null apart."""
    nullable = False
    if "anyOf" in schema:
        choices = [each for each in schema["anyOf"] if each.get("type") != "null"]
        nullable = len(choices) < len(schema["anyOf"])
        schema = {"description": schema.get("description", ""), **choices[0]}
    if "$ref" in schema:
        schema = _schema()["$defs"][schema["$ref"].rpartition("/")[2]]
    return Shape(schema, terms, owner, name, nullable)
