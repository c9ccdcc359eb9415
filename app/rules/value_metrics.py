"""What members are measured by. A new metric is one function here and its line in METRICS.

A metric turns the counted orders of one customer into contributions: dated amounts that a period sums.
Amounts are integers in the metric's unit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.rules.order_spend import OrderSpend

NET_SPEND = "net_spend"


@dataclass(frozen=True, slots=True)
class Metric:
    """`unit` says how to show it: money in minor units of the shop's currency, or a plain number."""

    unit: Literal["money", "orders"]
    contributions: Callable[[Sequence[OrderSpend]], Sequence[OrderSpend]]
    """Takes and gives spends in the order in which they count."""


def net_spend(spends: Sequence[OrderSpend]) -> Sequence[OrderSpend]:
    """ID-SPEND: what was paid for goods and not given back."""
    return spends


def orders(spends: Sequence[OrderSpend]) -> Sequence[OrderSpend]:
    """ID-M1-FREQ: orders of which something still counts; one refunded in full stops counting."""
    held: dict[int, int] = {}
    found = []
    for spend in spends:
        before = held.get(spend.order_id, 0)
        held[spend.order_id] = before + spend.amount
        step = (held[spend.order_id] > 0) - (before > 0)
        if step:
            found.append(replace(spend, amount=step))
    return found


METRICS = {NET_SPEND: Metric("money", net_spend), "orders": Metric("orders", orders)}
