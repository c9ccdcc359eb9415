"""One turn: lease a lane, send what is due, settle every outcome in words the database understands."""

import time
from collections.abc import Callable, Sequence

import structlog
from sqlalchemy.exc import DBAPIError

from app import outbox
from app.delivery import (
    customers,
    drops,
    grants,
    hooks,
    lanes,
    mass,
    mass_steps,
    orders,
    prices,
    program,
    read_backs,
    shops,
)
from app.delivery.backoff import backoff
from app.delivery.context import Context, Turn
from app.departure import uninstall
from app.errors import PlatformError, ShopUnavailable, Throttled, TokenRefused
from app.models import Outbox, Shop
from app.models.shop import LIVE, NEEDS_REOPEN, PAUSED
from app.rules.said import said

TURN_SECONDS = 5.0
AFTER_TROUBLE_SECONDS = 2.0
NOTHING_ALLOWED_SECONDS = 1.0
"""A lane is let go whatever happens: its worker lives on and would keep the lease."""

Sender = Callable[[Turn, Sequence[Outbox]], None]

SENDERS: dict[str, tuple[Sender, int]] = {
    outbox.READ_BACK: (read_backs.send, 5),
    outbox.CUSTOMER: (mass.send, customers.AT_ONCE),
    outbox.DROP: (drops.send, 1),
    outbox.PROGRAM: (program.send, 1),
    outbox.SHOP: (shops.send, 1),
    outbox.ORDER: (orders.send, orders.AT_ONCE),
    outbox.HOOK: (hooks.send, hooks.AT_ONCE),
    outbox.GRANT: (grants.send, 1),
    outbox.BULK: (mass_steps.step, 1),
    outbox.PRICE: (prices.send, 1),
}
"""Who sends a kind, and how many subjects it takes at once."""

NOT_WHILE_PAUSED = (outbox.GRANT, outbox.PRICE, outbox.HOOK)
"""Nothing is given away and nobody else is told; all else goes on, or shows that the program is paused."""
WHILE_CLEAN = (outbox.READ_BACK, outbox.SHOP, outbox.CUSTOMER, outbox.PROGRAM)
"""What takes things out of the store, and nothing that would put some in."""

log = structlog.get_logger()


def serve_one(context: Context, owner: str) -> bool:
    """Serves the shop that waits longest; returns whether there was one."""
    with context.db.read() as session:
        waiting = lanes.shops_with_work(session, context.clock())
    for shop_id in waiting:
        fence = lanes.lease(context.db, shop_id, owner)
        if fence is not None:
            served, pause = 0, AFTER_TROUBLE_SECONDS
            try:
                served, pause = _serve(context, shop_id, owner, fence)
            finally:
                lanes.release(context.db, shop_id, fence, pause=pause)
            if served or pause:
                return True
    return False


def _serve(context: Context, shop_id: int, owner: str, fence: int) -> tuple[int, float]:
    """Sends for some seconds; returns how many subjects were tried, and how long to leave the shop alone."""
    with context.db.read() as session:
        shop = session.get_one(Shop, shop_id)
    calls = context.calls(shop)
    until = time.monotonic() + TURN_SECONDS
    tried = 0
    while time.monotonic() < until:
        with context.db.read() as session:
            shop = calls.shop = session.get_one(Shop, shop_id)
            rows = outbox.open_subjects(session, shop_id, allowed(shop), context.clock(), 50)
        if not rows:
            # What is due may not be done now (a store in doubt): looked at again soon, not at once.
            return tried, 0 if tried else NOTHING_ALLOWED_SECONDS
        batch = _batch(rows)
        tried += len(batch)
        turn = Turn(context, shop, calls, owner, fence)
        try:
            SENDERS[batch[0].kind][0](turn, batch)
        except Throttled as slow:
            return tried, slow.retry_after or 1
        except ShopUnavailable as closed:
            _trouble(context, shop_id, closed.words)
            return tried, closed.retry_after or 900
        except TokenRefused as dead:
            _lost(context, shop_id, dead.words)
            return tried, 0
        except PlatformError as problem:
            settle(turn, batch, problem)
        except lanes.LeaseLost:
            log.warning("a lease ran out while sending", shop=shop.domain)
            return tried, 0
        except DBAPIError:
            raise
        except Exception as stumble:
            log.exception("a delivery stumbled", shop=shop.domain, kind=batch[0].kind)
            _stumbled(turn, batch, stumble)
    return tried, 0


def allowed(shop: Shop) -> tuple[str, ...]:
    """What may be done for a shop now. Nothing is written to a store before it is live, or in doubt."""
    if not shop.connected:
        return ()
    if shop.doubted_at is not None:
        return (outbox.SHOP,)
    if shop.cleaned_at is not None:
        return WHILE_CLEAN
    if shop.state == LIVE:
        return outbox.KINDS
    if shop.state == PAUSED:
        return tuple(kind for kind in outbox.KINDS if kind not in NOT_WHILE_PAUSED)
    return (outbox.READ_BACK, outbox.SHOP)


def settle(turn: Turn, batch: Sequence[Outbox], problem: PlatformError) -> None:
    """Writes down that a batch did not go out: for good, or until later."""
    now = turn.context.clock()
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        for row in batch:
            if problem.permanent:
                outbox.dead(session, row, problem.words)
            elif problem.unknown_outcome:
                outbox.later(session, row, problem.words, now + outbox.UNKNOWN_WAIT, unknown=True)
            else:
                outbox.later(session, row, problem.words, now + backoff(row.attempts, problem.retry_after))
    log.warning("not delivered", shop=turn.shop.domain, kind=batch[0].kind, problem=str(problem))


def _stumbled(turn: Turn, batch: Sequence[Outbox], stumble: Exception) -> None:
    """Something on our side, or an answer that nobody foresaw: it must not block what is behind it."""
    now = turn.context.clock()
    words = said("This stumbled (%(kind)s); the log says where.", kind=type(stumble).__name__)
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        for row in batch:
            outbox.later(session, row, words, now + backoff(row.attempts, 30), unknown=True, stumbled=True)


def _batch(rows: Sequence[Outbox]) -> Sequence[Outbox]:
    """The first row and those behind it of the same kind and lane, as many as its sender takes."""
    first = rows[0]
    alike = [row for row in rows if row.kind == first.kind and row.lane == first.lane]
    return alike[: SENDERS[first.kind][1]]


def _trouble(context: Context, shop_id: int, words: str) -> None:
    with context.db.write() as session:
        shop = session.get_one(Shop, shop_id)
        shop.trouble = words
        session.add(shop)


def _lost(context: Context, shop_id: int, words: str) -> None:
    """The token is refused: if an uninstall was said it is proven now, otherwise the merchant must come."""
    with context.db.write() as session:
        shop = session.get_one(Shop, shop_id)
        if shop.doubted_at is not None:
            uninstall(session, shop, context.clock())
        elif shop.connected:
            shop.state, shop.trouble = NEEDS_REOPEN, words
        session.add(shop)
