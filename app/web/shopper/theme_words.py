"""The words of the theme extension, for the pages that are shown inside the theme: one source for both."""

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from app.rules.money import minor
from app.web.filters import day, money
from app.web.language import language

LOCALES = Path(__file__).resolve().parents[3] / "extensions" / "vip-theme" / "locales"
FILES = {"en": "en.default", "zh": "zh-CN", "pt_BR": "pt-BR"}
NAME = re.compile(r"{{ (\w+) }}")


@cache
def _texts(file: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((LOCALES / f"{file}.json").read_text(encoding="utf-8"))["vip"]
    return told


def say(key: str, **values: object) -> str:
    """The text of `key` in the language of this request; values stand in it in double braces."""
    spoken = str(language())
    found: Any = _texts(FILES.get(spoken, spoken))
    for part in key.split("."):
        found = found[part]
    if isinstance(found, dict):
        found = found["one" if "one" in found and values.get("count") in _ones(spoken) else "other"]
    return NAME.sub(lambda name: str(values.get(name[1], "")), found)


def _ones(spoken: str) -> tuple[int, ...]:
    """The counts that are said as one is (CLDR)."""
    return (0, 1) if spoken.startswith("pt") else (1,)


def phrase(said: Mapping[str, Any], currency: str) -> str:
    """A benefit or rule as the theme says it: see `rules/benefits/phrase.py`."""
    if said["key"] == "text":
        return str(said["text"])
    values = {name: value for name, value in said.items() if name not in ("key", "notes", "codes")}
    if "amount" in said:
        values["amount"] = amount(said["amount"], currency)
    if "given" in said:
        values["given"] = phrase(said["given"], currency)
    if said["key"] == "vip_promotion":
        values |= {name: on(said[name]) for name in ("first", "last")}
    if "on" in said:
        values["date"] = on(said["on"])
    return say(f"say.{said['key']}", **values)


def amount(major: str, currency: str) -> str:
    return money(minor(major, currency), currency)


def on(iso: str) -> str:
    return day(date.fromisoformat(iso))


WORDS = {"say": say, "phrase": phrase, "amount": amount, "on": on}
"""For the templates."""
