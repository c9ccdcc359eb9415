"""The versions of a shop's program: which one applies, and the draft that a shop starts with."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.models import ProgramVersion, Shop
from app.rules.program import Program, three_tiers


def program_of(session: Session, shop_id: int) -> tuple[ProgramVersion, Program]:
    """The live version of the shop's program, else its draft. Raises LookupError before the first draft."""
    found = select(ProgramVersion).where(
        ProgramVersion.shop_id == shop_id, col(ProgramVersion.to_at).is_(None)
    )
    live_first = found.order_by(col(ProgramVersion.from_at).is_(None), col(ProgramVersion.version).desc())
    version = session.exec(live_first).first()
    if version is None:
        raise LookupError(f"shop {shop_id} has no program")
    return version, Program.model_validate_json(version.rules)


def has_program(session: Session, shop_id: int) -> bool:
    held = select(ProgramVersion.version).where(ProgramVersion.shop_id == shop_id)
    return session.exec(held.limit(1)).first() is not None


def ensure_draft(session: Session, shop: Shop, now: datetime) -> None:
    """A shop has a program from its first minute: TIER-3TABLE in its own currency."""
    if not has_program(session, shop.id):
        rules = three_tiers(shop.currency).model_dump_json()
        session.add(ProgramVersion(shop_id=shop.id, version=1, rules=rules, created_at=now, author="laurel"))


def back_to_draft(session: Session, shop: Shop, now: datetime) -> None:
    """After an uninstall the same rules start again as a draft: a new installation writes nothing unasked."""
    version, program = program_of(session, shop.id)
    if version.from_at is None:
        return
    version.to_at = now
    session.add(version)
    session.add(
        ProgramVersion(
            shop_id=shop.id,
            version=version.version + 1,
            rules=program.model_dump_json(),
            created_at=now,
            author="laurel",
        )
    )
