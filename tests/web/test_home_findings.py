"""GAP-LINT on the home page: what is odd about the program stands in the one banner."""

from tests.stage import Line, Store
from tests.web.test_pages import live_store, seen, words


def test_an_empty_tier_is_told_by_its_name(line: Line, ada_shop: Store) -> None:
    """TIER-SHARE"""
    live_store(line, ada_shop)

    told = words(seen(line, ada_shop, "/app"))

    assert "Nobody reaches Platinum yet. Customers strive for a tier that somebody has;" in told
    assert "Nobody reaches Gold" not in told


def test_shares_are_told_in_percent(line: Line, ada_shop: Store) -> None:
    """PIT-EASY"""
    for number in range(10):
        buyer = ada_shop.customer(f"buyer{number}@example.com")
        ada_shop.order(buyer, "2000.00" if number < 4 else "10.00")
    ada_shop.install()

    told = words(seen(line, ada_shop, "/app"))

    assert "40.0 % of your customers have a tier. From 40 % on" in told
    assert "40.0 % of your customers are Silver." in told
