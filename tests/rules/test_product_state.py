"""What a product of a drop should be, and who is undone how often (BEN-ENFORCE, PIT-DELIVERY)."""

from datetime import UTC, datetime, timedelta

import pytest

from app.rules.product_state import ProductState, verdict, wanted_state

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LISTED, BY_LINK, HIDDEN = (
    ProductState("ACTIVE", True),
    ProductState("UNLISTED", True),
    ProductState("UNLISTED", False),
)
DRAFT, ARCHIVED = ProductState("DRAFT", True), ProductState("ARCHIVED", True)


@pytest.mark.parametrize(
    ("seen", "wanted", "target"),
    [
        (LISTED, "hidden", HIDDEN),
        (HIDDEN, "by link", BY_LINK),
        (BY_LINK, "listed", LISTED),
        (BY_LINK, "as before", DRAFT),
        (DRAFT, "hidden", DRAFT),
        (DRAFT, "by link", BY_LINK),
        (ARCHIVED, "listed", ARCHIVED),
    ],
)
def test_a_product_goes_where_the_drop_wants_it_unless_it_was_taken_off_sale(seen, wanted, target):
    assert wanted_state(seen, wanted, DRAFT) == target


def test_somebody_elses_change_is_undone_once_a_day_and_our_own_steps_always():
    asked = [
        verdict(seen, HIDDEN, "hidden", made, repaired_at, NOW)
        for seen, made, repaired_at in (
            (HIDDEN, "hidden", None),
            (LISTED, "", None),
            (LISTED, "hidden", None),
            (LISTED, "hidden", NOW - timedelta(hours=23)),
            (LISTED, "hidden", NOW - timedelta(hours=24)),
        )
    ]
    assert asked == ["right", "write", "repair", "leave", "repair"]
