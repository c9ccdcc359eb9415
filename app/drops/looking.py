"""Wanting another look at whatever early access means in the store now."""

from datetime import datetime

from sqlmodel import Session

from app import outbox
from app.drops.rows import unsettled
from app.drops.sharing import MEMBERS_ONLY


def look_again(session: Session, shop_id: int, now: datetime) -> int:
    """Every drop that is not over, and what is for members alone; returns how many drops."""
    waiting = [str(drop.id) for drop in unsettled(session, shop_id)]
    outbox.want(session, shop_id, outbox.DROP, [*waiting, MEMBERS_ONLY], now)
    return len(waiting)


def tell_theme(session: Session, shop_id: int, now: datetime) -> None:
    """The theme of the store reads which drops are coming, with the program."""
    outbox.want(session, shop_id, outbox.PROGRAM, [outbox.OBJECTS_SUBJECT], now, lane=outbox.OBJECTS)
