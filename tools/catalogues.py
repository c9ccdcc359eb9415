"""Keeps the catalogues of `translations/` in step with the texts of templates, pages and rules.

python -m tools.catalogues            writes new texts into every catalogue and compiles them
python -m tools.catalogues --check    says what is missing, and whether a compiled file is behind
"""

import io
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from app.rules.lints.table import RULES
from app.web.language import CATALOGUES, LANGUAGES
from tools.one_wording import differing

ROOT = Path(__file__).resolve().parent.parent
SOURCES = (
    ("templates", [("shopper/**.html", "ignore"), ("**.html", "jinja2")]),
    ("app", [("cli/**.py", "ignore"), ("web/shopper/**.py", "ignore"), ("**.py", "python")]),
    ("jobs", [("**.py", "python")]),
    ("webhooks", [("**.py", "python")]),
)
WORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "many": (1, 2),
    "say": None,
    "said": None,
    "BadAmount": None,
    "N_": None,
}
OPTIONS = {"**.html": {"extensions": "jinja2.ext.i18n", "silent": "false"}}
WRITTEN_ON = datetime(2026, 1, 1, tzinfo=UTC)
TRANSLATED = [name for name in LANGUAGES if name != "en"]


def texts() -> Catalog:
    """Every text that a page may show, with the places where it stands."""
    found = Catalog()
    for folder, methods in SOURCES:
        for name, line, message, comments, context in extract_from_dir(
            str(ROOT / folder), methods, OPTIONS, WORDS
        ):
            found.add(message, None, [(f"{folder}/{name}", line)], auto_comments=comments, context=context)
    for kind, rule in RULES.items():
        found.add(rule.text, None, [(f"app/rules/lints:{kind}", 0)])
    return found


def path_of(name: str) -> Path:
    return CATALOGUES / name / "LC_MESSAGES" / "messages.po"


def catalogue(name: str) -> Catalog:
    path = path_of(name)
    if not path.exists():
        return Catalog(locale=name)
    with path.open("rb") as file:
        return read_po(file, locale=name)


def updated(name: str, found: Catalog) -> Catalog:
    """What is translated stays, what is new comes without words, what nobody says any more goes."""
    kept, new = catalogue(name), Catalog(locale=name)
    for message in found:
        if message.id:
            old = kept.get(message.id, message.context)
            words = old.string if old is not None and not old.fuzzy else None
            new.add(message.id, words, context=message.context, locations=message.locations)
    return new


def as_text(written: Catalog) -> bytes:
    file = io.BytesIO()
    write_po(file, written, no_location=True, omit_header=False, sort_output=True, width=110)
    dated = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By', b"# ")
    return b"".join(line for line in file.getvalue().splitlines(keepends=True) if not line.startswith(dated))


def compiled(written: Catalog) -> bytes:
    """The same bytes for the same words, whenever they are compiled."""
    written.creation_date = written.revision_date = WRITTEN_ON
    file = io.BytesIO()
    write_mo(file, written)
    return file.getvalue()


def missing(written: Catalog) -> list[str]:
    """Texts without words in this language."""
    return [str(each.id) for each in written if each.id and not is_said(each.string)]


def is_said(words: str | Iterable[str] | None) -> bool:
    return bool(words) if isinstance(words, str) or words is None else all(words)


def main(arguments: list[str]) -> int:
    found, problems = texts(), 0
    for name in TRANSLATED:
        path, written = path_of(name), updated(name, found)
        text, binary = as_text(written), compiled(read_po(io.BytesIO(as_text(written)), locale=name))
        untold = missing(written)
        if "--check" in arguments:
            old = (
                path.exists() and path.read_bytes() == text and path.with_suffix(".mo").read_bytes() == binary
            )
            twice = list(differing(name, written))
            problems += len(untold) + (not old) + len(twice)
            state = "in step" if old else "behind: run python -m tools.catalogues"
            print(f"{name}: {state}; {len(untold)} texts are not translated")
            print("".join(f"{name}: {line}\n" for line in twice), end="")
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
        path.with_suffix(".mo").write_bytes(binary)
        print(f"{name}: {len(written)} texts, {len(untold)} of them not translated")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
