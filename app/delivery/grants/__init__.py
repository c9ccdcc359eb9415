"""Grants on their way: money out by the protocol of reliability 1c, one step at a time, each committed first.

A row of the outbox is only a wake-up. What is done is decided by where the grant stands: promised ones are
checked and sent, unknown ones looked up, and one that is found while it was being sent is lost sight of.
"""

from collections.abc import Sequence

from app import outbox
from app.delivery import lanes
from app.delivery.backoff import backoff
from app.delivery.context import Turn
from app.delivery.grants import accounts, keyed, refund, store_credit, uses
from app.delivery.grants.step import open_grant, step
from app.errors import PlatformError, ShopUnavailable, Throttled, TokenRefused
from app.grants import states
from app.grants.stop import ACCOUNTS
from app.models import Outbox
from app.models.grant import CODE, GIFT_CARD, PROMISED, REFUND, SENDING, STORE_CREDIT, UNKNOWN
from app.rules.said import said

SUBJECTS = {ACCOUNTS: accounts.read, uses.USES: uses.look}
"""What a wake-up may name beside the number of a grant."""

FORMS = {
    STORE_CREDIT: (store_credit.send, store_credit.look_up),
    CODE: (keyed.send, keyed.look_up),
    GIFT_CARD: (keyed.send, keyed.look_up),
    REFUND: (refund.send, refund.look_up),
}
"""How a form is sent, and how its outcome is looked up."""


def send(turn: Turn, rows: Sequence[Outbox]) -> None:
    for row in rows:
        try:
            SUBJECTS.get(row.subject, _look)(turn, row)
        except (Throttled, ShopUnavailable, TokenRefused):
            raise
        except PlatformError as problem:
            _again(turn, row, problem)


def _look(turn: Turn, row: Outbox) -> None:
    grant = open_grant(turn, row)
    if grant is None:
        return
    if grant.state == SENDING:
        with step(turn, row) as (_, held):
            states.lost_sight(held, said("It was cut off while it was being sent."))
    elif grant.state == UNKNOWN and (after := states.may_look(grant, turn.context.clock())):
        with step(turn, row) as (_, held):
            held.due_at = after
    else:
        send_it, look_up = FORMS[grant.form]
        (send_it if grant.state == PROMISED else look_up)(turn, row, grant)


def _again(turn: Turn, row: Outbox, problem: PlatformError) -> None:
    """The store could not be read: nothing was sent, and the grant stays where it is."""
    now = turn.context.clock()
    due_at = now + backoff(row.attempts, problem.retry_after)
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        outbox.later(session, row, problem.words, due_at)
