"""A changed program over many customers: the real command and real workers, killed while they judge.

The command runs at a terminal, so that its progress can be read. What is left at the end is held against
one undisturbed evaluation of everybody.
"""

import os
import pty
import re
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import select

from app import publishing
from app.db import Database
from app.evaluate import evaluate_due, mark_all
from app.models import Shop, StandingChange
from app.program_start import evaluation_progress
from app.rules.periods import local_day
from app.rules.program import Program
from app.rules.three_tiers import three_tiers
from bench import review
from bench.processes import LAUREL, ROOT, Group, free_port
from bench.stage import ZONE, environment

PROGRESS = re.compile(rb"Judging[^\r\n]*?(\d+)%")


@dataclass(frozen=True, slots=True)
class Published:
    """What was seen of one publication."""

    shown: list[int]
    """The percentages that the command printed until it was killed."""
    waiting_at_kills: list[int]
    seconds: float
    moved: int
    differing: int
    """Standings that an undisturbed evaluation of everybody has otherwise."""
    recorded_again: int
    """Moves that this evaluation had to add."""
    wrongly_recorded: int
    """Customers without exactly one move for their change of tier, or with one and no change."""


def dearer() -> Program:
    """Silver asks for 500.00 more, Gold for 1,000.00 less: many move, in both directions."""
    silver, gold, platinum = three_tiers("USD").tiers
    silver = silver.model_copy(update={"entry": 250_000})
    gold = gold.model_copy(update={"entry": 400_000})
    return three_tiers("USD").model_copy(update={"tiers": (silver, gold, platinum)})


def publish_and_kill(url: str, place: Path, *, customers: int, kills: int) -> Published:
    """One kill of the command, then `kills` of workers, spread over those who still wait; then to the end."""
    db = Database(url)
    try:
        shop_id = review.load(db, customers, local_day(datetime.now(UTC), ZONE))
        _judge_all(db, shop_id)
        before, recorded = _ranks(db, shop_id), _changes(db, shop_id)
        with db.write() as session:
            publishing.save_draft(
                session, session.get_one(Shop, shop_id), dearer(), "soak", datetime.now(UTC)
            )
        started = time.monotonic()
        shown = _command(db, shop_id, url, until=customers - customers // (kills + 2))
        waiting = [_waiting(db, shop_id)]
        for left in range(kills, 0, -1):
            with _worker(url, place) as group:
                _wait(lambda least=customers * left // (kills + 2): _waiting(db, shop_id) <= least, group)
            waiting.append(_waiting(db, shop_id))
        with _worker(url, place) as group:
            _wait(lambda: not _waiting(db, shop_id), group)
        seconds = time.monotonic() - started
        after, since = _ranks(db, shop_id), _changes(db, shop_id) - recorded
        held = review.standings(db, shop_id)
        with db.write() as session:
            mark_all(session, shop_id)
        _judge_all(db, shop_id)
        undisturbed = review.standings(db, shop_id)
        return Published(
            shown=shown,
            waiting_at_kills=waiting,
            seconds=seconds,
            moved=since.total(),
            differing=sum(one != other for one, other in zip(held, undisturbed, strict=True)),
            recorded_again=(_changes(db, shop_id) - recorded - since).total(),
            wrongly_recorded=sum(since[each] != (before[each] != after[each]) for each in before),
        )
    finally:
        db.close()


def _command(db: Database, shop_id: int, url: str, until: int) -> list[int]:
    """Publishes at a terminal and is killed when no more than `until` wait; the percentages it showed."""
    ours, theirs = pty.openpty()
    command = [*LAUREL, "program", "publish", "--yes"]
    settings = {**os.environ, **environment(url)}
    process = subprocess.Popen(
        command, cwd=ROOT, env=settings, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    said = b""
    while chunk := _read(ours):
        said += chunk
        if PROGRESS.search(said) and 0 < _waiting(db, shop_id) <= until:
            break
    else:
        raise AssertionError(f"the command ended by itself: {said.decode(errors='replace')[-2000:]}")
    process.kill()
    process.wait()
    os.close(ours)
    return [int(each) for each in PROGRESS.findall(said)]


def _read(terminal: int) -> bytes:
    """What is printed next; nothing when the other side is gone."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


@contextmanager
def _worker(url: str, place: Path) -> Iterator[Group]:
    """The process that judges: on SQLite the one that serves, too. Killed at the end, never asked to stop."""
    what = "serve" if url.startswith("sqlite") else "worker"
    settings = environment(url, free_port()) | {"DELIVERY_THREADS": "0"}
    group = Group([*LAUREL, what], settings, place / f"{what}.log")
    try:
        yield group
    finally:
        group.kill()


def _wait(reached: Callable[[], bool], group: Group) -> None:
    while not reached():
        assert group.alive, group.log.read_text()[-2000:]
        time.sleep(0.01)


def _judge_all(db: Database, shop_id: int) -> None:
    while evaluate_due(db, shop_id, datetime.now(UTC)):
        pass


def _waiting(db: Database, shop_id: int) -> int:
    with db.read() as session:
        return evaluation_progress(session, shop_id).waiting


def _ranks(db: Database, shop_id: int) -> dict[int, int]:
    place = review.STORED.index("rank")
    return {row[0]: row[place] for row in review.standings(db, shop_id)}


def _changes(db: Database, shop_id: int) -> Counter[int]:
    """How many moves of each customer are on record."""
    with db.read() as session:
        found = select(StandingChange.customer_id).where(StandingChange.shop_id == shop_id)
        return Counter(session.exec(found).all())
