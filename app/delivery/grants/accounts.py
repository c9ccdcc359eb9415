"""Reading the accounts after a backup was restored, or after somebody stopped money (reliability 1c.5).

Every open grant of store credit is looked for on its account: what was paid is delivered, what cannot be
told waits for a person. Only when all were read does money go on.
"""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, or_, select

from app import outbox
from app.delivery import lanes
from app.delivery.context import Turn
from app.delivery.grants import store_credit
from app.delivery.grants.checks import MONEY_STOPPED
from app.delivery.grants.step import OPEN
from app.grants import states
from app.grants.family import survivor_of
from app.grants.promise import wake
from app.models import AuditEvent, Grant, Outbox, Shop
from app.models.grant import SENDING, STORE_CREDIT
from app.platform import money_epoch
from app.rules.said import said

AT_ONCE = 20


def read(turn: Turn, row: Outbox) -> None:
    """Some accounts, or, when all were read, the end of the stop."""
    with turn.context.db.read() as session:
        stopped_at = session.get_one(Shop, turn.shop.id).money_stopped_at
        grants = unread(session, turn.shop.id, stopped_at, AT_ONCE) if stopped_at else []
    if stopped_at is not None and not grants:
        _go_on(turn, row, stopped_at)
        return
    for grant in grants:
        _read_one(turn, grant)
    now = turn.context.clock()
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        outbox.wait(session, row, now) if grants else outbox.sent(session, row, "", now)


def unread(session: Session, shop_id: int, stopped_at: datetime, limit: int) -> Sequence[Grant]:
    """Open grants of store credit whose account was not read since money was stopped."""
    found = select(Grant).where(
        Grant.shop_id == shop_id,
        Grant.form == STORE_CREDIT,
        col(Grant.state).in_(OPEN),
        or_(col(Grant.looked_at).is_(None), col(Grant.looked_at) < stopped_at),
    )
    return session.exec(found.order_by(col(Grant.id)).limit(limit)).all()


def _read_one(turn: Turn, grant: Grant) -> None:
    with turn.context.db.read() as session:
        customer = survivor_of(session, turn.shop.id, grant.customer_id)
    verdict = store_credit.look(turn, grant, customer) if customer.platform_id is not None else None
    now = turn.context.clock()
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        key = (turn.shop.id, grant.id)
        held = session.get_one(Grant, key, with_for_update=True, populate_existing=True)
        if held.state == SENDING:
            states.lost_sight(held, said("It was being sent when money was stopped."))
        if held.state in OPEN and verdict is not None and verdict.kind != "nothing":
            store_credit.judge(session, turn.shop, held, verdict, now)
        # A clock that was moved back must not have this read again for ever.
        stopped_at = session.get_one(Shop, turn.shop.id).money_stopped_at
        held.looked_at = max(now, stopped_at or now)
        session.add(held)


def _go_on(turn: Turn, row: Outbox, stopped_at: datetime) -> None:
    """The store's count is ours again, and every open grant goes its way; unless somebody stopped money anew
    while the accounts were read."""
    epoch, now = money_epoch.read_epoch(turn.calls), turn.context.clock()
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        shop = session.get_one(Shop, turn.shop.id, with_for_update=True, populate_existing=True)
        if shop.money_stopped_at != stopped_at:
            return
        shop.money_epoch, shop.money_stopped_at = max(shop.money_epoch, epoch.value), None
        session.add(shop)
        found = select(Grant).where(Grant.shop_id == shop.id, col(Grant.state).in_(OPEN))
        for grant in session.exec(found).all():
            if grant.problem == MONEY_STOPPED:
                grant.due_at = now
                session.add(grant)
            wake(session, grant, now)
        outbox.sent(session, row, "", now)
        detail = json.dumps({"epoch": shop.money_epoch})
        session.add(
            AuditEvent(shop_id=shop.id, at=now, actor="laurel", action="money goes on", detail=detail)
        )
