"""Promising: the row of a grant, made once for its business key, in the transaction of its cause."""

import json
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from app import outbox
from app.models import Grant, Shop
from app.models.grant import PROMISED, TO_APPROVE
from app.models.ids import new_id
from app.rules.program import Program
from app.rules.rewards import Due

LAUREL = "laurel"
"""The author of what nobody decided by hand."""


def promise(
    session: Session,
    shop: Shop,
    customer_id: int,
    due: Due,
    program: Program,
    now: datetime,
    *,
    due_at: datetime | None = None,
    order_id: int | None = None,
    reason: dict[str, object] | None = None,
    author: str = LAUREL,
) -> Grant | None:
    """The new row, or None where this was promised before. It is woken up when it is due."""
    reward = due.reward
    above = program.money_out.approve_above_minor
    asks = above is not None and (reward.amount_minor or 0) > above
    grant = Grant(
        shop_id=shop.id,
        id=new_id(),
        customer_id=customer_id,
        benefit=due.benefit,
        period=due.period,
        occasion_on=due.day,
        since_on=due.since,
        tier=due.tier,
        form=reward.form,
        amount_minor=reward.amount_minor or 0,
        percent=reward.percent,
        currency=shop.counting_currency,
        state=TO_APPROVE if asks else PROMISED,
        due_at=due_at or now,
        promised_at=now,
        order_id=order_id,
        reason=json.dumps(reason or {}, sort_keys=True),
        author=author,
        valid_days=reward.valid_days,
    )
    return add(session, grant, now)


def add(session: Session, grant: Grant, now: datetime) -> Grant | None:
    """Inserts the row unless its business key is there: two causes that come at once make one."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    wanted = insert(Grant).values(grant.model_dump())
    key = ["shop_id", "customer_id", "benefit", "period"]
    made = session.execute(wanted.on_conflict_do_nothing(index_elements=key).returning(col(Grant.id)))
    if made.scalar_one_or_none() is None:
        return None
    wake(session, grant, now)
    return session.get_one(Grant, (grant.shop_id, grant.id))


def wake(session: Session, grant: Grant, now: datetime) -> None:
    """The outbox only says: look at this grant. What is done is decided by where it stands then."""
    if grant.state != TO_APPROVE:
        due_at = max(grant.due_at, now)
        outbox.want(
            session, grant.shop_id, outbox.GRANT, [str(grant.id)], now, lane=outbox.OBJECTS, due_at=due_at
        )
