"""What others changed of the products of drops: the drops put it back, and the night tells of it."""

import json
from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from app.delivery.objects import ByHand
from app.models import DropEvent, JobRun

REPAIRED = "repaired"


def put_back(session: Session, shop_id: int, job: str, period: str) -> Sequence[ByHand]:
    """Products that were put back since the run of `job` before that of `period`."""
    before = select(func.max(JobRun.done_at)).where(
        JobRun.shop_id == shop_id, JobRun.job == job, JobRun.period != period
    )
    since = session.exec(before).one()
    found = select(DropEvent).where(DropEvent.shop_id == shop_id, DropEvent.kind == REPAIRED)
    if since is not None:
        found = found.where(DropEvent.at > since)
    details = [json.loads(each.detail) for each in session.exec(found.order_by(col(DropEvent.id))).all()]
    return [ByHand("product", str(each["title"]), ("publication",)) for each in details]
