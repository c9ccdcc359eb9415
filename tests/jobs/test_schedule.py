"""Each job once for each shop and period, whatever the clocks do (reliability P16, F40, F46, F48)."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from app.models import JobRun
from app.models.shop import READY
from jobs import schedule
from jobs.schedule import SCHEDULE, every_hour, nightly, run_due
from tests.conftest import instant
from tests.stage import Line, Store


def test_two_clocks_run_each_job_once(line: Line, ada_shop: Store) -> None:
    ada_shop.install()
    now = line.context.clock()

    first, second = run_due(line.context, now), run_due(line.context, now)

    assert first == len([job for job in SCHEDULE if READY in job.states]) and second == 0


def test_a_day_and_a_half_of_rest_is_caught_up_with_one_run(line: Line, ada_shop: Store) -> None:
    ada_shop.install()
    now = line.context.clock()
    run_due(line.context, now)

    run_due(line.context, now + timedelta(hours=36))
    run_due(line.context, now + timedelta(hours=36, minutes=1))

    runs = nightly_runs(line, ada_shop)
    assert len(runs) == 2


def test_the_nightly_reconciliation_finds_a_lost_order(line: Line, ada_shop: Store) -> None:
    """GAP-RECON, P23: a delivery that never came is found, and the tier follows."""
    ada = ada_shop.customer("ada@example.com")
    ada_shop.install()
    ada_shop.go_live()
    ada_shop.order(ada, "5000.00", webhooks=False)

    run_due(line.context, line.context.clock())
    line.settle()

    assert ada_shop.tags(ada) == ["VIP-Gold"]
    verdict = json.loads(nightly_runs(line, ada_shop)[0].verdict)
    assert (verdict["missing"], verdict["older"]) == (1, 0)


@pytest.mark.parametrize("change", ["refund", "edit"])
def test_a_lost_change_of_the_second_that_we_know_is_found_by_its_money(
    line: Line, ada_shop: Store, change: str
) -> None:
    """GAP-RECON. Instants have whole seconds: `updated_at` alone does not tell the two states apart."""
    ada = ada_shop.customer("ada@example.com")
    ada_shop.install()
    ada_shop.go_live()
    coats = [{"title": "Coat", "price": "2500.00", "quantity": 2}]
    order = ada_shop.order(ada, "", lines=coats)
    line.settle()
    one_coat = [{"line_item_id": order["line_items"][0]["id"], "quantity": 1}]
    same_second = {"at": order["updated_at"], "webhooks": False}
    asked = {"refund": {"amount": "2500.00"}, "edit": {"remove": one_coat}}[change]
    ada_shop.post(f"/orders/{order['id']}/{change}", **asked, **same_second)
    line.clock(advance_seconds=60)

    run_due(line.context, line.context.clock())
    line.settle()
    line.clock(advance_seconds=3600)
    run_due(line.context, line.context.clock())
    line.settle()

    assert ada_shop.tags(ada) == ["VIP-Silver"]
    assert [each["older"] for each in verdicts(line, ada_shop)] == [1, 1, 0]


def test_an_order_of_the_future_lets_no_day_be_skipped(line: Line, ada_shop: Store) -> None:
    ada = ada_shop.customer("ada@example.com")
    ada_shop.install()
    ada_shop.go_live()
    now = line.context.clock()
    ada_shop.order(ada, "1.00", at=(now + timedelta(days=30)).isoformat())
    line.run_jobs()

    ada_shop.order(ada, "5000.00", webhooks=False)
    line.clock(advance_seconds=3 * 86_400)
    line.run_jobs()

    assert ada_shop.tags(ada) == ["VIP-Gold"]


def test_the_nightly_verification_writes_its_verdict(line: Line, ada_shop: Store) -> None:
    ada = ada_shop.customer("ada@example.com")
    ada_shop.order(ada, "300.00")
    ada_shop.install()

    run_due(line.context, line.context.clock())

    with line.context.db.read() as session:
        shop = ada_shop.shop(session)
        run = session.exec(select(JobRun).where(JobRun.shop_id == shop.id, JobRun.job == "verify")).one()
    assert json.loads(run.verdict)["found"] == 0


@pytest.mark.parametrize(
    ("zone", "first_day"),
    [("America/New_York", "2026-03-08"), ("America/New_York", "2026-11-01"), ("Africa/Cairo", "2026-04-24")],
)
def test_every_local_day_has_one_nightly_period_on_days_that_change_their_clocks(
    zone: str, first_day: str
) -> None:
    """F40: nothing is fired twice on the long day or skipped on the short one."""
    start = instant(f"{first_day}T00:00:00+00:00") - timedelta(days=1)
    periods = [nightly(2)(start + timedelta(minutes=10 * n), zone) for n in range(6 * 24 * 3)]
    changes = [period for n, period in enumerate(periods) if n == 0 or periods[n - 1] != period]
    assert changes == sorted(set(changes)) and len(changes) in (3, 4)


def test_an_hour_has_one_period() -> None:
    at = datetime(2026, 11, 21, 5, 59, tzinfo=UTC)
    assert every_hour(at, "UTC") != every_hour(at + timedelta(minutes=1), "UTC")


def test_the_schedule_can_be_started_and_stopped(line: Line) -> None:
    schedule.start(line.context).shutdown(wait=True)


def nightly_runs(line: Line, store: Store) -> list[JobRun]:
    with line.context.db.read() as session:
        shop = store.shop(session)
        found = select(JobRun).where(JobRun.shop_id == shop.id, JobRun.job == "reconcile-nightly")
        return list(session.exec(found).all())


def verdicts(line: Line, store: Store) -> list[dict[str, Any]]:
    """What the reconciliations found, hourly and nightly, in the order of their end."""
    with line.context.db.read() as session:
        shop = store.shop(session)
        found = select(JobRun).where(JobRun.shop_id == shop.id, col(JobRun.job).startswith("reconcile"))
        return [json.loads(run.verdict) for run in session.exec(found.order_by(col(JobRun.done_at))).all()]
