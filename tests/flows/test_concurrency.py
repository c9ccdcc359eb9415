"""Two things at once: orders of one customer, and one delivery fifty times. `make soak` makes 1,000 tries."""

from pathlib import Path

from tests.soak.together import FIFTY, crossing_together, fifty_at_once


def test_two_orders_that_cross_a_threshold_together_give_the_higher_tier(
    database_url: str, tmp_path: Path
) -> None:
    """Reliability F47: each order alone is Silver, both together are Gold."""
    crossed = crossing_together(database_url, tmp_path, tries=40)

    assert crossed.tags == {"VIP-Gold": 40}


def test_one_delivery_fifty_times_at_once_has_one_effect(database_url: str, tmp_path: Path) -> None:
    """Reliability F01: all are answered with 2xx."""
    repeated = fifty_at_once(database_url, tmp_path)

    assert repeated.statuses == {"200": FIFTY}
    assert (repeated.inbox_rows, repeated.ledger_rows) == (1, 1)
