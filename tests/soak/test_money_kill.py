"""Processes killed by SIGKILL while they pay: nobody is paid twice, nobody forgotten (P5, I-20, I-22)."""

import random
import time
from collections import Counter
from pathlib import Path

import pytest
import requests
from sqlmodel import col, func, select

from app.grants.review import SURPRISE, give
from app.models import Customer, Grant
from app.models.grant import PROMISED, SENDING, UNKNOWN
from app.rules.benefits.reward import Reward
from tests.soak.history import History
from tests.soak.world import SHOP, WEB, WORKERS, World, world

PEOPLE, KILLS = 60, 8


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_processes_killed_while_paying_pay_everybody_once(database_url: str, tmp_path: Path) -> None:
    chance = random.Random(5)
    with world(database_url, tmp_path, History(0, 1, seed=5)) as stage:
        for n in range(PEOPLE):
            stage.control(f"/{SHOP}/customers", email=f"m{n}@example.com")
        stage.wait_until_quiet(60)
        slow = {"operation": "storeCreditAccountCredit", "action": "late:0.3", "times": PEOPLE}
        stage.control("/faults", api=[slow])
        _give(stage)
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.5, 2.0))
            victims = [name for name in stage.groups if name in WORKERS] or [WEB]
            for name in victims:
                stage.groups[name].kill()
            stage.start(*victims)
            stage.wait_until_up()
        stage.wait_for(lambda: _settled(stage), 600)

        paid = _paid(stage)
        assert (len(paid), max(paid.values())) == (PEOPLE, 1)


def _give(stage: World) -> None:
    with stage.db.write() as session:
        shop = stage.shop()
        found = select(Customer).where(Customer.shop_id == shop.id, col(Customer.email).startswith("m"))
        people = [row for row in session.exec(found).all() if row.platform_id is not None]
        assert len(people) == PEOPLE
        reward = Reward(kind=SURPRISE, amount_minor=10_00, valid_days=90)
        for customer in people:
            give(session, shop, customer, reward, "soak", "operator", customer.created_at, "once")


def _settled(stage: World) -> bool:
    """A look at the books; as long as anything waits, the clock of the store goes on by half a minute."""
    with stage.db.read() as session:
        found = select(func.count()).where(
            Grant.shop_id == stage.shop().id, col(Grant.state).in_((PROMISED, SENDING, UNKNOWN))
        )
        if not session.exec(found).one():
            return True
    stage.control("/clock", advance_seconds=30)
    time.sleep(2)
    return False


def _paid(stage: World) -> Counter[int]:
    """How many credits of the app each customer really has."""
    books = requests.get(f"{stage.sandbox_url}/control/{SHOP}/store-credit", timeout=30).json()
    return Counter(
        account["customer_id"]
        for account in books
        for row in account["transactions"]
        if row["kind"] == "credit" and row["by"] == "app"
    )
