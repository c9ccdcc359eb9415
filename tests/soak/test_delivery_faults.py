"""Workers killed and frozen in the middle of their calls to the store."""

import signal
import time
from pathlib import Path

import pytest
from sqlmodel import select

from app.delivery.lanes import LEASE
from app.models import ShopLane
from tests.soak.history import History
from tests.soak.proof import prove
from tests.soak.sender import Sender
from tests.soak.world import SHOP, WEB, WORKERS, World, world

SLOW_CALLS = [{"action": "late:0.7", "times": 12}]


@pytest.mark.soak
def test_workers_killed_while_calling_double_nothing_in_the_store(database_url: str, tmp_path: Path) -> None:
    """Reliability F52: one segment and one discount for each effect, every tag right."""
    history = History(120, 24, seed=3)
    with world(database_url, tmp_path, history) as stage:
        stage.control("/faults", api=SLOW_CALLS)
        sender = _sending(stage, history)
        for _ in range(4):
            time.sleep(1.1)
            victims = [name for name in stage.groups if name in WORKERS] or [WEB]
            for name in victims:
                stage.groups[name].kill()
            stage.start(*victims)
            stage.wait_until_up()
        sender.join(120)
        stage.wait_until_quiet(180)
        prove(stage, history, sender)


@pytest.mark.soak
@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_worker_frozen_longer_than_its_lease_is_fenced_off(database_url: str, tmp_path: Path) -> None:
    """Reliability F49: another takes over; what the frozen one writes when it wakes is not kept."""
    history = History(120, 24, seed=4)
    with world(database_url, tmp_path, history) as stage:
        stage.control("/faults", api=[{"action": "late:2", "times": 6}])
        sender = _sending(stage, history)
        stage.wait_for(lambda: _lane(stage).until is not None, 30)
        before = _lane(stage)
        frozen = next(name for name in WORKERS if f":{stage.groups[name].pid}:" in before.owner)
        stage.groups[frozen].signal(signal.SIGSTOP)
        sender.join(60)
        stage.wait_for(lambda: _lane(stage).fence > before.fence, LEASE.total_seconds() + 15)
        stage.groups[frozen].signal(signal.SIGCONT)
        stage.wait_until_quiet(180)
        prove(stage, history, sender)


def _sending(stage: World, history: History) -> Sender:
    sender = Sender(stage.port, SHOP, history.messages, seed=3)
    sender.start()
    return sender


def _lane(stage: World) -> ShopLane:
    with stage.db.read() as session:
        found = select(ShopLane).where(ShopLane.shop_id == stage.shop().id)
        return session.exec(found).first() or ShopLane(shop_id=0)
