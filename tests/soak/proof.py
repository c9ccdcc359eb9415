"""Nothing lost, nothing doubled: the database and the store against what was sent."""

import json
import os
import subprocess
from collections import Counter

from sqlmodel import col, select

from app.models import Customer, LedgerEntry, Order, WebhookEvent
from app.models.webhook_event import DONE
from bench.processes import LAUREL, ROOT
from tests.soak.history import History
from tests.soak.sender import Sender
from tests.soak.world import World


def prove(world: World, history: History, sender: Sender) -> None:
    """Every acknowledged delivery, every order's money, every standing, every tag."""
    assert set(sender.acknowledged) == history.sent_ids
    _inbox(world, history)
    _ledger(world, history)
    _standings(world, history)
    _store(world, history)
    verified = verify(world)
    assert verified["exit"] == 0, verified


def verify(world: World) -> dict[str, object]:
    """What `laurel verify --json` says."""
    done = subprocess.run(
        [*LAUREL, "verify", "--json"],
        cwd=ROOT,
        env={**os.environ, **world.environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    told = json.loads(done.stdout) if done.stdout.startswith(("[", "{")) else done.stderr
    return {"exit": done.returncode, "told": told}


def _inbox(world: World, history: History) -> None:
    with world.db.read() as session:
        found = select(WebhookEvent.webhook_id, WebhookEvent.state, WebhookEvent.reason).where(
            WebhookEvent.shop_id == world.shop().id
        )
        rows = [row for row in session.exec(found).all() if row[0] in history.sent_ids]
    seen = Counter(webhook_id for webhook_id, _, _ in rows)
    assert seen.keys() == history.sent_ids, f"lost: {len(history.sent_ids - seen.keys())}"
    assert max(seen.values()) == 1
    assert {state for _, state, _ in rows} == {DONE}, [row for row in rows if row[1] != DONE][:3]


def _ledger(world: World, history: History) -> None:
    sums: dict[int, tuple[int, int, int]] = {}
    rows: Counter[int] = Counter()
    with world.db.read() as session:
        shop_id = world.shop().id
        entries = session.exec(select(LedgerEntry).where(LedgerEntry.shop_id == shop_id)).all()
        orders = session.exec(select(Order.id).where(Order.shop_id == shop_id)).all()
    for each in entries:
        goods, tax, shipping = sums.get(each.order_id, (0, 0, 0))
        sums[each.order_id] = goods + each.goods, tax + each.tax, shipping + each.shipping
        rows[each.order_id] += 1
    wanted = history.totals()
    assert sorted(orders) == sorted(wanted)
    wrong = {order: (sums.get(order), wanted[order]) for order in wanted if sums.get(order) != wanted[order]}
    assert not wrong, f"{len(wrong)} orders sum wrongly: {dict(list(wrong.items())[:3])}"
    doubled = {order: n for order, n in rows.items() if n > history.entries()[order]}
    assert not doubled, (
        f"{len(doubled)} orders have entries beyond their own: {dict(list(doubled.items())[:3])}"
    )


def _standings(world: World, history: History) -> None:
    with world.db.read() as session:
        found = select(Customer.platform_id, Customer.metric_value).where(
            Customer.shop_id == world.shop().id, col(Customer.platform_id).is_not(None)
        )
        spends = dict(session.exec(found).all())
    wanted = {customer: spend for customer, spend in history.spend().items() if spend}
    wrong = {each: (spends.get(each), spend) for each, spend in wanted.items() if spends.get(each) != spend}
    assert not wrong, f"{len(wrong)} standings are wrong: {dict(list(wrong.items())[:3])}"


def _store(world: World, history: History) -> None:
    """Tags as the standings say; one segment and one discount for each effect."""
    state = world.state
    held = {int(number): customer["tags"] for number, customer in state["customers"].items()}
    wrong = {each: (held[each], tags) for each, tags in history.tags().items() if held[each] != tags}
    assert not wrong, f"{len(wrong)} customers carry other tags: {dict(list(wrong.items())[:3])}"
    segments = [segment["query"] for segment in state["segments"].values()]
    titles = [discount["title"] for discount in state["discounts"]]
    assert len(segments) == len(set(segments)) == 3
    assert len(titles) == len(set(titles)) == 6
