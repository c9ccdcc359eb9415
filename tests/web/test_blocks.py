"""The blocks of the theme on the home page: told by the merchant's browser, kept for their store alone."""

import pytest

from app.web.blocks import editor, switched_on
from tests.stage import Line, Store
from tests.web.test_pages import fetched, live_store, seen, words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ALL_ON = dict.fromkeys(("vip_embed", "vip_status", "vip_benefits", "vip_early_access"), "active")


def test_home_shows_each_block_as_it_was_told(line: Line, ada_shop: Store, cleo_shop: Store) -> None:
    live_store(line, ada_shop)
    live_store(line, cleo_shop, "500000")
    before = words(seen(line, ada_shop, "/app"))

    told = ALL_ON | {"vip_status": "available", "vip_benefits": "unavailable"}
    answer = fetched(line, ada_shop, "POST", "/app/blocks", data=told)
    again = fetched(line, ada_shop, "POST", "/app/blocks", data=told)

    assert before.count("Not looked at yet") == 4
    assert answer.status_code == again.status_code == 204
    read = words(seen(line, ada_shop, "/app")).replace("&#39;", "'")
    assert "Badge with the member's tier On" in read
    assert "Status and progress Off" in read and "What each tier brings Not possible in this theme" in read
    assert words(seen(line, cleo_shop, "/app")).count("Not looked at yet") == 4


def test_one_block_that_is_on_ticks_the_step(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)

    def on() -> bool:
        with line.context.db.read() as session:
            return switched_on(ada_shop.shop(session))

    before = on()
    fetched(line, ada_shop, "POST", "/app/blocks", data={"vip_embed": "active"})

    assert (before, on()) == (False, True)


def test_what_is_no_status_is_not_kept(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)

    answers = [
        fetched(line, ada_shop, "POST", "/app/blocks", data=data)
        for data in ({}, {"vip_status": "on"}, {"other": "active"})
    ]

    assert [each.status_code for each in answers] == [400] * 3
    assert words(seen(line, ada_shop, "/app")).count("Not looked at yet") == 4


def test_the_links_lead_into_the_theme_editor(database_url: str) -> None:
    assert editor("vip_embed", "abc") == (
        "shopify://admin/themes/current/editor?context=apps&activateAppId=abc/vip_embed"
    )
    assert "addAppBlockId=abc/vip_status&target=newAppsSection" in editor("vip_status", "abc")
