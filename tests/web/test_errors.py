"""A14: whatever goes wrong is told in plain words, with the next step and something to name to a helper."""

import re
from typing import Any

import pytest
import requests

from app.delivery import Context
from app.errors import ShopUnavailable
from tests.stage import Line, Store
from tests.web.test_pages import fetched, live_store, seen, words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

REFERENCE = re.compile(r"Reference: ([0-9a-f]{8})")


def test_without_a_token_the_way_back_into_the_admin_is_told(line: Line, ada_shop: Store) -> None:
    page = requests.get(
        f"{line.app_url}/auth/token",
        params={"shop": ada_shop.domain, "shopify-reload": "/app/members"},
        timeout=5,
    )

    assert "Open Laurel from the Apps page of your Shopify admin" in words(page)
    assert f'href="{line.sandbox.url}/{ada_shop.domain}/admin/apps/laurel"' in page.text
    assert "app-bridge.js" in page.text


def test_an_address_that_leads_elsewhere_fetches_no_token(line: Line, ada_shop: Store) -> None:
    query = {"shop": ada_shop.domain, "shopify-reload": "//elsewhere.example/app"}
    page = requests.get(f"{line.app_url}/auth/token", params=query, timeout=5)

    assert page.status_code == 400
    assert "app-bridge.js" not in page.text and "elsewhere" not in page.text


def test_a_fetch_that_proves_nobody_is_told_in_the_page(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)

    answer = fetched(line, ada_shop, "POST", "/app/try-again", headers={"Authorization": "Bearer no"})

    assert answer.status_code == 401
    assert answer.headers["HX-Retarget"] == ".problem"
    assert "Open Laurel again from the Apps page" in words(answer)
    assert REFERENCE.search(words(answer))


def test_a_page_that_is_not_there_has_a_way_on(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)

    page = seen(line, ada_shop, "/app/nowhere")

    assert page.status_code == 404
    assert "Go back and choose it again." in words(page) and "Go to Home" in words(page)


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (RuntimeError("a secret of ours"), 500, "tell whoever runs Laurel the reference below"),
        (ShopUnavailable("402 Payment Required"), 502, "it may be frozen, locked or closed"),
        (TimeoutError(), 503, "Try again in a few seconds"),
    ],
)
def test_what_fails_is_told_in_words_with_a_reference(
    line: Line, ada_shop: Store, monkeypatch: Any, error: Exception, status: int, told: str
) -> None:
    live_store(line, ada_shop)

    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(Context, "calls", fails)
    monkeypatch.setattr("app.web.home.write_backs", fails)
    page = seen(line, ada_shop, "/app")

    assert page.status_code == status
    assert told in words(page) and REFERENCE.search(words(page))
    assert "secret of ours" not in page.text
