"""The app's Functions, read from the folder extensions/ as Shopify's CLI reads it to deploy the app."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

EXTENSIONS = Path(__file__).resolve().parent.parent / "extensions"

# Target -> how ShopifyFunction.apiType names its API (recorded).
API_TYPES = {"cart.validations.generate.run": "cart_checkout_validation"}


@dataclass(frozen=True)
class Function:
    handle: str
    title: str
    description: str | None
    api_version: str
    target: str
    export: str
    input_query: str
    module: bytes
    variables: tuple[str, str] | None
    """Namespace and key of the owner's metafield that fills the variables of the query."""

    @property
    def id(self) -> str:
        return str(uuid5(NAMESPACE_URL, self.handle))

    @property
    def api_type(self) -> str:
        return API_TYPES[self.target]


@cache
def functions_of_the_app() -> Mapping[str, Function]:
    """By handle."""
    found = [_read(path) for path in sorted(EXTENSIONS.glob("*/shopify.extension.toml"))]
    return {function.handle: function for function in found if function is not None}


def _read(path: Path) -> Function | None:
    """None for extensions of other kinds."""
    written = tomllib.loads(path.read_text())
    if written.get("type") == "theme":
        return None
    (about,) = written["extensions"]
    if about["type"] != "function":
        return None
    (targeting,) = about["targeting"]
    return Function(
        handle=about["handle"],
        title=about["name"],
        description=about.get("description"),
        api_version=written["api_version"],
        target=targeting["target"],
        export=targeting.get("export", "_start"),
        input_query=(path.parent / targeting["input_query"]).read_text(),
        module=(path.parent / about["build"]["path"]).read_bytes(),
        variables=_variables(about),
    )


def _variables(about: dict[str, Any]) -> tuple[str, str] | None:
    named = about.get("input", {}).get("variables")
    return (named["namespace"], named["key"]) if named else None
