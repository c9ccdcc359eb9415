"""The versions of a shop's program: which one applies when, and the draft that a shop starts with.

A version is never edited. It is a draft until it has a `from_at`, which may lie ahead; the version before
it then ends at that instant. Going back is a new version with older rules.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from sqlmodel import Session, col, func, select

from app.models import ProgramVersion, Shop
from app.rules.program import Program
from app.rules.standing import Version
from app.rules.three_tiers import three_tiers


@lru_cache(maxsize=64)
def parsed(rules: str) -> Program:
    """The program of a stored text. Read often and never changed, so read once."""
    return Program.model_validate_json(rules)


def program_of(session: Session, shop_id: int, at: datetime) -> tuple[ProgramVersion, Program]:
    """The version that applies at `at`, else the draft. Raises LookupError before the first draft."""
    found = published(session, shop_id)
    version = applying(found, at) or draft_of(session, shop_id) or (found[0] if found else None)
    if version is None:
        raise LookupError(f"shop {shop_id} has no program")
    return version, parsed(version.rules)


def applying(chain: Iterable[ProgramVersion], at: datetime) -> ProgramVersion | None:
    begun = [row for row in chain if row.from_at is not None and row.from_at <= at]
    return begun[-1] if begun else None


def published(session: Session, shop_id: int) -> list[ProgramVersion]:
    """The versions of the present installation that apply or will, in the order of time.

    Each begins where the one before it ends; what an earlier installation used does not reach the next one.
    """
    found = select(ProgramVersion).where(
        ProgramVersion.shop_id == shop_id, col(ProgramVersion.from_at).is_not(None)
    )
    return chain_of(session.exec(found.order_by(col(ProgramVersion.version))).all())


def every_version(session: Session, shop_id: int) -> Sequence[ProgramVersion]:
    """Drafts, put aside or not, and those of earlier installations too."""
    found = select(ProgramVersion).where(ProgramVersion.shop_id == shop_id)
    return session.exec(found.order_by(col(ProgramVersion.version))).all()


def chain_of(versions: Iterable[ProgramVersion]) -> list[ProgramVersion]:
    """Those of the present installation that were published, as `published`."""
    dated = [(row.from_at, row.version, row) for row in versions if row.from_at is not None]
    rows = [row for _, _, row in sorted(dated, key=lambda each: each[:2])]
    chain: list[ProgramVersion] = []
    for row in reversed(rows):
        if row.to_at != (chain[-1].from_at if chain else None):
            break
        chain.append(row)
    return chain[::-1]


def scheduled(chain: list[ProgramVersion], now: datetime) -> ProgramVersion | None:
    """The version of a chain that is still to begin."""
    last = chain[-1] if chain else None
    return last if last is not None and last.from_at is not None and last.from_at > now else None


def state_of(row: ProgramVersion, chain: Sequence[ProgramVersion], at: datetime) -> str:
    """live, scheduled, draft, past, or put aside for a draft whose place another one took.

    `chain` are the published versions of the present installation.
    """
    if row.from_at is None:
        return "draft" if row.to_at is None else "put aside"
    if row.version not in {each.version for each in chain} or (row.to_at is not None and row.to_at <= at):
        return "past"
    return "live" if row.from_at <= at else "scheduled"


def versions(session: Session, shop_id: int, at: datetime) -> tuple[Version, ...]:
    """What a fold takes: the published versions, or the draft as if it went live at `at`."""
    rows = published(session, shop_id)
    if not rows:
        row, program = program_of(session, shop_id, at)
        return (Version(row.version, program, at),)
    return as_versions(rows)


def as_versions(chain: Iterable[ProgramVersion]) -> tuple[Version, ...]:
    """Published versions as a fold takes them."""
    return tuple(
        Version(row.version, parsed(row.rules), row.from_at, row.grandfathered_until)
        for row in chain
        if row.from_at is not None
    )


def draft_of(session: Session, shop_id: int) -> ProgramVersion | None:
    """The newest version that was never published."""
    found = select(ProgramVersion).where(
        ProgramVersion.shop_id == shop_id,
        col(ProgramVersion.from_at).is_(None),
        col(ProgramVersion.to_at).is_(None),
    )
    return session.exec(found.order_by(col(ProgramVersion.version).desc())).first()


def add_draft(
    session: Session, shop_id: int, program: Program, author: str, now: datetime, note: str = ""
) -> ProgramVersion:
    """Makes these rules the draft; the draft before them, if any, is put aside."""
    if (before := draft_of(session, shop_id)) is not None:
        before.to_at = now
        session.add(before)
    return add_version(session, shop_id, program, author, now, note)


def add_version(
    session: Session, shop_id: int, program: Program, author: str, now: datetime, note: str = ""
) -> ProgramVersion:
    """A version with the next number that no draft gives way to: who calls it says when it begins."""
    last = select(func.max(ProgramVersion.version)).where(ProgramVersion.shop_id == shop_id)
    row = ProgramVersion(
        shop_id=shop_id,
        version=1 + (session.exec(last).one() or 0),
        rules=program.model_dump_json(),
        created_at=now,
        author=author,
        note=note,
    )
    session.add(row)
    session.flush()
    return row


def programs_by_version(
    session: Session, shop_id: int, numbers: Collection[int] | set[int]
) -> dict[int, Program]:
    """The rules of these versions, for changes that were recorded under them."""
    if not numbers:
        return {}
    found = select(ProgramVersion.version, ProgramVersion.rules).where(
        ProgramVersion.shop_id == shop_id, col(ProgramVersion.version).in_(numbers)
    )
    return {number: parsed(rules) for number, rules in session.exec(found).all()}


def has_program(session: Session, shop_id: int) -> bool:
    held = select(ProgramVersion.version).where(ProgramVersion.shop_id == shop_id)
    return session.exec(held.limit(1)).first() is not None


def ensure_draft(session: Session, shop: Shop, now: datetime) -> None:
    """A shop has a program from its first minute: TIER-3TABLE in its own currency."""
    if not has_program(session, shop.id):
        add_draft(session, shop.id, three_tiers(shop.currency), "laurel", now)


def back_to_draft(session: Session, shop: Shop, now: datetime) -> None:
    """After an uninstall the same rules start again as a draft: a new installation writes nothing unasked."""
    rows = published(session, shop.id)
    if not rows:
        return
    _, program = program_of(session, shop.id, now)
    for row in rows:
        if row.from_at is not None and row.from_at > now:
            row.from_at, row.grandfathered_until = None, None
        if row.to_at is None or row.to_at > now:
            row.to_at = now
        session.add(row)
    add_draft(session, shop.id, program, "laurel", now)
