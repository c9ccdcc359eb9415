"""Hours that a merchant set for a drop go by the names of tiers, and along when a tier gets another."""

import json

from sqlmodel import Session

from app.drops.rows import hours_of, unsettled
from app.rules.program import Program


def rename_hours(session: Session, shop_id: int, before: Program, program: Program) -> None:
    """In every drop that is not over; nothing where tiers came or went."""
    renamed = _renamed(before, program)
    for drop in unsettled(session, shop_id) if renamed else ():
        drop.hours = json.dumps({renamed.get(tier, tier): hours for tier, hours in hours_of(drop).items()})
        session.add(drop)


def _renamed(before: Program, program: Program) -> dict[str, str]:
    names = {tier.name for tier in program.tiers}
    if len(before.tiers) != len(program.tiers):
        return {}
    both = zip(before.tiers, program.tiers, strict=True)
    return {old.name: new.name for old, new in both if old.name not in names}
