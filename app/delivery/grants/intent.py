"""The intent to pay, committed before the call: whoever finds it later knows that it may have been made."""

import json
from collections.abc import Callable
from datetime import datetime

from app.delivery.context import Turn
from app.delivery.grants.checks import may_send, one_at_a_time
from app.delivery.grants.recipient import LATER, Hindered, Recipient
from app.delivery.grants.step import step
from app.grants import caps, states
from app.models import Grant, Outbox, Shop

Note = Callable[[Shop, Grant], dict[str, object]]
"""What is kept of how things stood: added to the grant's watermark."""


def commit(
    turn: Turn, row: Outbox, recipient: Recipient, note: Note, expires_at: datetime | None
) -> Grant | None:
    """Under the lock on the shop's row, where the caps are asked too; None where it must wait."""
    now = turn.context.clock()
    with step(turn, row) as (session, grant):
        shop = session.get_one(Shop, turn.shop.id, with_for_update=True, populate_existing=True)
        try:
            may_send(shop, grant.form, now)
            one_at_a_time(session, shop, grant, recipient.customer, now)
            if full := caps.full(session, shop, recipient.program.money_out, grant, now):
                raise Hindered(full.words, full.until)
        except Hindered as hindered:
            states.put_off(grant, hindered.due_at or now + LATER, hindered.words)
            return None
        held = json.loads(grant.watermark or "{}") | {"customer": recipient.gid} | note(shop, grant)
        session.add(shop)
        states.send(grant, turn.fence, json.dumps(held), expires_at, now)
        return grant
