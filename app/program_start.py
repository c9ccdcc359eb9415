"""What follows once a version of the program has begun: its objects, its members, its first lines."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, update
from sqlmodel import Session, col, func, select

from app import outbox
from app.cutoffs import draw_lines
from app.drops.renaming import rename_hours
from app.models import Customer, Cutoff, Outbox, Shop
from app.programs import parsed, program_of, published


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an evaluation of everybody is."""

    customers: int
    waiting: int

    @property
    def done(self) -> int:
        return self.customers - self.waiting


def begin_scheduled(session: Session, shop: Shop, now: datetime) -> int | None:
    """What must happen once when a scheduled version has begun; returns its number, None if all is done.

    Customers know the instant from their last evaluation; here everybody is due who was not judged since.
    """
    chain = published(session, shop.id)
    begun = [row for row in chain if row.from_at is not None and row.from_at <= now]
    if shop.live_at is None or not begun or (start := begun[-1].from_at) is None:
        return None
    objects = session.get(Outbox, (shop.id, outbox.PROGRAM, outbox.OBJECTS_SUBJECT))
    if objects is not None and objects.wanted_at >= start:
        return None
    if shop.falls_stop_at is not None and shop.falls_stop_at <= start:
        amounts_decided(shop)
        session.add(shop)
    for followed in begun[-2:-1]:
        rename_hours(session, shop.id, parsed(followed.rules), parsed(begun[-1].rules))
    outbox.want(session, shop.id, outbox.PROGRAM, [outbox.OBJECTS_SUBJECT], now)
    before = or_(col(Customer.evaluated_at) < start, col(Customer.evaluated_at).is_(None))
    session.exec(update(Customer).where(col(Customer.shop_id) == shop.id, before).values(dirty=True))
    return begun[-1].version


def draw_first_lines(session: Session, shop: Shop, now: datetime) -> int:
    """The lines of population tiers that have none since their version began; returns how many were drawn.

    They rest on what everybody holds under that version, so nobody may still wait to be judged by it.
    """
    version, program = program_of(session, shop.id, now)
    start = version.from_at
    if shop.live_at is None or start is None or not program.by_population:
        return 0
    drawn = select(Cutoff.tier).where(Cutoff.shop_id == shop.id, col(Cutoff.recorded_at) >= start)
    lacking = {tier.name for tier in program.tiers if tier.top_percent} - set(session.exec(drawn).all())
    if not lacking or evaluation_progress(session, shop.id).waiting:
        return 0
    return draw_lines(session, shop, version, program, now)


def evaluation_progress(session: Session, shop_id: int) -> Progress:
    """How many of the store's customers still wait to be judged."""
    everybody = select(func.count()).select_from(Customer).where(Customer.shop_id == shop_id)
    return Progress(
        customers=session.exec(everybody).one(),
        waiting=session.exec(everybody.where(col(Customer.dirty))).one(),
    )


def amounts_decided(shop: Shop) -> None:
    """Whoever publishes after a change of currency has decided what the amounts are in the new one."""
    shop.counted_in, shop.falls_stop_at = "", None
