"""The way of customers that are written in bulk: one operation after the other, then the outcome of each.

A step asks, looks or settles, and lets the lane go. Each is kept before the next, so that any worker goes on
where another was killed; an operation whose start was not answered is found again by its key.
"""

import json
from collections.abc import Sequence
from datetime import timedelta

import structlog

from app import outbox
from app.delivery import lanes, mass
from app.delivery.context import Turn
from app.delivery.mass import Planned
from app.errors import PlatformError, TokenRefused, UserErrors
from app.models import MassWrite, Outbox
from app.models.mass_write import ASKED, DONE, RUNNING, WRITTEN
from app.platform import bulk, bulk_mutations
from app.platform.bulk_mutations import VERBS, Line
from app.platform.customers import Written
from app.rules.said import cut, said

SOONEST = timedelta(milliseconds=100)
SETTLED_AT_ONCE = 500
TOO_MANY = "OPERATION_IN_PROGRESS"

log = structlog.get_logger()


def step(turn: Turn, rows: Sequence[Outbox]) -> None:
    """One step of one plan; its subject stays open until every customer has an outcome."""
    (row,) = rows
    with turn.context.db.read() as session:
        run = session.get_one(MassWrite, (turn.shop.id, int(row.subject)))
    try:
        if run.state == ASKED:
            _ask(turn, run)
        elif run.state == RUNNING:
            _look(turn, run)
    except TokenRefused:
        raise
    except UserErrors as refused:
        if TOO_MANY in refused.codes:
            raise PlatformError(refused.words, retry_after=30) from refused
        _give_up(turn, run, refused.words)
    except PlatformError as problem:
        if not problem.permanent:
            raise
        _give_up(turn, run, problem.words)
    if run.state == WRITTEN:
        _settle(turn, run)
    _rest(turn, row, run)


def _ask(turn: Turn, run: MassWrite) -> None:
    """Starts the operation of the present verb, unless it was started already, or nobody needs it."""
    wanted = _lines(run)
    if not wanted:
        _next(turn, run)
        return
    key = f"laurel {run.id} {run.verb}"
    found = bulk_mutations.find(turn.calls, key) if run.asked_at else None
    run.asked_at = turn.context.clock()
    _keep(turn, run)
    run.bulk_id = found or bulk_mutations.start(turn.calls, run.verb, key, wanted)
    run.state = RUNNING
    _keep(turn, run)


def _look(turn: Turn, run: MassWrite) -> None:
    """Takes the results when the operation has ended; who is in none of them is looked at again."""
    told = bulk.state(turn.calls, run.bulk_id)
    if told.status not in ("COMPLETED", "FAILED", "CANCELED", "EXPIRED"):
        return
    wanted = _lines(run)
    if told.url:
        with turn.context.client.lines(told.url) as results:
            found = bulk_mutations.outcomes(run.verb, wanted, results)
    else:
        found = bulk_mutations.outcomes(run.verb, wanted, ())
    before = _outcome(run)
    run.outcome = json.dumps(
        {"refused": before.refused | found.refused, "again": sorted(before.again | found.again)}
    )
    _next(turn, run)


def _next(turn: Turn, run: MassWrite) -> None:
    place = VERBS.index(run.verb) + 1
    run.state, run.bulk_id, run.asked_at = ASKED, "", None
    if place < len(VERBS):
        run.verb = VERBS[place]
    else:
        run.state = WRITTEN
    _keep(turn, run)


def _give_up(turn: Turn, run: MassWrite, words: str) -> None:
    """The platform will not do it in bulk: everybody is looked at again, and written as a few are."""
    log.warning("not written in bulk", shop=turn.shop.domain, problem=words)
    again = [each.change.subject for each in mass.unpacked(run.plan)]
    run.problem, run.state = cut(words, 500), WRITTEN
    run.outcome = json.dumps({"refused": _outcome(run).refused, "again": again})
    _keep(turn, run)


def _settle(turn: Turn, run: MassWrite) -> None:
    """Each customer's outcome; a wish that came meanwhile stays open and is due now."""
    told = _outcome(run)
    plan = mass.unpacked(run.plan)
    for first in range(0, len(plan), SETTLED_AT_ONCE):
        _settle_some(turn, plan[first : first + SETTLED_AT_ONCE], told)
    run.state, run.plan, run.done_at = DONE, b"", turn.context.clock()
    _keep(turn, run)


def _settle_some(turn: Turn, some: Sequence[Planned], told: Written) -> None:
    now = turn.context.clock()
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        outbox.let_go(session, turn.shop.id, outbox.CUSTOMER, [each.change.subject for each in some], now)
        for each in some:
            subject = each.change.subject
            row = Outbox(
                shop_id=turn.shop.id, kind=outbox.CUSTOMER, subject=subject, wanted=each.wanted, due_at=now,
                wanted_at=now,
            )  # fmt: skip
            if subject in told.refused:
                outbox.dead(session, row, told.refused[subject])
            elif subject in told.again:
                outbox.later(session, row, said("Nothing is known of the write in bulk."), now, unknown=True)
            else:
                outbox.sent(session, row, each.written, now)


def _rest(turn: Turn, row: Outbox, run: MassWrite) -> None:
    """As long again as the whole has taken, at most until the next look is due anyway."""
    now = turn.context.clock()
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        if run.state == DONE:
            outbox.sent(session, row, "", now)
        elif run.state == RUNNING:
            asked = run.asked_at or run.started_at
            outbox.wait(session, row, now + min(max((now - asked) / 4, SOONEST), mass.BETWEEN_LOOKS))


def _lines(run: MassWrite) -> list[Line]:
    changes = [each.change for each in mass.unpacked(run.plan)]
    return bulk_mutations.lines(run.verb, bulk_mutations.left(changes, _outcome(run)))


def _outcome(run: MassWrite) -> Written:
    told = json.loads(run.outcome)
    return Written(told.get("refused", {}), set(told.get("again", ())))


def _keep(turn: Turn, run: MassWrite) -> None:
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        session.merge(run)
