"""Two things at once: orders of one customer, and one delivery fifty times. `make soak` makes 1,000 tries."""

from pathlib import Path

from tests.soak.together import FIFTY, one_of_each


def test_what_arrives_at_once_counts_once_and_together(database_url: str, tmp_path: Path) -> None:
    """Reliability F47: each order of a pair alone is Silver, both together are Gold.

    Reliability F01: one delivery fifty times at once has one effect, and all are answered with 2xx.
    """
    crossed, repeated = one_of_each(database_url, tmp_path, tries=24)

    assert crossed.tags == {"VIP-Gold": 24}
    assert repeated.statuses == {"200": FIFTY}
    assert (repeated.inbox_rows, repeated.ledger_rows) == (1, 1)
