"""Customers by what they hold, to be asked how many reach a threshold; and a sketch of it for a browser.

The sketch is 401 places in the ranking, closer together towards the top, where tiers begin: 0.4 % of the
customers lie between two places at the tenth part, and 0.04 % at the thousandth.
"""

import base64
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from app.rules.tier_averages import TierYear

POINTS = 401
COARSE = 8
"""What a year's spend and orders are told at: every eighth place, for they only make a cost."""


@dataclass(frozen=True, slots=True)
class Holder:
    """One customer: what the period holds in the metric's unit, and what the last twelve months brought."""

    value: int
    year_spend_minor: int
    year_orders: int


class Spread:
    """All customers of a shop, least first, with running sums; about 32 bytes each."""

    def __init__(self, holders: Iterable[Holder]) -> None:
        ranked = sorted(holders, key=lambda each: each.value)
        self._hold(
            array("q", (each.value for each in ranked)),
            _sums(each.year_spend_minor for each in ranked),
            _sums(each.year_orders for each in ranked),
        )

    def _hold(self, values: "array[int]", spend: "array[int]", orders: "array[int]") -> None:
        self.values, self._value, self._spend, self._orders = values, _sums(values), spend, orders
        self.buyers = len(values) - bisect_left(values, 1)

    def packed(self) -> str:
        """All of it as text: about 10 characters a customer."""
        columns = b"".join(each.tobytes() for each in (self.values, self._spend, self._orders))
        return base64.b64encode(zlib.compress(columns)).decode()

    @classmethod
    def unpacked(cls, text: str) -> "Spread":
        whole = array("q", zlib.decompress(base64.b64decode(text)))
        customers = (len(whole) - 2) // 3  # running sums begin with nought
        found = cls(())
        found._hold(whole[:customers], whole[customers : 2 * customers + 1], whole[2 * customers + 1 :])
        return found

    @property
    def customers(self) -> int:
        return len(self.values)

    @property
    def value(self) -> int:
        """What all hold together."""
        return self._value[-1]

    @property
    def year_spend_minor(self) -> int:
        return self._spend[-1]

    def of_place(self, place: int) -> int:
        """What the customer holds who is 1st, 2nd, … from the top."""
        return self.values[-place]

    def between(self, least: int | None, below: int | None) -> tuple[int, TierYear]:
        """What the customers from `least`, inclusive, to `below` hold together, and their year."""
        start = bisect_left(self.values, least) if least is not None else 0
        end = bisect_left(self.values, below) if below is not None else len(self.values)
        end = max(start, end)
        year = TierYear(
            end - start, self._spend[end] - self._spend[start], self._orders[end] - self._orders[start]
        )
        return self._value[end] - self._value[start], year

    def orders_of_each(self) -> Iterator[tuple[int, int]]:
        """What each holds, and the orders of their year; least first."""
        for value, (before, after) in zip(self.values, pairwise(self._orders), strict=True):
            yield value, after - before

    def sketch(self) -> dict[str, object]:
        """`values[i]` is held by the customer at place `places[i]` from the top, who with those above holds
        `sums[i]`; `spends` and `orders` are the year's, at every eighth place and the last."""
        places = places_of(self.buyers)
        coarse = [*places[:-1:COARSE], *places[-1:]]
        end = len(self.values)
        return {
            "customers": self.customers,
            "value": self.value,
            "year": self.year_spend_minor,
            "places": places,
            "values": [self.of_place(place) for place in places],
            "sums": [self._value[end] - self._value[end - place] for place in places],
            "spends": [self._spend[end] - self._spend[end - place] for place in coarse],
            "orders": [self._orders[end] - self._orders[end - place] for place in coarse],
        }


def places_of(buyers: int) -> list[int]:
    """At most POINTS places from 1 to the last, their distance growing with the place."""
    steps = POINTS - 1
    return sorted({max(1, -(-buyers * step * step // steps**2)) for step in range(POINTS)}) if buyers else []


def _sums(values: Iterable[int]) -> "array[int]":
    return array("q", accumulate(values, initial=0))
