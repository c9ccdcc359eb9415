"""Payments whose outcome nobody is told, by the thousand: what was paid in the store against what we believe.

The app and the sandbox run in this process, the sandbox's clock is moved, and many grants go in one turn.
Each grant is known in the store by its amount and the second in which it ends, whatever our books say.
"""

import random
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from app import outbox
from app.delivery.grants import store_credit
from app.errors import PlatformError
from app.grants.listing import counts
from app.grants.review import SURPRISE, give
from app.models import Customer, Grant, Outbox
from app.rules.benefits.reward import Reward
from app.rules.credit_matching import fingerprint, mark_of
from tests.flows.paying import pays
from tests.stage import Line

AMOUNT = 10_00
TURNED = ("reset_after", "status_after:502", "status_after:503", "errors_after", "truncated")
NOTHING_DONE = ("reset_before", "garbage", "status:500", "status:504")
LATE = ("reset_late:20", "reset_late:90", "reset_late:119")
MIX = (*TURNED * 4, *NOTHING_DONE * 2, *LATE * 3)
KILLED_SHARE = 0.15
"""So many of the payments end with the death of the process between the answer and our books."""


class Killed(BaseException):
    """What a process feels when it is killed."""


@dataclass(slots=True)
class Paid:
    """What came of it. `twice` are grants that the store paid more than once."""

    outcomes: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    twice: int = 0
    wrong_belief: int = 0
    """Delivered in our books and not in the store, or the other way round where we are sure."""
    seconds_to_settle: float = 0

    @property
    def ambiguous(self) -> int:
        return sum(self.outcomes.values())

    @property
    def settled_share(self) -> float:
        return 1 - self.states["needs_review"] / max(1, sum(self.states.values()))


class Payments:
    def __init__(self, line: Line, people: int, seed: int) -> None:
        self.line, self.chance = line, random.Random(seed)
        self.store = store = line.store("soak.myshopify.com", bucket=100_000, restore_rate=100_000)
        self.given: list[tuple[int, str]] = []
        self.paid = Paid()
        line.clock(run=False)
        pays(line, store)
        self.ids = [store.customer(f"m{n}@example.com") for n in range(people)]
        line.settle(seconds=600)
        line.clock(advance_seconds=60)
        self._next = 0

    def round(self, many: int, place: Path | None = None) -> None:
        """Gives to `many` people, each payment with an outcome of its own.

        With a `place` a backup from before is put back in the middle, and all is given again by its key.
        """
        keys = [self._key() for _ in range(many)]
        copied = _backup(self.line, place) if place else None
        self._give(keys)
        self._pay(many)
        if copied is not None:
            self.paid.outcomes["backup restored after it"] += many
            _restore(self.line, copied)
            self._give(keys)
        self._settle()

    def result(self) -> Paid:
        """Compares the books of the store with ours: each credit stands for one grant, each grant for one."""
        true = {row[0]: row[1:] for row in self._credits()}
        with self.line.context.db.read() as session:
            shop = self.store.shop(session)
            people = select(Customer.id, Customer.platform_id).where(Customer.shop_id == shop.id)
            platform_ids = dict(session.exec(people).all())
            grants = session.exec(select(Grant).where(Grant.shop_id == shop.id)).all()
        doubtful: Counter[tuple[int, int]] = Counter()
        for grant in grants:
            who = platform_ids[grant.customer_id] or 0
            mark = who, fingerprint(shop.domain, who, SURPRISE, grant.period)
            self.paid.states[grant.state] += 1
            if grant.state == "delivered":
                self.paid.wrong_belief += true.pop(grant.platform_id, None) != mark
            elif grant.state == "needs_review":
                doubtful[mark] += 1
        unclaimed = Counter(true.values())
        self.paid.twice = (unclaimed - doubtful).total()
        return self.paid

    def _key(self) -> tuple[int, str]:
        self._next += 1
        return self.ids[self._next % len(self.ids)], f"gift {self._next}"

    def _give(self, keys: list[tuple[int, str]]) -> None:
        with self.line.context.db.write() as session:
            shop, at = self.store.shop(session), self.line.context.clock()
            found = select(Customer).where(
                Customer.shop_id == shop.id, col(Customer.platform_id).in_(self.ids)
            )
            people = {row.platform_id: row for row in session.exec(found).all()}
            reward = Reward(kind=SURPRISE, amount_minor=AMOUNT, valid_days=90)
            for platform_id, key in keys:
                give(session, shop, people[platform_id], reward, "soak", "operator", at, key)

    def _pay(self, many: int) -> None:
        """Every first call ends in one of the ways in which nobody is told what was done."""
        actions = [self.chance.choice(MIX) for _ in range(many)]
        self.line.faults(api=[_rule(action) for action in actions])
        self.line.clock(advance_seconds=2)
        with _lost(self.chance, actions, self.paid.outcomes):
            self._run()
        self.line.control("DELETE", "/faults")

    def _run(self) -> None:
        """Every wake-up that is due now, through all deaths: a new process begins where the old one died."""
        while True:
            try:
                if self.line.step():
                    continue
            except Killed:
                pass
            self.line.end_pauses()
            due = self._next_due()
            if due is None or due > self.line.context.clock():
                return

    def _settle(self) -> None:
        """The clock goes from one due wake-up to the next; nothing but it and the rows makes this go on."""
        started = self.line.context.clock()
        for _ in range(200):
            self._run()
            due = self._next_due()
            if due is None or not self._open():
                break
            self.line.clock(advance_seconds=max(1.0, (due - self.line.context.clock()).total_seconds() + 1))
        took = (self.line.context.clock() - started).total_seconds()
        self.paid.seconds_to_settle = max(self.paid.seconds_to_settle, took)

    def _open(self) -> int:
        """How many grants are not at rest."""
        with self.line.context.db.read() as session:
            held = counts(session, self.store.shop(session).id)
        return sum(held.get(state, 0) for state in ("promised", "sending", "unknown"))

    def _next_due(self) -> datetime | None:
        with self.line.context.db.read() as session:
            found = select(Outbox.due_at).where(
                Outbox.shop_id == self.store.shop(session).id,
                Outbox.kind == outbox.GRANT,
                col(Outbox.wanted) > col(Outbox.sent),
            )
            return session.exec(found.order_by(col(Outbox.due_at)).limit(1)).first()

    def _credits(self) -> Iterator[tuple[str, int, int]]:
        """Gid, customer and mark of every credit that the app really gave."""
        for account in self.line.control("GET", f"/{self.store.domain}/store-credit"):
            for row in account["transactions"]:
                if row["kind"] == "credit" and row["by"] == "app":
                    gid = f"gid://shopify/StoreCreditAccountCreditTransaction/{row['id']}"
                    yield gid, account["customer_id"], mark_of(datetime.fromisoformat(row["expires_at"]))


