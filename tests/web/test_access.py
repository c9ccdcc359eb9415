"""T43: every optional permission has a purpose that a merchant can read."""

import tomllib

from app.models import Shop
from app.rules.three_tiers import three_tiers
from app.web.access import PURPOSES, missing
from tests.conftest import ROOT


def test_the_permissions_are_those_of_the_apps_own_file() -> None:
    wanted = tomllib.loads((ROOT / "shopify.app.toml").read_text())["access_scopes"]["optional_scopes"]

    assert sorted(scope for each in PURPOSES for scope in each.scopes) == sorted(wanted)


def test_what_the_program_needs_stands_first() -> None:
    shop = Shop(domain="ada-shop.myshopify.com", scopes="read_all_orders,write_products")

    found = missing(shop, three_tiers("USD"))

    assert [(each.purpose.key, each.wanted) for each in found] == [
        ("credit", True),
        ("early", True),
        ("checkout", True),
        ("orders", False),
        ("gift_cards", False),
        ("fulfilment", False),
    ]
    assert found[1].scopes == ("read_publications", "write_publications")


def test_nothing_is_missing_before_the_store_was_read() -> None:
    assert missing(Shop(domain="ada-shop.myshopify.com"), three_tiers("USD")) == []
