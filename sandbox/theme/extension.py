"""The app's theme extension, read from the folder extensions/ as Shopify's CLI reads it to deploy the app."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "extensions" / "vip-theme"
DEFAULT = "en"
LANGUAGES = ("en", "ja", "ms", "zh-CN", "pt-BR")

_SCHEMA = re.compile(r"{%-?\s*schema\s*-?%}(.*?){%-?\s*endschema\s*-?%}", re.S)


@dataclass(frozen=True)
class Block:
    handle: str
    source: str
    schema: dict[str, Any]

    @property
    def settings(self) -> dict[str, Any]:
        """As a merchant finds them: every setting at its default."""
        return {each["id"]: each.get("default") for each in self.schema["settings"] if "id" in each}


def block(handle: str) -> Block:
    text = (FOLDER / "blocks" / f"{handle}.liquid").read_text()
    (schema,) = _SCHEMA.findall(text)
    return Block(handle, _SCHEMA.sub("", text), json.loads(schema))


def snippets() -> dict[str, str]:
    return {path.stem: path.read_text() for path in (FOLDER / "snippets").glob("*.liquid")}


def asset(name: str) -> Path | None:
    """None for what is no file of the extension's assets."""
    return next((path for path in (FOLDER / "assets").iterdir() if path.name == name), None)


def words(locale: str) -> dict[str, Any]:
    """The file of that language; Shopify takes the default one where there is none."""
    name = f"{locale}.json" if locale != DEFAULT and locale in LANGUAGES else f"{DEFAULT}.default.json"
    told: dict[str, Any] = json.loads((FOLDER / "locales" / name).read_text())
    return told
