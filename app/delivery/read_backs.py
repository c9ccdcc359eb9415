"""Read-backs: orders we are not sure of are asked for, and the answers enter at the top like any webhook."""

from collections.abc import Sequence

from app import outbox
from app.delivery import lanes
from app.delivery.context import Turn
from app.inbox import Delivery, store
from app.models import Outbox
from app.platform import orders

TOPIC = "api/order"


def send(turn: Turn, rows: Sequence[Outbox]) -> None:
    """Reads each order; one that the platform does not show is settled with that word."""
    now = turn.context.clock()
    answers = {row.subject: orders.read_facts(turn.calls, int(row.subject)) for row in rows}
    store(
        turn.context.db,
        [
            Delivery(
                shop_id=turn.shop.id,
                webhook_id=f"read-back:{row.subject}:{row.wanted}",
                topic=TOPIC,
                body=body,
                received_at=now,
                source="api",
            )
            for row in rows
            if (body := answers[row.subject]) is not None
        ],
    )
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        for row in rows:
            missing = answers[row.subject] is None
            outbox.sent(session, row, "not shown by the platform" if missing else "", now)
