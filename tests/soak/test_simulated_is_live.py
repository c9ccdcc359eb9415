"""Live, simulated and as-of over all customers of two years of a real shop (issue 3)."""

from pathlib import Path

import pytest

from app.db import Database
from app.rules.three_tiers import three_tiers
from migrations.upgrade import upgrade
from tests.ledger.as_of import recorded_and_replayed
from tests.ledger.live_days import (
    FIRST,
    LAST,
    SIX,
    Stage,
    arriving,
    real_orders,
    simulated_moves,
    some_orders,
)

ZONE = "Europe/London"


@pytest.mark.soak
@pytest.mark.parametrize("name", SIX)
def test_every_live_tier_change_is_the_simulated_one(name: str, tmp_path: Path) -> None:
    db = Database(f"sqlite:///{tmp_path / 'laurel.db'}")
    upgrade(db.engine)
    stage = Stage(db, "ada-shop.myshopify.com", SIX[name], ZONE, FIRST)

    stage.live_through(arriving(real_orders()), LAST)

    assert stage.recorded() == simulated_moves(real_orders(), SIX[name], ZONE)
    db.close()


@pytest.mark.soak
def test_a_thousand_answers_of_the_past_are_as_the_replay_up_to_that_day(tmp_path: Path) -> None:
    db = Database(f"sqlite:///{tmp_path / 'laurel.db'}")
    upgrade(db.engine)

    pairs = list(recorded_and_replayed(db, three_tiers("GBP"), ZONE, some_orders(400, seed=3), 1_000, seed=3))

    assert len(pairs) == 1_000
    assert [then for then, _ in pairs] == [stood for _, stood in pairs]
    db.close()
