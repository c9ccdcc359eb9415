"""Every quarter of an hour: is every drop as it should be? Whatever was missed is caught up."""

from datetime import datetime

from app import outbox
from app.delivery import Context
from app.drops import look_again, unsettled
from app.drops.early_buyers import note, watched
from app.models import Shop
from jobs.done import done


def run(context: Context, shop: Shop, period: str, now: datetime) -> None:
    with context.db.write() as session:
        waiting = [str(drop.id) for drop in unsettled(session, shop.id)]
        outbox.want(session, shop.id, outbox.DROP, waiting, now)
        early = sum(note(session, drop, now) for drop in watched(session, shop.id, now))
        verdict = {"looked_at": len(waiting), "bought_early": early}
        done(session, shop.id, "drops", period, verdict, now)


def hourly(context: Context, shop: Shop, period: str, now: datetime) -> None:
    """Private collections too, and whether the checkout still asks for the gates."""
    with context.db.write() as session:
        waiting = look_again(session, shop.id, now) if shop.cleaned_at is None else 0
        done(session, shop.id, "gates", period, {"drops": waiting}, now)
