"""The notice of every member whose tier may buy now: one row each, due at the second of the opening.

Sending is another step. A member is told once per drop; who reaches the tier while it is open, then.
"""

import json
from datetime import datetime

from sqlalchemy import exists
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app.db import Database
from app.models import Customer, Drop, Notice, Shop
from app.rules.early_access import Release
from app.rules.notices import EARLY_ACCESS
from app.rules.periods import local_day
from app.rules.program import Program

AT_ONCE = 250
"""Rows of one transaction: accepting webhooks waits for no more than that."""


def tell(db: Database, shop: Shop, drop: Drop, release: Release, program: Program, now: datetime) -> int:
    """Records what is not on record yet, in small transactions; returns how many. A second run adds none."""
    told = 0
    openings = release.openings()
    for rank, tier in enumerate(program.tiers, start=1):
        if tier.name not in release.open_tiers(now):
            continue
        about = _about(drop, release, tier.name)
        while True:
            with db.write() as session:
                members = _untold(session, shop.id, drop, rank)
                _insert(session, shop, drop, members, openings[tier.name], about, now)
            told += len(members)
            if len(members) < AT_ONCE:
                break
    return told


def _untold(session: Session, shop_id: int, drop: Drop, rank: int) -> list[int]:
    """Some living members of the tier who can log in and were not told."""
    told = exists().where(
        col(Notice.shop_id) == shop_id,
        col(Notice.customer_id) == col(Customer.id),
        col(Notice.kind) == EARLY_ACCESS,
        col(Notice.occasion) == str(drop.id),
    )
    found = select(Customer.id).where(
        Customer.shop_id == shop_id,
        Customer.rank == rank,
        col(Customer.gone).is_(False),
        col(Customer.platform_id).is_not(None),
        ~told,
    )
    return list(session.exec(found.limit(AT_ONCE)).all())


def _insert(
    session: Session, shop: Shop, drop: Drop, members: list[int], due_at: datetime, about: str, now: datetime
) -> None:
    if not members:
        return
    rows = [
        {
            "shop_id": shop.id,
            "customer_id": member,
            "kind": EARLY_ACCESS,
            "occasion": str(drop.id),
            "due_on": local_day(due_at, shop.zone),
            "due_at": due_at,
            "recorded_on": local_day(now, shop.zone),
            "recorded_at": now,
            "data": about,
            "why_not": "",
        }
        for member in members
    ]
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(Notice).on_conflict_do_nothing(), rows)


def _about(drop: Drop, release: Release, tier: str) -> str:
    told = {
        "drop": drop.id,
        "title": drop.title,
        "tier": tier,
        "opens_at": release.opens_to(tier).isoformat(),
        "public_at": release.opens_to_all.isoformat(),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True)
