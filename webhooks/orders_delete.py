"""orders/delete: the order's sums become zero, its history stays."""

import msgspec

from app.rules.order_facts import OrderFacts
from webhooks.bodies import Id
from webhooks.bodies import read as read_body


class Body(msgspec.Struct):
    id: Id


def read(raw: bytes) -> OrderFacts:
    return OrderFacts(read_body(raw, Body).id, deleted=True)
