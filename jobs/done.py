"""Writing down that a job ran and what it found."""

import json
from datetime import datetime

from sqlmodel import Session

from app.models import JobRun


def done(session: Session, shop_id: int, job: str, period: str, verdict: object, now: datetime) -> None:
    run = session.get_one(JobRun, (shop_id, job, period))
    run.done_at, run.verdict = now, json.dumps(verdict, default=str)
    session.add(run)