def _rule(action: str) -> dict[str, Any]:
    return {"operation": "storeCreditAccountCredit", "action": action, "times": 1}


def _kind(action: str) -> str:
    name = action.partition(":")[0]
    return {
        "reset_late": "late apply",
        "status_after": "5xx after apply",
        "reset_after": "reset after apply",
    }.get(name, "nothing done" if action in NOTHING_DONE else "garbled after apply")


@contextmanager
def _lost(chance: random.Random, actions: Sequence[str], outcomes: Counter[str]) -> Iterator[None]:
    """Counts what each call came to, as it came; and some are done, answered, and then the process is gone
    before anything is written."""
    real, sent = store_credit.platform.give, count()

    def give_and_lose(*arguments: Any) -> str:
        action = actions[n] if (n := next(sent)) < len(actions) else ""
        dies = chance.random() < KILLED_SHARE
        try:
            return real(*arguments)
        except PlatformError as problem:
            if problem.unknown_outcome and not dies:
                outcomes[_kind(action)] += 1
            raise
        finally:
            if dies:
                outcomes["killed between answer and commit"] += 1
                raise Killed

    store_credit.platform.give = give_and_lose
    try:
        yield
    finally:
        store_credit.platform.give = real


def _backup(line: Line, place: Path) -> Path:
    line.context.db.close()
    source = Path(str(line.context.db.url.database))
    place.mkdir(parents=True, exist_ok=True)
    for each in source.parent.glob(f"{source.name}*"):
        shutil.copy(each, place / each.name)
    return place


def _restore(line: Line, copied: Path) -> None:
    """The process is stopped, the old file put back, and everything started again."""
    line.context.db.close()
    source = Path(str(line.context.db.url.database))
    for each in source.parent.glob(f"{source.name}*"):
        each.unlink()
    for each in copied.glob(f"{source.name}*"):
        shutil.copy(each, source.parent / each.name)
