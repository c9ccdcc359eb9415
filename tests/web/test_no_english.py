"""Whatever a merchant reads in another language has no English left in it, rows and refusals too."""

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from itertools import cycle

import pytest

from app.web.language import LANGUAGES, catalogue
from tests.conftest import Line, Store
from tests.flows.paying import surprise
from tests.web.test_every_route import addresses, far_apart, pages
from tests.web.test_pages import live_store, seen

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

OTHERS = [name for name in LANGUAGES if name != "en"]
ENGLISH = re.compile(
    r"\b(the|of|and|is|are|was|were|with|this|that|by|not|has|have|which|what|your|it|from)\b", re.IGNORECASE
)
READ = {"label", "heading", "subheading", "details", "placeholder", "title", "alt", "aria-label", "error"}
READ |= {"accessibilitylabel", "description"}


def test_no_page_has_english_left_in_it(line: Line, ada_shop: Store, cleo_shop: Store) -> None:
    """GAP-I18N: each page in one language, by rotation; all of them in all in `make soak`."""
    asked = zip(addresses_of(line, ada_shop, cleo_shop), cycle(OTHERS), strict=False)

    assert left_in(line, ada_shop, dict(asked)) == {}


@pytest.mark.soak
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", OTHERS)
def test_no_page_has_english_left_in_any_language(
    line: Line, ada_shop: Store, cleo_shop: Store, name: str
) -> None:
    assert left_in(line, ada_shop, dict.fromkeys(addresses_of(line, ada_shop, cleo_shop), name)) == {}


def addresses_of(line: Line, store: Store, other: Store) -> list[str]:
    """Of a store in which much has happened, also what is not understood and what cannot be done."""
    live_store(line, store)
    other.install()
    surprise(line, store, "ada@example.com")
    for amount in ('"1E3"', "{}"):
        body = f'{{"id":1,"created_at":"2026-01-02T03:04:05Z","currency":"USD","subtotal_price":{amount}}}'
        line.receive(store, "orders/create", body)
    line.settle()
    numbers = far_apart(line, store, other)
    return [*pages(line), *(path for method, path in addresses(line, numbers) if method == "GET")]


def left_in(line: Line, store: Store, asked: Mapping[str, str]) -> dict[str, list[str]]:
    """What is English on each address, asked in its language."""
    found, read = {}, 0
    for path, name in asked.items():
        answer = seen(line, store, path, query={"locale": name})
        if answer.status_code == 404 or "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        read += 1
        if english := [each for each in texts_of(answer.text) if is_english(each, name)]:
            found[f"{path} in {name}"] = english
    assert read > 30
    return found


def is_english(text: str, name: str) -> bool:
    """It has a word of English grammar, or is one of our texts untranslated."""
    told = catalogue(name).gettext(text)
    return bool(ENGLISH.search(text)) or (told != text and not re.search(r"[^\x00-\x7f]", text))


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        self.found += [value for key, value in attrs if key in READ and value]

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside not in ("script", "style"):
            self.found.append(data)


def texts_of(page: str) -> Iterator[str]:
    """What is read, or read out."""
    parser = _Texts()
    parser.feed(page)
    return (text for each in parser.found if (text := re.sub(r"\s+", " ", each).strip()))
