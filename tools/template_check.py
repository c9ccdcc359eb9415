"""Reads one Jinja template as HTML and says what is wrong with it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from tools.polaris import Element

JINJA = re.compile(r"\{%.*?%\}|\{#.*?#\}|\{\{.*?\}\}", re.DOTALL)
HOLE = "\u2026"
"""Stands where Jinja will write something."""

OF_THE_STORE = "templates/shopper/"
"""Pages that Shopify puts into the store's theme."""

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905
ANYWHERE = frozenset("id slot class hidden lang dir rel".split())  # noqa: SIM905
ANY_PREFIX = ("data-", "aria-", "hx-")
ADDRESSES = ("src", "href", "action", "hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete")
FIELDS = re.compile(r"s-(.+-field|select|checkbox|switch|text-area|choice-list|color-picker|date-picker)")
NEED_NAME = ("s-progress", "s-spinner")
UNSAFE = re.compile(r"\|\s*safe\b|\{%-?\s*autoescape")


@dataclass
class Check:
    name: str
    elements: Mapping[str, Element]
    problems: list[str] = field(default_factory=list)

    def run(self, text: str) -> list[str]:
        for found in UNSAFE.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            self.say(line, "text is written without escaping")
        reader = _Reader(self)
        reader.feed(JINJA.sub(_hole, text))
        reader.close()
        return self.problems

    def say(self, line: int, problem: str) -> None:
        self.problems.append(f"{self.name}:{line} {problem}")

    def element(self, line: int, tag: str, attributes: Mapping[str, str | None]) -> None:
        element = self.elements.get(tag)
        if element is None:
            self.say(line, f"<{tag}> is not a Polaris element")
            return
        for name, value in attributes.items():
            if name in ANYWHERE or name.startswith(ANY_PREFIX):
                continue
            if name not in element.attributes:
                self.say(line, f"<{tag} {name}> is not an attribute")
                continue
            allowed = element.attributes[name]
            if allowed and value and HOLE not in value and value not in allowed:
                self.say(line, f'<{tag} {name}="{value}"> is none of {", ".join(sorted(allowed)[:12])}')

    def slot(self, line: int, slot: str, parent: str) -> None:
        element = self.elements.get(parent)
        if element and HOLE not in slot and slot not in element.slots:
            self.say(line, f'<{parent}> has no slot "{slot}"')

    def own_rules(self, line: int, tag: str, attributes: Mapping[str, str | None]) -> None:
        for name, value in attributes.items():
            if re.fullmatch(r"on[a-z]+|hx-on.*", name):
                self.say(line, f"<{tag} {name}>: no inline event handlers; write it in static/app.js")
            if name in ADDRESSES and re.match(r"https?:|//|javascript:|data:", (value or "").strip(), re.I):
                self.say(line, f'<{tag} {name}="{value}"> leads to another host')
        if tag in ("script", "style") and "src" not in attributes:
            self.say(line, f"<{tag}> inside the page; write it in static/")
        if "style" in attributes and not self._accent(attributes["style"] or ""):
            self.say(line, f"<{tag} style>: write it in static/app.css")

    def _accent(self, style: str) -> bool:
        """A tier's colour, which is known only when the page is made; the store's pages allow styles."""
        return self.name.startswith(OF_THE_STORE) and re.fullmatch(f"--vip-accent: {HOLE}", style) is not None

    def named(self, line: int, tag: str, attributes: Mapping[str, str | None]) -> None:
        """Fields, progress and buttons that are only an icon need words."""
        label = attributes.get("label") or (tag == "s-checkbox" and attributes.get("accessibilitylabel"))
        if FIELDS.fullmatch(tag) and not label:
            self.say(line, f"<{tag}> has no label")
        if tag in NEED_NAME and not attributes.get("accessibilitylabel"):
            self.say(line, f"<{tag}> has no accessibilitylabel")
        native = tag in ("input", "select", "textarea") and attributes.get("type") not in ("hidden", "submit")
        if native and not (attributes.get("aria-label") or attributes.get("aria-labelledby")):
            self.say(line, f"<{tag}> has no aria-label")


class _Reader(HTMLParser):
    def __init__(self, check: Check) -> None:
        super().__init__()
        self._check = check
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value for name, value in attrs if name.strip(HOLE)}
        line = self.getpos()[0]
        self._check.own_rules(line, tag, attributes)
        self._check.named(line, tag, attributes)
        if tag.startswith("s-"):
            self._check.element(line, tag, attributes)
        if "slot" in attributes and self._open:
            self._check.slot(line, attributes["slot"] or "", self._open[-1])
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A custom element cannot close itself: HTML reads on inside it."""
        self.handle_starttag(tag, attrs)
        if tag.startswith("s-"):
            self._check.say(self.getpos()[0], f"<{tag}/> does not close: write </{tag}>")
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open:
            self._check.say(self.getpos()[0], f"</{tag}> closes nothing")
            return
        for left in _popped(self._open, tag):
            self._check.say(self.getpos()[0], f"<{left}> is not closed before </{tag}>")


def _popped(stack: list[str], tag: str) -> Iterator[str]:
    while (top := stack.pop()) != tag:
        yield top


def _hole(found: re.Match[str]) -> str:
    """Jinja's own words take no part, but lines keep their numbers; `{{ }}` leaves a mark."""
    lines = "\n" * found[0].count("\n")
    return HOLE + lines if found[0].startswith("{{") else lines
