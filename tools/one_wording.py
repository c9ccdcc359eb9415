"""Where the theme's locale files and the catalogues say the same English text in two ways.

Merchants and shoppers read both: a tier must not be called one thing in the admin and another in the store.
`python -m tools.catalogues --check` asks this.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.messages import Catalog

LOCALES = Path(__file__).resolve().parent.parent / "extensions" / "vip-theme" / "locales"
FILES = {"en": "en.default", "zh": "zh-CN", "pt_BR": "pt-BR"}
HOLE = re.compile(r"\{\{ (\w+) \}\}|%\((\w+)\)s|\{(\w+)\}")


def differing(name: str, written: Catalog) -> Iterator[str]:
    """Each text that the catalogue of a language and the theme's file translate differently."""
    english, theirs = _texts("en"), _texts(name)
    ours = {_bare(asked): told for asked, told in _pairs(written)}
    for key, text in english.items():
        told = ours.get(_bare(text))
        if told and key in theirs and _bare(told).casefold() != _bare(theirs[key]).casefold():
            yield f"{text!r} is {theirs[key]!r} in the theme ({key}) and {told!r} in the catalogue"


def _pairs(written: Catalog) -> Iterator[tuple[str, str]]:
    """Texts with their words; of those that count, the first and the last form."""
    for message in written:
        asked = message.id if isinstance(message.id, list | tuple) else (message.id,)
        told = message.string if isinstance(message.string, list | tuple) else (message.string,)
        if asked[0]:
            yield from {asked[0]: told[0] or "", asked[-1]: told[-1] or ""}.items()


def _bare(text: str) -> str:
    """The wording alone: holes by their names, without a full stop."""
    named = HOLE.sub(lambda found: f"{{{found[1] or found[2] or found[3]}}}", text)
    return named.rstrip(".。").replace(" %", "%")


def _texts(name: str) -> dict[str, str]:
    file = FILES.get(name, name)
    told: dict[str, str] = {}
    for kind in ("", ".schema"):
        text = (LOCALES / f"{file}{kind}.json").read_text(encoding="utf-8")
        told |= {f"{key}{kind}": value for key, value in _flat(json.loads(text))}
    return told


def _flat(held: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in held.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value
