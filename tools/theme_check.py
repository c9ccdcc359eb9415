"""Checks the theme extension: by Shopify's theme-check where npm installed it, and what that does not see.

python -m tools.theme_check
"""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXTENSION = ROOT / "extensions" / "vip-theme"
INSTALLED = ROOT / "node_modules" / "@shopify" / "theme-check-node"
MOST_JS, MOST_CSS = 10_000, 100_000
TARGETS = ("body", "head", "section", "compliance_head")
TYPES = ("checkbox", "color", "select", "text", "range", "header", "paragraph", "url")
FOLDERS = ("assets", "blocks", "locales", "snippets")
SCHEMA = re.compile(r"{%\s*schema\s*%}(.*?){%\s*endschema\s*%}", re.S)


def main() -> int:
    found = [*_own(EXTENSION), *_shopifys(EXTENSION)]
    for line in found:
        print(line)
    with_it = "" if _can_run() else "; theme-check did not run: npm install @shopify/theme-check-node"
    print(f"theme extension, {len(found)} problems{with_it}")
    return 1 if found else 0


def _can_run() -> bool:
    return INSTALLED.exists() and shutil.which("node") is not None


def _shopifys(folder: Path) -> list[str]:
    if not _can_run():
        return []
    # The script stands beside the packages that it imports: they are found from where it really is.
    command = ["node", str(ROOT / "tools" / "theme_check.mjs"), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return done.stdout.splitlines() if done.returncode == 0 else [done.stderr.strip()]


def _own(folder: Path) -> Iterator[str]:
    """Targets, types and ids of settings, the sizes of assets, stray folders, the TOML."""
    about = tomllib.loads((folder / "shopify.extension.toml").read_text())
    if about.get("type") != "theme" or not about.get("handle") or not about.get("name"):
        yield "shopify.extension.toml: name, handle and type theme are expected"
    for path in folder.iterdir():
        if path.is_dir() and path.name not in FOLDERS:
            yield f"{path.name}: no folder of a theme extension"
    for suffix, most in ((".js", MOST_JS), (".css", MOST_CSS)):
        size = sum(path.stat().st_size for path in (folder / "assets").glob(f"*{suffix}"))
        if size > most:
            yield f"assets/*{suffix}: {size} bytes, at most {most}"
    for path in sorted((folder / "blocks").glob("*.liquid")):
        yield from (f"blocks/{path.name}: {words}" for words in _block(folder, path.read_text()))


def _block(folder: Path, text: str) -> Iterator[str]:
    schemas = SCHEMA.findall(text)
    if len(schemas) != 1:
        yield "one schema is expected"
        return
    schema = json.loads(schemas[0])
    if schema.get("target") not in TARGETS:
        yield f"no such target: {schema.get('target')}"
    for kind in ("javascript", "stylesheet"):
        if kind in schema and not (folder / "assets" / schema[kind]).exists():
            yield f"{kind} {schema[kind]} does not exist"
    ids = [setting.get("id") for setting in schema.get("settings", [])]
    if len(set(ids)) < len(ids):
        yield "two settings have the same id"
    for setting in schema.get("settings", []):
        if setting["type"] not in TYPES:
            yield f"no such type of setting: {setting['type']}"
        if f"block.settings.{setting['id']}" not in text:
            yield f"the setting {setting['id']} is not read"
    for used in set(re.findall(r"block\.settings\.(\w+)", text)) - set(ids):
        yield f"there is no setting {used}"


if __name__ == "__main__":
    sys.exit(main())
