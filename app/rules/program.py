"""The tier program: one versioned model that is the whole of what a merchant decides.

Thresholds are minor units of the shop's currency. Ranks are positions: tier 1 is the lowest; rank 0 means
no tier. A program that is live is never edited: a change is a new version (design 6).
"""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.rules.benefits import Benefit
from app.rules.benefits.early_access import EarlyAccess
from app.rules.benefits.free_shipping import FreeShipping
from app.rules.benefits.percent_off import PercentOff
from app.rules.money import default_minor

TAG_PREFIX = "VIP-"
MAX_TIERS = 12


class Counting(BaseModel):
    """What counts as spend. Applied when reading: changing it posts nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tax: bool = False
    shipping: bool = False
    unpaid: bool = False
    test_orders: bool = False
    refunds_on_their_own_day: bool = False
    leave_out_products: tuple[str, ...] = ()


class Tier(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=30, pattern=r"^[^\s,'\"\\](?:[^,'\"\\]*[^\s,'\"\\])?$")
    entry_minor: int = Field(gt=0, description="rolling spend from which the tier is earned, inclusive")
    benefits: tuple[Benefit, ...] = ()

    @property
    def tag(self) -> str:
        """The customer tag that says who the member is."""
        return f"{TAG_PREFIX}{self.name.replace(' ', '-')}"


class Program(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    tiers: tuple[Tier, ...] = Field(min_length=1, max_length=MAX_TIERS)
    window_months: int = Field(default=12, ge=1, le=60)
    grace_months: int = Field(default=3, ge=0, le=6)
    counting: Counting = Counting()

    @model_validator(mode="after")
    def _tiers_climb(self) -> Self:
        for lower, upper in zip(self.tiers, self.tiers[1:], strict=False):
            if upper.entry_minor <= lower.entry_minor:
                raise ValueError(f"{upper.name} must ask for more than {lower.name}")
        if len({tier.tag.lower() for tier in self.tiers}) < len(self.tiers):
            raise ValueError("two tiers have the same name; the platform's tags do not tell case apart")
        return self

    def tier(self, rank: int) -> Tier | None:
        return self.tiers[rank - 1] if rank else None

    def name(self, rank: int) -> str | None:
        return self.tiers[rank - 1].name if rank else None

    def earned_rank(self, spend_minor: int) -> int:
        """The highest rank whose threshold the spend reaches; exactly at it is in (ID-SPEND)."""
        return sum(spend_minor >= tier.entry_minor for tier in self.tiers)


def three_tiers(currency: str) -> Program:
    """TIER-3TABLE, the default: 2,000 / 5,000 / 10,000, 10/15/20 %, shipping to 15/30/60, 24/48/72 h."""
    table = (("Silver", 2_000, 10, 15, 24), ("Gold", 5_000, 15, 30, 48), ("Platinum", 10_000, 20, 60, 72))
    return Program(
        tiers=tuple(
            Tier(
                name=name,
                entry_minor=default_minor(entry, currency),
                benefits=(
                    PercentOff(percent=percent),
                    FreeShipping(up_to_minor=default_minor(ship, currency)),
                    EarlyAccess(hours=hours),
                ),
            )
            for name, entry, percent, ship, hours in table
        )
    )
