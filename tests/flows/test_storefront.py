"""The storefront at work: the theme's blocks and the app's pages, for who really is in a tier."""

import re
from datetime import timedelta

import pytest

from sandbox.theme.extension import LANGUAGES
from tests.flows.drops import SECOND, live_stage
from tests.stage import Line, Store

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def page(line: Line, store: Store, who: int | str, path: str = "", locale: str = "en") -> str:
    answer = line.http.get(f"{line.sandbox.url}/{store.domain}/as/{who}/{locale}{path}", timeout=20)
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", answer.text)


def test_the_cart_total_is_the_checkouts_for_every_visitor(line: Line, ada_shop: Store) -> None:
    """S2: the automatic discount stands in the cart by its title, and the total is what the checkout asks."""
    ada, ben = ada_shop.customer("ada@example.com"), ada_shop.customer("ben@example.com")
    coat = int(ada_shop.post("/products", title="Coat", price="100.00")["id"])
    ada_shop.order(ada, "6000.00")
    ada_shop.install()
    ada_shop.go_live()

    for who, title in ((ada, "Gold member – 15 %"), (ben, None), ("guest", None)):
        cart = page(line, ada_shop, who, f"/cart?items={coat}:2")
        customer = None if who == "guest" else int(who)
        asked = ada_shop.post(
            "/checkout", customer_id=customer, lines=[{"product_id": coat, "quantity": 2}], shipping="10"
        )
        assert f'data-total="{asked["total"]}"' in cart
        assert ("member –" in cart) == (title is not None)
        assert title is None or title in cart


def test_the_blocks_show_what_the_store_holds_and_the_page_the_same(line: Line, ada_shop: Store) -> None:
    ada = ada_shop.customer("ada@example.com")
    ada_shop.order(ada, "6000.00")
    ada_shop.install()
    ada_shop.go_live()

    for locale in LANGUAGES:
        block, whole = page(line, ada_shop, ada, "", locale), page(line, ada_shop, ada, "/apps/vip", locale)
        title = re.search(r'data-vip-words="title">([^<]+)<', block)
        assert title is not None and title[1] in whole
        assert "Gold" in whole and f'<html lang="{locale}">' in whole
    assert "From $10,000.00" in page(line, ada_shop, "guest", "/apps/vip/program")


def test_a_drop_is_shown_and_opened_to_each_visitor_at_its_time(line: Line, ada_shop: Store) -> None:
    """S3: hidden before, by link for members, then for all; the words follow the clock of the store.

    Who may buy finds the way there, and nobody else.
    """
    stage = live_stage(line, ada_shop, ("Gold",))
    gold, coat = stage.members["Gold"], stage.product()
    drop = stage.plan(coat)
    release = stage.release(drop)
    path = f"{line.sandbox.url}/{ada_shop.domain}/as/{gold}/en/products/coat-of-the-year"

    assert line.http.get(path, timeout=10).status_code == 404
    assert "Opens for you on" in page(line, ada_shop, gold)
    assert "coat-of-the-year" not in page(line, ada_shop, gold)
    assert "Opens for everybody on" in page(line, ada_shop, "guest")

    stage.go_to(release.opens_to("Gold") + SECOND)
    line.want_again(ada_shop, "drop", str(drop.id))
    line.settle()
    of_product = line.http.get(path, timeout=10).text
    assert "Open for you now" in of_product and "vip-pages" not in of_product
    link = re.search(r'<a href="([^"]+)">Coat of the year</a>', page(line, ada_shop, gold))
    assert link is not None and line.http.get(f"{line.sandbox.url}{link[1]}", timeout=10).status_code == 200
    assert "coat-of-the-year" not in page(line, ada_shop, "guest")

    stage.go_to(release.opens_to_all + timedelta(seconds=1))
    assert "Open to everybody now" in page(line, ada_shop, "guest")
