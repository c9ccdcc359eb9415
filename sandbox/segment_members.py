"""Who is in a segment: evaluated against the customers as they are now."""

from decimal import Decimal
from typing import assert_never

from sandbox.amounts import decimal
from sandbox.customer_spend import spend_of
from sandbox.customers import Customer
from sandbox.segment_query import (
    COMPARISONS,
    Compared,
    Condition,
    Every,
    HasTag,
    Not,
    Some,
    parse_segment_query,
)
from sandbox.store import Store


def members_of(store: Store, query: str) -> list[Customer]:
    condition = parse_segment_query(query)
    return [c for c in store.customers.values() if _holds(condition, c, store)]


def is_member(store: Store, query: str, customer: Customer) -> bool:
    return _holds(parse_segment_query(query), customer, store)


def in_segment(store: Store, segment_id: int, customer_id: int) -> bool:
    """False as well when either does not exist (any more)."""
    segment, customer = store.segments.get(segment_id), store.customers.get(customer_id)
    return segment is not None and customer is not None and is_member(store, segment.query, customer)


def _holds(condition: Condition, customer: Customer, store: Store) -> bool:
    match condition:
        case HasTag(tag):
            return any(t.casefold() == tag for t in customer.tags)
        case Compared(field, compare, value):
            return COMPARISONS[compare](_number(field, customer, store), value)
        case Not(part):
            return not _holds(part, customer, store)
        case Every(parts):
            return all(_holds(part, customer, store) for part in parts)
        case Some(parts):
            return any(_holds(part, customer, store) for part in parts)
        case _:
            assert_never(condition)


def _number(field: str, customer: Customer, store: Store) -> Decimal:
    spend = spend_of(store, customer.id)
    return Decimal(spend.orders) if field == "number_of_orders" else decimal(spend.amount, store.currency)
