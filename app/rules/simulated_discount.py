"""What percent a purchase had off: the tier's, or that of the step of the soft landing (DEM-SOFTLAND)."""

from collections.abc import Sequence

from app.rules.order_spend import OrderSpend
from app.rules.periods import local_day
from app.rules.program import Tier
from app.rules.qualifying import total_of
from app.rules.qualifying_period import MembershipYear
from app.rules.simulated_plan import INSTANT, Plan
from app.rules.standing import Known, standing


class Discount:
    """Of one customer; asked for one purchase after the other, in the order in which they came."""

    def __init__(self, plan: Plan, known: Known, measured: Sequence[OrderSpend]) -> None:
        self._plan, self._known, self._measured = plan, known, measured
        self._total, self._next = total_of(plan.program.period), 0

    def percent(self, rank: int, spend: OrderSpend) -> int:
        tier = self._plan.program.tier(rank)
        if tier is None:
            return 0
        if not tier.landing or self._surely_kept(tier, spend):
            return tier.percent_off
        at = spend.at - INSTANT
        step = standing(lambda _: self._measured, self._known, self._plan.zone, at).landing
        return tier.landing[step - 1].percent if step else tier.percent_off

    def _surely_kept(self, tier: Tier, spend: OrderSpend) -> bool:
        """Nobody lands who holds what keeps the tier. Asked first: the fold to each purchase takes longer."""
        least = tier.keep or tier.entry
        if least is None or isinstance(self._plan.program.period, MembershipYear):
            return False
        while self._next < len(self._measured) and self._measured[self._next].at < spend.at:
            self._total.add(self._measured[self._next])
            self._next += 1
        return self._total.kept(local_day(spend.at - INSTANT, self._plan.zone)) >= least
