"""Price protection as money back: a refund under an idempotency key, known again by its note.

The order is read right before: what was returned or given back since the claim lowers it.
"""

import hashlib
import json
from datetime import timedelta

from app.delivery.context import Turn
from app.delivery.grants.calling import call
from app.delivery.grants.checks import checked, put_aside
from app.delivery.grants.intent import commit
from app.delivery.grants.proof import NOT_SHOWN, is_hidden
from app.delivery.grants.recipient import NEXT_DAY, Hindered
from app.delivery.grants.step import step
from app.grants import states
from app.models import Grant, Outbox
from app.platform import refunds
from app.platform.refunds import PaidOrder, Payment
from app.rules.price_protection import claim
from app.rules.said import said

KEY_LASTS = timedelta(hours=24)
"""So long the platform answers a repeated request with the refund that it made."""


def send(turn: Turn, row: Outbox, grant: Grant) -> None:
    recipient = checked(turn, row, grant)
    if recipient is None:
        return
    order = refunds.read_paid(turn.calls, grant.order_id or 0)
    note = note_of(turn, grant)
    if order is not None and note in order.refunds:
        _found(turn, row, order.refunds[note])
        return
    if order is None and is_hidden(turn, grant.order_id or 0):
        put_aside(turn, row, Hindered(NOT_SHOWN, turn.context.clock() + NEXT_DAY))
        return
    amount = _owed(grant, order)
    if order is None or not amount:
        put_aside(
            turn, row, Hindered(said("The order was cancelled or given back; nothing is owed any more."))
        )
        return
    back = order.in_presentment(amount)
    payment = _payment(order, back)
    if payment is None:
        with step(turn, row) as (_, held):
            states.fail(
                held, said("No single payment of the order can give back so much."), turn.context.clock()
            )
        return
    if amount < grant.amount_minor:
        with step(turn, row) as (_, held):
            held.amount_minor = amount
    sending = commit(turn, row, recipient, lambda *_: {}, None)
    if sending is not None:
        notify, key = recipient.program.money_out.notify, key_of(turn, grant)
        call(turn, row, lambda: refunds.give(turn.calls, order, payment, back, note, key, notify))


def look_up(turn: Turn, row: Outbox, grant: Grant) -> None:
    order = refunds.read_paid(turn.calls, grant.order_id or 0)
    note, now = note_of(turn, grant), turn.context.clock()
    if order is not None and note in order.refunds:
        _found(turn, row, order.refunds[note])
        return
    with step(turn, row) as (_, held):
        if order is None or (held.sent_at is not None and now - held.sent_at >= KEY_LASTS):
            states.review(held, said("Nobody can tell any more whether the order was refunded."), now)
        else:
            states.seen_nothing(held, now)


def key_of(turn: Turn, grant: Grant) -> str:
    """The same over all attempts, and after a backup was restored."""
    key = "|".join((turn.shop.domain, grant.benefit, grant.period))
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def note_of(turn: Turn, grant: Grant) -> str:
    """What the merchant reads at the refund, with the end of the key."""
    return f"Price protection for members ({key_of(turn, grant)[:8]})"


def _owed(grant: Grant, order: PaidOrder | None) -> int:
    """What the claim is worth by the order as it is now, at most what was promised."""
    why = json.loads(grant.reason)
    if order is None or not order.standing or "line" not in why:
        return 0
    worth = [
        claim(line, why["price_minor"], why["share_percent"])
        for line in order.lines
        if line.line_id == why["line"]
    ]
    return min(sum(worth), grant.amount_minor)


def _payment(order: PaidOrder, amount: int) -> Payment | None:
    return next((each for each in order.payments if each.most_minor >= amount > 0), None)


def _found(turn: Turn, row: Outbox, made: str) -> None:
    with step(turn, row) as (_, grant):
        states.deliver(grant, made, turn.context.clock())
