"""Whatever a merchant reads in another language has no English left in it, rows and refusals too, and no
figure written as English or a file would write it.
"""

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from itertools import cycle

import pytest

from app.web.language import LANGUAGES, catalogue
from tests.flows.paying import surprise
from tests.stage import Line, Store
from tests.web.test_every_route import addresses, far_apart, pages
from tests.web.test_pages import fetched, live_store, seen

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

OTHERS = [name for name in LANGUAGES if name != "en"]
ENGLISH = re.compile(
    r"\b(the|of|and|is|are|was|were|with|this|that|by|not|has|have|which|what|your|it|from)\b", re.IGNORECASE
)
AS_IN_FILES = re.compile(r"\d\.\d+ [A-Z]{3}\b")
A_POINT = re.compile(r"\d\.\d\d?(?!\d)")
MEANT = re.compile(r" member – |\b(50|120)\.00\.$")
"""A discount by its name in the store, and an example of what a field takes."""
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


def test_a_store_that_is_not_live_yet_reads_its_figures_in_its_language(line: Line, ada_shop: Store) -> None:
    for number, price in enumerate(("2100.50", "420.40", "99.90")):
        ada_shop.order(ada_shop.customer(f"buyer{number}@example.com"), price)
    ada_shop.install()
    fetched(line, ada_shop, "POST", "/app/start", data={"program": "usual"})
    pages = ("/app", "/app/tiers", "/app/benefits", "/app/benefits/2")

    assert left_in(line, ada_shop, dict.fromkeys(pages, "pt_BR"), least=4) == {}


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
    return [*pages(line), *(path for method, path, _ in addresses(line, numbers) if method == "GET")]


def left_in(line: Line, store: Store, asked: Mapping[str, str], least: int = 31) -> dict[str, list[str]]:
    """What is English on each address, asked in its language."""
    found, read = {}, 0
    for path, name in asked.items():
        answer = seen(line, store, path, query={"locale": name})
        if answer.status_code == 404 or "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        assert answer.status_code < 500, path
        read += 1
        texts = list(texts_of(answer.text))
        if english := [each for each in texts if is_english(each, name)]:
            found[f"{path} in {name}"] = english
        if figures := [each for each in texts if is_plain(each, name)]:
            found[f"{path}, figures in {name}"] = figures
    assert read >= least
    return found


def is_english(text: str, name: str) -> bool:
    """It has a word of English grammar, or is one of our texts untranslated."""
    told = catalogue(name).gettext(text)
    return bool(ENGLISH.search(text)) or (told != text and not re.search(r"[^\x00-\x7f]", text))


def is_plain(text: str, name: str) -> bool:
    """No language writes `50.00 USD`, and Portuguese no decimal point."""
    plain = AS_IN_FILES.search(text) or (name == "pt_BR" and A_POINT.search(text))
    return bool(plain) and not MEANT.search(text)


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
