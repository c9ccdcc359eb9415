"""What became known later about a past day: why an answer of then and an answer of now differ (I-9)."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.explain.shape import Explanation, Rank


@dataclass(frozen=True, slots=True)
class Difference:
    """`subject` is tier, metric_value or an order's name; what was known then, and what is known now."""

    subject: str
    then: str | int | None
    now: str | int | None


def differences(then: Explanation, now: Explanation) -> tuple[Difference, ...]:
    """Two explanations of one day by different knowledge: tier, value, and each order that counts."""
    return tuple(_differences(then, now))


def _differences(then: Explanation, now: Explanation) -> Iterator[Difference]:
    if then.tier.rank != now.tier.rank:
        yield Difference("tier", _name(then.tier), _name(now.tier))
    if then.metric_value != now.metric_value:
        yield Difference("metric_value", then.metric_value, now.metric_value)
    before = {order.order_id: order for order in then.orders}
    after = {order.order_id: order for order in now.orders}
    for order_id in sorted(before.keys() | after.keys()):
        was, known = before.get(order_id), after.get(order_id)
        counted_then = was.counted_minor if was else None
        counted_now = known.counted_minor if known else None
        if counted_then != counted_now:
            named = known or was
            yield Difference(named.name if named else str(order_id), counted_then, counted_now)


def _name(rank: Rank) -> str:
    return rank.name or "no tier"
