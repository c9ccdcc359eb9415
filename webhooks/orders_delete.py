"""orders/delete: the order's sums become zero, its history stays."""

import msgspec

from app.errors import Unreadable
from app.rules.order_facts import OrderFacts
from app.rules.said import said
from webhooks.bodies import Id
from webhooks.bodies import read as read_body


class Body(msgspec.Struct):
    id: Id
    created_at: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


def read(raw: bytes) -> OrderFacts:
    body = read_body(raw, Body)
    if body.created_at is not msgspec.UNSET:
        # The topic is not signed: the body of another topic under this one would erase an order's sums.
        raise Unreadable(said("This is the body of an order, not of its deletion"))
    return OrderFacts(body.id, deleted=True)
