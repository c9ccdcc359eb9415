"""Who is in a segment: evaluated against the customers as they are now."""

from decimal import Decimal
from functools import cached_property
from typing import assert_never

from sandbox.amounts import decimal
from sandbox.customer_spend import NOTHING, Spend, spends
from sandbox.customers import Customer
from sandbox.segment_condition import COMPARISONS, Compared, Condition, Every, HasTag, Not, Some
from sandbox.segment_query import parse_segment_query
from sandbox.store import Store


def members_of(store: Store, query: str) -> list[Customer]:
    condition = parse_segment_query(query)
    known = _Spends(store)
    return [c for c in store.customers.values() if _holds(condition, c, known)]


def is_member(store: Store, query: str, customer: Customer) -> bool:
    return _holds(parse_segment_query(query), customer, _Spends(store))


def in_segment(store: Store, segment_id: int, customer_id: int) -> bool:
    """False as well when either does not exist (any more)."""
    segment, customer = store.segments.get(segment_id), store.customers.get(customer_id)
    return segment is not None and customer is not None and is_member(store, segment.query, customer)


class _Spends:
    """Adds up orders only when a query asks about them, and then once for all customers."""

    def __init__(self, store: Store) -> None:
        self.currency = store.currency
        self._store = store

    @cached_property
    def by_customer(self) -> dict[int, Spend]:
        return spends(self._store)


def _holds(condition: Condition, customer: Customer, known: _Spends) -> bool:
    match condition:
        case HasTag(tag):
            return any(t.casefold() == tag for t in customer.tags)
        case Compared(field, compare, value):
            return COMPARISONS[compare](_number(field, customer, known), value)
        case Not(part):
            return not _holds(part, customer, known)
        case Every(parts):
            return all(_holds(part, customer, known) for part in parts)
        case Some(parts):
            return any(_holds(part, customer, known) for part in parts)
        case _:
            assert_never(condition)


def _number(field: str, customer: Customer, known: _Spends) -> Decimal:
    spend = known.by_customer.get(customer.id, NOTHING)
    return Decimal(spend.orders) if field == "number_of_orders" else decimal(spend.amount, known.currency)
