"""Buyers ranked by spend: how many reach an amount, and which amounts a wanted number reaches."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from app.rules.money import half_up


class Ranking:
    """Spends in minor units; who spent nothing is no buyer."""

    def __init__(self, spends: Iterable[int]) -> None:
        self.spends = sorted(spend for spend in spends if spend > 0)
        self._below = [0, *accumulate(self.spends)]

    @property
    def buyers(self) -> int:
        return len(self.spends)

    @property
    def spend_minor(self) -> int:
        return self._below[-1]

    def reaching(self, amount_minor: int) -> int:
        """Buyers who spend that much or more."""
        return len(self.spends) - bisect_left(self.spends, amount_minor)

    def spend_reaching(self, amount_minor: int) -> int:
        """What those spend together, in minor units."""
        return self.spend_minor - self._below[bisect_left(self.spends, amount_minor)]

    def of_rank(self, rank: int) -> int:
        """The spend of the buyer who is 1st, 2nd, … from the top."""
        return self.spends[-rank]

    def amounts(self, fewest: int, most: int) -> tuple[int, int] | None:
        """The least and greatest amount that `fewest` (not 0) to `most` buyers reach; None: there is none."""
        if fewest > self.buyers:
            return None
        least = self.of_rank(most + 1) + 1 if most < self.buyers else 1
        greatest = self.of_rank(fewest)
        return (least, greatest) if least <= greatest else None

    def share(self, customers: int) -> int:
        """Of all buyers, in basis points."""
        return half_up(10_000 * customers, self.buyers) if self.buyers else 0

    def spend_share(self, spend_minor: int) -> int:
        """Of all that is spent, in basis points."""
        return half_up(10_000 * spend_minor, self.spend_minor) if self.spend_minor else 0
