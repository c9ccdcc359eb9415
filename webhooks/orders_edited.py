"""orders/edited carries no money: it only says that the order must be read again."""

import msgspec

from app.rules.order_facts import OrderFacts
from webhooks.bodies import Id, Instant
from webhooks.bodies import read as read_body


class Edit(msgspec.Struct):
    order_id: Id
    committed_at: Instant | None = None
    created_at: Instant | None = None


class Body(msgspec.Struct):
    order_edit: Edit


def read(raw: bytes) -> OrderFacts:
    edit = read_body(raw, Body).order_edit
    return OrderFacts(edit.order_id, edited_at=edit.committed_at or edit.created_at)
