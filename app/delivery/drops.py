"""Drops: their products as they should be at this instant, whatever was missed or done by hand meanwhile.

A drop stays in the outbox until it is over, due again at its next opening. Whoever looks, and however late,
computes what should be from the clock, so a missed opening is caught up at the next look (PIT-DELIVERY).
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from app import outbox
from app.delivery import drop_gates, drop_products, lanes, members_only
from app.delivery.context import Turn
from app.delivery.drop_gates import AGAIN, Gated
from app.delivery.drop_products import Looked
from app.drops import release_of
from app.drops.announcements import note_moved
from app.drops.looking import tell_theme
from app.drops.notices import tell
from app.drops.openings import record_openings
from app.drops.rows import record
from app.drops.sharing import MEMBERS_ONLY
from app.models import Drop, Outbox
from app.platform import publications
from app.programs import program_of
from app.rules.early_access import Release
from app.rules.program import Program
from app.rules.said import said

NEEDED = ("write_products", "read_publications", "write_publications")


def send(turn: Turn, rows: Sequence[Outbox]) -> None:
    for row in rows:
        if row.subject == MEMBERS_ONLY:
            members_only.send(turn, row)
        else:
            _send(turn, row)


def _send(turn: Turn, row: Outbox) -> None:
    now = turn.context.clock()
    with turn.context.db.read() as session:
        drop = session.get(Drop, (turn.shop.id, int(row.subject)))
        _, program = program_of(session, turn.shop.id, now)
    if drop is None or drop.settled_at is not None:
        _over(turn, row, now)
        return
    release = release_of(drop, program, turn.shop.zone)
    missing = [scope for scope in NEEDED if scope not in turn.shop.scopes.split(",")]
    if missing:
        _stuck(
            turn,
            row,
            drop,
            said("Shopify needs your permission first: %(scopes)s.", scopes=", ".join(missing)),
            now,
        )
        return
    publication = publications.online_store(turn.calls)
    if publication is None:
        _stuck(turn, row, drop, said("The store has no online store to publish products in."), now)
        return
    look = drop_products.look(turn, drop, release, program, publication, now)
    gated = drop_gates.write(turn, program, look.seen, look.gates, now)
    look = drop_products.write(turn, look, publication)
    _keep(turn, row, drop, release, program, look, gated, now)


def _keep(
    turn: Turn,
    row: Outbox,
    drop: Drop,
    release: Release,
    program: Program,
    look: Looked,
    gated: Gated,
    now: datetime,
) -> None:
    """What was done and seen, in one transaction with the outbox row; then the members are told."""
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        kept = _locked(session, drop)
        if drop_products.keep(session, kept, release.stage(now), look, now):
            tell_theme(session, kept.shop_id, now)
        note_moved(session, kept, release, now)
        record_openings(session, kept, release, enforced=gated.hard, now=now)
        problem = look.problem or gated.problem
        _problem(session, kept, problem, now)
        coming = release.next_change(now)
        if look.at_rest and coming is None and kept.cancelled_at == drop.cancelled_at:
            kept.settled_at = now
            record(session, kept, "settled", {}, now)
            tell_theme(session, kept.shop_id, now)
            outbox.sent(session, row, "", now)
        elif problem:
            outbox.later(session, row, problem, min(filter(None, (coming, now + AGAIN))))
        else:
            outbox.rest(session, row, coming or now + AGAIN, now)
    tell(turn.context.db, turn.shop, drop, release, program, now)


def _over(turn: Turn, row: Outbox, now: datetime) -> None:
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        outbox.sent(session, row, "", now)


def _stuck(turn: Turn, row: Outbox, drop: Drop, words: str, now: datetime) -> None:
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        _problem(session, _locked(session, drop), words, now)
        outbox.later(session, row, words, now + AGAIN)


def _locked(session: Session, drop: Drop) -> Drop:
    """The row as it is now: the merchant may have changed it while we looked at the products."""
    return session.get_one(Drop, (drop.shop_id, drop.id), with_for_update=True)


def _problem(session: Session, drop: Drop, words: str, now: datetime) -> None:
    """Told once when it begins and once when it ends, however often it is met."""
    if drop.problem != words:
        drop.problem = words
        session.add(drop)
        record(session, drop, "problem", {"words": words}, now)
