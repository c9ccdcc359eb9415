"""Telling other systems of tier changes: who is told, and what waits to be sent (INT-SHIP, INT-SUPPORT).

A delivery is one subject of the outbox: the hook and what it speaks of. Deliveries come at least once and
in no promised order; each carries an id and its own instant, so that a receiver can tell.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from app import outbox
from app.errors import BadInput, NotFound
from app.models import AuditEvent, Hook, Shop, StandingChange
from app.rules.said import said

MOST = 10
CHANGE, ORDER = "change", "order"
"""What a subject speaks of: `<hook>:change:<standing change>`, `<hook>:order:<order>`."""


def open_hooks(session: Session, shop_id: int) -> Sequence[Hook]:
    found = select(Hook).where(Hook.shop_id == shop_id, col(Hook.ended_at).is_(None))
    return session.exec(found.order_by(col(Hook.id))).all()


def add(session: Session, shop: Shop, url: str, sealed: str, author: str, now: datetime) -> Hook:
    """`url` was checked and `sealed` is the encrypted secret. Raises BadInput where there are enough."""
    present = open_hooks(session, shop.id)
    if any(hook.url == url for hook in present):
        raise BadInput(said("%(url)s is told already", url=url))
    if len(present) >= MOST:
        raise BadInput(said("a store has at most %(most)s hooks; end one first", most=MOST))
    hook = Hook(shop_id=shop.id, url=url, secret=sealed, created_at=now, author=author)
    session.add(hook)
    session.flush()
    _note(session, hook, "hook added", author, now)
    return hook


def end(session: Session, shop: Shop, hook_id: int, author: str, now: datetime, why: str = "") -> Hook:
    """Nothing is sent to it from here on. Ending twice changes nothing. Raises NotFound."""
    hook = session.get(Hook, (shop.id, hook_id))
    if hook is None:
        raise NotFound(f"{shop.domain} has no hook {hook_id}.")
    if hook.ended_at is None:
        hook.ended_at, hook.problem = now, why
        session.add(hook)
        _note(session, hook, "hook ended", author, now)
    return hook


def want_changes(session: Session, shop: Shop, changes: Iterable[StandingChange], now: datetime) -> None:
    _want(session, shop.id, CHANGE, [change.id for change in changes], now)


def want_orders(session: Session, shop: Shop, order_ids: Iterable[int], now: datetime) -> None:
    """Orders whose tier was frozen."""
    _want(session, shop.id, ORDER, list(order_ids), now)


def _want(session: Session, shop_id: int, what: str, ids: Sequence[int], now: datetime) -> None:
    """In the last lane: what the store itself shows goes first."""
    if not ids:
        return
    subjects = [f"{hook.id}:{what}:{each}" for hook in open_hooks(session, shop_id) for each in ids]
    outbox.want(session, shop_id, outbox.HOOK, subjects, now, lane=outbox.MASS)


def _note(session: Session, hook: Hook, action: str, author: str, now: datetime) -> None:
    detail = json.dumps({"hook": hook.id, "url": hook.url})
    session.add(AuditEvent(shop_id=hook.shop_id, at=now, actor=author, action=action, detail=detail))
