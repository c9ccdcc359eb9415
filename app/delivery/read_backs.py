"""Read-backs: orders we are not sure of are asked for, and the answers enter at the top like any webhook.

`updated_at` has whole seconds. An order that is read in the second of its change may change once more in
that second, and nothing would tell the two apart: it is looked at again when the second has passed.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app import outbox
from app.delivery import lanes
from app.delivery.context import Turn
from app.inbox import Delivery, store
from app.models import Outbox
from app.platform import orders
from app.platform.orders import OrderRead

TOPIC = "api/order"
PASSED = timedelta(seconds=2)
"""The second of the change, and one for clocks that differ."""
LONGEST = timedelta(seconds=10)


def send(turn: Turn, rows: Sequence[Outbox]) -> None:
    """Reads each order; one that the platform does not show is settled with that word."""
    now = turn.context.clock()
    answers = {row.subject: orders.read_facts(turn.calls, int(row.subject), now) for row in rows}
    store(
        turn.context.db,
        [_delivery(turn, row, answer, now) for row in rows if (answer := answers[row.subject]) is not None],
    )
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        for row in rows:
            answer = answers[row.subject]
            if answer is None:
                outbox.sent(session, row, "not shown by the platform", now)
            elif answer.updated_at + PASSED > now:
                outbox.wait(session, row, min(answer.updated_at + PASSED, now + LONGEST))
            else:
                outbox.sent(session, row, "", now)


def _delivery(turn: Turn, row: Outbox, answer: OrderRead, now: datetime) -> Delivery:
    """The same answer to the same wish is one delivery, however often it was given."""
    return Delivery(
        shop_id=turn.shop.id,
        webhook_id=f"read-back:{row.subject}:{row.wanted}:{answer.same}",
        topic=TOPIC,
        body=answer.body,
        received_at=now,
        source="api",
    )
