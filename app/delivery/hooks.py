"""Hooks: signed messages to other systems. A receiver that is down must hold up neither the store nor the
others: one failure lets all of its messages rest, and a turn sends only for some seconds.
"""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app import outbox
from app.delivery import lanes
from app.delivery.context import Turn
from app.delivery.hook_messages import Message, messages
from app.errors import LaurelError
from app.hooks import end
from app.models import Hook, Outbox
from app.outgoing import post
from app.platform.vault import unseal
from app.rules.said import cut, said
from app.rules.standard_webhooks import signed_headers

AT_ONCE = 10
SECONDS = 5.0
"""Within a turn; a call that hangs may take longer."""
TRIED_FOR = timedelta(days=3)
SHORTEST_REST, LONGEST_REST = timedelta(seconds=5), timedelta(hours=6)
GONE = 410
"""Standard Webhooks: the receiver asks not to be told any more."""


@dataclass(frozen=True, slots=True)
class _Tried:
    """What a receiver answered: a status, or 0 and why it could not be reached."""

    status: int
    problem: str = ""

    @property
    def taken(self) -> bool:
        return 200 <= self.status < 300


def send(turn: Turn, rows: Sequence[Outbox]) -> None:
    """Posts as many as there is time for; whatever is left is taken up in a later turn."""
    with turn.context.db.read() as session:
        hooks = _hooks(session, turn.shop.id, rows)
        told = messages(session, turn.shop, [row.subject for row in rows])
    tried: dict[str, _Tried] = {}
    failed: set[int] = set()
    until = time.monotonic() + SECONDS
    for row in rows:
        hook, message = hooks.get(_hook_id(row)), told.get(row.subject)
        if hook is None or message is None or hook.id in failed or time.monotonic() > until:
            continue
        tried[row.subject] = _try(turn, hook, message)
        if not tried[row.subject].taken:
            failed.add(hook.id)
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        now = turn.context.clock()
        for row in rows:
            if row.subject in tried:
                _settle(session, turn, row, tried[row.subject], now)
            elif row.subject not in told or _hook_id(row) not in hooks:
                outbox.sent(session, row, "", now)  # its hook has ended, or nobody is left to speak of


def _hooks(session: Session, shop_id: int, rows: Sequence[Outbox]) -> dict[int, Hook]:
    ids = {_hook_id(row) for row in rows}
    found = select(Hook).where(Hook.shop_id == shop_id, col(Hook.id).in_(ids), col(Hook.ended_at).is_(None))
    return {hook.id: hook for hook in session.exec(found).all()}


def _hook_id(row: Outbox) -> int:
    return int(row.subject.partition(":")[0])


def _try(turn: Turn, hook: Hook, message: Message) -> _Tried:
    """One attempt, with a signature of its own."""
    config, body = turn.context.config, message.body
    try:
        secret = unseal(hook.secret, config.keys, turn.shop.domain, secret_kind(hook.url))
        headers = signed_headers(secret, message.id, turn.context.clock(), body)
        status = post(hook.url, headers, body, beside_sandbox=bool(config.sandbox_url))
    except LaurelError as problem:
        return _Tried(0, problem.words)
    return _Tried(status, "" if 200 <= status < 300 else said("It answered %(status)s.", status=status))


def secret_kind(url: str) -> str:
    """A secret opens for its own address only: a row that was changed by hand sends nothing."""
    return f"hook {url}"


def _settle(session: Session, turn: Turn, row: Outbox, tried: _Tried, now: datetime) -> None:
    hook = session.get_one(Hook, (turn.shop.id, _hook_id(row)))
    if tried.taken:
        hook.failing_since, hook.problem = None, ""
        outbox.sent(session, row, str(tried.status), now)
    elif tried.status == GONE:
        end(session, turn.shop, hook.id, "laurel", now, said("It answered 410: it does not want to be told."))
        outbox.sent(session, row, str(tried.status), now)
    else:
        hook.failing_since, hook.problem = hook.failing_since or now, cut(tried.problem, 500)
        _failed(session, row, hook, now)
    session.add(hook)


def _failed(session: Session, row: Outbox, hook: Hook, now: datetime) -> None:
    """All its messages rest, for as long again as it has been failing; after three days one is given up."""
    assert hook.failing_since is not None
    rest = min(max(now - hook.failing_since, SHORTEST_REST), LONGEST_REST) * (1 + random.random() / 4)
    if now - row.wanted_at >= TRIED_FOR:
        outbox.dead(session, row, hook.problem)
    else:
        outbox.later(session, row, hook.problem, now + rest)
    outbox.put_off(session, row.shop_id, row.kind, f"{hook.id}:", now + rest)
