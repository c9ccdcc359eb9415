"""Every answer that a payment can have ends with one credit, or with a person (reliability 1c, F77–F82)."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from app.delivery.grants import store_credit
from app.grants import review
from tests.conftest import in_short
from tests.flows.paying import balance, credits, grants, later, pays, states, surprise, until_settled
from tests.stage import Line, Store

CREDIT, COUNT = "storeCreditAccountCredit", "metafieldsSet"


@pytest.fixture
def ada(line: Line, ada_shop: Store) -> int:
    ada = ada_shop.customer("ada@example.com")
    pays(line, ada_shop)
    ada_shop.order(ada, "10.00")
    line.settle()
    return ada


def fault(line: Line, action: str, operation: str = CREDIT, times: int = 1) -> None:
    line.faults(api=[{"operation": operation, "action": action, "times": times}])


@pytest.mark.parametrize(
    "action",
    in_short(
        "reset_after",
        "reset_late:119",
        more=["status_after:502", "errors_after", "truncated", "reset_late:90"],
    ),
)
def test_a_credit_that_was_paid_and_not_told_is_found_and_not_paid_again(
    line: Line, ada_shop: Store, ada: int, action: str
) -> None:
    """F77, F78, F79, F80, I-20."""
    fault(line, action)
    surprise(line, ada_shop, "ada@example.com")
    line.settle()
    assert states(line, ada_shop) == ["unknown"]

    until_settled(line, ada_shop)

    assert (states(line, ada_shop), credits(line, ada_shop)) == (["delivered"], ["10.00"])
    assert grants(line, ada_shop)[0].attempts == 1


@pytest.mark.parametrize(
    "action", in_short("reset_before", more=["garbage", "status:503", "redirect:http://localhost:1"])
)
def test_a_credit_that_was_not_paid_is_sent_once_more_after_two_looks(
    line: Line, ada_shop: Store, ada: int, action: str
) -> None:
    """F77, F78, F80, F81; never on a timer alone."""
    fault(line, action)
    surprise(line, ada_shop, "ada@example.com")
    line.settle()
    later(line, 121)
    assert (states(line, ada_shop), credits(line, ada_shop)) == (["unknown"], [])

    until_settled(line, ada_shop)

    assert (states(line, ada_shop), credits(line, ada_shop)) == (["delivered"], ["10.00"])
    assert grants(line, ada_shop)[0].attempts == 2


@pytest.mark.parametrize(
    "action", in_short("unauthorized", "throttle", more=["status:429", "status:402", "status:423"])
)
def test_an_answer_that_surely_paid_nothing_is_asked_again_without_waiting_for_looks(
    line: Line, ada_shop: Store, ada: int, action: str
) -> None:
    fault(line, action)
    surprise(line, ada_shop, "ada@example.com")
    line.settle()
    line.end_pauses()

    until_settled(line, ada_shop)

    assert (states(line, ada_shop), credits(line, ada_shop)) == (["delivered"], ["10.00"])
    assert grants(line, ada_shop)[0].attempts == 1


def test_a_credit_that_is_refused_is_shown_and_not_tried_again(line: Line, ada_shop: Store, ada: int) -> None:
    """F82."""
    fault(line, "user_errors", times=5)
    surprise(line, ada_shop, "ada@example.com")
    until_settled(line, ada_shop)
    asked = line.mutations()
    later(line, 86_400)

    assert (states(line, ada_shop), credits(line, ada_shop)) == (["failed"], [])
    assert "an ordered user error" in grants(line, ada_shop)[0].problem
    assert line.mutations() == asked


def test_what_vanished_twice_waits_for_a_person_who_says_what_happened(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """Reliability 1c.4: two attempts in all."""
    fault(line, "reset_before", times=2)
    given = surprise(line, ada_shop, "ada@example.com")
    until_settled(line, ada_shop)
    assert (states(line, ada_shop), credits(line, ada_shop)) == (["needs_review"], [])

    with line.context.db.write() as session:
        review.not_paid(session, ada_shop.shop(session), given.id, "operator", line.context.clock())
    until_settled(line, ada_shop)

    assert (states(line, ada_shop), credits(line, ada_shop)) == (["delivered"], ["10.00"])


def test_a_credit_by_hand_of_that_amount_is_looked_at_by_a_person_first(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """Design 8: it may be the very gift."""
    ada_shop.post(f"/customers/{ada}/store-credit", amount="10.00")
    given = surprise(line, ada_shop, "ada@example.com")
    until_settled(line, ada_shop)
    assert states(line, ada_shop) == ["needs_review"]
    assert "10.00 USD" in grants(line, ada_shop)[0].problem

    with line.context.db.write() as session:
        review.not_paid(session, ada_shop.shop(session), given.id, "operator", line.context.clock())
    until_settled(line, ada_shop)

    assert (states(line, ada_shop), balance(line, ada_shop, ada)) == (["delivered"], "20.00")


def test_two_credits_for_one_customer_are_never_under_way_together(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """I-24."""
    fault(line, "reset_after")
    surprise(line, ada_shop, "ada@example.com")
    line.settle()
    surprise(line, ada_shop, "ada@example.com")
    line.settle()
    assert states(line, ada_shop) == ["unknown", "promised"]

    until_settled(line, ada_shop)

    assert (states(line, ada_shop), credits(line, ada_shop)) == (["delivered"] * 2, ["10.00"] * 2)


class Killed(BaseException):
    """What a process feels when it is killed: no handler runs."""


@pytest.mark.parametrize("place", in_short("give", "deliver", more=["_intend", "set_epoch"]))
@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_at_any_step_it_is_paid_once(
    line: Line, ada_shop: Store, ada: int, monkeypatch: pytest.MonkeyPatch, place: str, moment: str
) -> None:
    """Reliability F50 for money: between the intent, the count, the call, its answer and our books."""
    owner: Any = {
        "_intend": store_credit,
        "set_epoch": store_credit.money_epoch,
        "give": store_credit.platform,
        "deliver": store_credit.states,
    }[place]
    step = getattr(owner, place)

    def dies(*args: Any) -> None:
        if moment == "after":
            step(*args)
        raise Killed

    surprise(line, ada_shop, "ada@example.com")
    with monkeypatch.context() as patch:
        patch.setattr(owner, place, dies)
        with pytest.raises(Killed):
            line.settle()

    until_settled(line, ada_shop)

    assert (states(line, ada_shop), credits(line, ada_shop)) == (["delivered"], ["10.00"])


def test_a_worker_that_sleeps_between_the_intent_and_the_call_does_not_wake_up_and_pay(
    line: Line, ada_shop: Store, ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reliability F49: by then another may have looked, found nothing and paid."""
    surprise(line, ada_shop, "ada@example.com")
    with monkeypatch.context() as patch:
        patch.setattr(store_credit, "CALL_WITHIN_SECONDS", -1)
        line.step()
        assert (states(line, ada_shop), credits(line, ada_shop)) == (["promised"], [])

    until_settled(line, ada_shop)

    assert credits(line, ada_shop) == ["10.00"]


def test_a_count_that_somebody_else_moved_stops_the_payment(line: Line, ada_shop: Store, ada: int) -> None:
    """Reliability 1c.5: a second database that pays for the same store."""
    fault(line, "user_errors", operation=COUNT)
    surprise(line, ada_shop, "ada@example.com")
    line.step()
    assert (states(line, ada_shop), credits(line, ada_shop)) == (["promised"], [])

    until_settled(line, ada_shop)

    assert credits(line, ada_shop) == ["10.00"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_restored_backup_pays_nothing_twice(line: Line, ada_shop: Store, ada: int, tmp_path: Path) -> None:
    """F69: what was promised in the backup was paid since, and something was given that it never knew."""
    ben = ada_shop.customer("ben@example.com")
    ada_shop.order(ben, "10.00")
    line.settle()
    later(line, 60)
    surprise(line, ada_shop, "ada@example.com", key="promised before")
    copied = _backup(line, tmp_path)
    until_settled(line, ada_shop)
    surprise(line, ada_shop, "ben@example.com", key="given after")
    until_settled(line, ada_shop)
    assert credits(line, ada_shop) == ["10.00", "10.00"]

    _restore(line, copied)
    surprise(line, ada_shop, "ben@example.com", key="given after")
    until_settled(line, ada_shop)

    assert (states(line, ada_shop), credits(line, ada_shop)) == (["delivered"] * 2, ["10.00", "10.00"])
    with line.context.db.read() as session:
        shop = ada_shop.shop(session)
        assert (shop.money_epoch, shop.money_stopped_at) == (2, None)


def test_nothing_leaves_before_a_restored_database_has_read_every_account(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """Reliability 1c.5: no-money mode ends only when all were read."""
    surprise(line, ada_shop, "ada@example.com")
    until_settled(line, ada_shop)
    with line.context.db.write() as session:
        shop = ada_shop.shop(session)
        shop.money_epoch = 0
        session.add(shop)
    fault(line, "status:503", operation="MoneyEpochRead", times=3)
    surprise(line, ada_shop, "ada@example.com")
    line.step()
    assert _stopped(line, ada_shop) and credits(line, ada_shop) == ["10.00"]

    until_settled(line, ada_shop)
    later(line, 3700)

    assert not _stopped(line, ada_shop)
    assert (states(line, ada_shop), credits(line, ada_shop)) == (["delivered"] * 2, ["10.00"] * 2)


def _stopped(line: Line, store: Store) -> bool:
    with line.context.db.read() as session:
        return store.shop(session).money_stopped_at is not None


def _backup(line: Line, place: Path) -> Path:
    line.context.db.close()
    source = Path(str(line.context.db.url.database))
    return Path(shutil.copytree(source.parent, place / "backup", ignore=shutil.ignore_patterns("backup")))


def _restore(line: Line, copied: Path) -> None:
    line.context.db.close()
    source = Path(str(line.context.db.url.database))
    for each in source.parent.glob(f"{source.name}*"):
        each.unlink()
    for each in copied.glob(f"{source.name}*"):
        shutil.copy(each, source.parent / each.name)
