"""The tier program: one versioned model that is the whole of what a merchant decides.

Thresholds are in the metric's unit: minor units of the shop's currency, or orders. Ranks are positions:
tier 1 is the lowest; rank 0 means no tier. A program that is live is never edited: a change is a new
version (design 6). A field of money ends in `_minor`; only `entry` and `keep` follow the metric.
"""

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from app.rules.benefits import Benefit
from app.rules.benefits.kept_by_people import PERK_PREFIX
from app.rules.program_part import Part
from app.rules.qualifying_period import Period, Rolling
from app.rules.reviews import Continuous, Monthly, Review, Weekly
from app.rules.said import said
from app.rules.tier_marks import Color, Icon
from app.rules.value_metrics import METRICS, NET_SPEND, Metric

TAG_PREFIX = "VIP-"
LANDING_PREFIX = f"{TAG_PREFIX}Landing-"
FULL_PRICE_PREFIX = f"{TAG_PREFIX}Full-Price-"
OUR_PREFIXES = (LANDING_PREFIX, FULL_PRICE_PREFIX, PERK_PREFIX)
"""Tags of exceptions and of single benefits; no tier may be named so that its own tag begins with one."""
MAX_TIERS = 12
NAME = r"^[^\s\x00-\x1f\x7f,'\"\\](?:[^\x00-\x1f\x7f,'\"\\]*[^\s\x00-\x1f\x7f,'\"\\])?$"
"""What a tag of the platform and a segment's query can carry, without control characters."""


class Demotion(Part):
    """How a member falls who has not been buying (DEM-GRACE)."""

    grace_months: int = Field(default=3, ge=0, le=6, description="from falling below to losing the tier")
    one_at_a_time: bool = Field(default=False, description="else straight to the tier that is earned")
    reversals_have_grace: bool = Field(default=False, description="else a refund takes a tier back at once")


class Landing(Part):
    """DEM-SOFTLAND: from this many months after falling below, the discount is only this much."""

    months: int = Field(ge=0, le=5)
    percent: int = Field(ge=1, le=100)


class Counting(Part):
    """What counts. Applied when reading: changing it posts nothing."""

    tax: bool = False
    shipping: bool = False
    unpaid: bool = False
    test_orders: bool = False
    refunds_on_their_own_day: bool = False
    leave_out_products: tuple[str, ...] = ()
    leave_out_tags: tuple[str, ...] = Field(default=(), description="orders with one of these tags")
    leave_out_channels: tuple[str, ...] = Field(default=(), description="orders from these sales channels")
    minimum_order_minor: int = Field(default=0, ge=0, description="orders whose goods are below do not count")
    orders_from: date | None = Field(default=None, description="earlier orders do not count")

    @property
    def by_labels(self) -> bool:
        """Does it look at an order's tags or sales channel?"""
        return bool(self.leave_out_tags or self.leave_out_channels)

    @property
    def leaves_out(self) -> bool:
        """Are there paid orders or goods that do not count?"""
        return bool(self.leave_out_products or self.by_labels or self.minimum_order_minor or self.orders_from)


class TierCost(Part):
    """What a member of the tier costs beside the benefits (ECO-COSTS)."""

    gifts_minor: int = Field(default=0, ge=0, description="gifts beside the benefits, a member and year")
    support_minor: int = Field(default=0, ge=0, description="support time, a member and year")
    packaging_minor: int = Field(default=0, ge=0, description="premium packaging, an order")


class Economics(Part):
    """The assumptions of the sums; none of them changes what a member gets (ECO-*)."""

    margin_percent: int = Field(default=40, ge=1, le=100, description="gross margin of list revenue")
    shipping_minor: int | None = Field(default=None, ge=0, description="what shipping an order costs")
    spend_lift_percent: int = Field(default=25, ge=0, le=500)
    repurchase_percent: int = Field(default=85, ge=0, le=100, description="members who buy again")
    repurchase_others_percent: int = Field(default=50, ge=0, le=100)


class MoneyOut(Part):
    """What may leave the shop as one-time benefits, how soon, and when a person is asked (reliability I-25).

    Without a cap nothing is held back; beyond one, grants wait for the next day, the next month or a person.
    """

    wait_days: int = Field(default=14, ge=0, le=90, description="from reaching a tier to its reward")
    most_per_order_minor: int | None = Field(default=None, gt=0, description="price protection of an order")
    most_per_day_minor: int | None = Field(default=None, gt=0)
    most_per_month_minor: int | None = Field(default=None, gt=0)
    approve_above_minor: int | None = Field(default=None, ge=0, description="dearer ones wait for a person")
    approve_price_protection: bool = Field(default=True, description="a person looks at every claim")
    notify: bool = Field(default=True, description="Shopify tells the customer by e-mail")


def tag_of(name: str) -> str:
    """The customer tag of a tier of this name."""
    return f"{TAG_PREFIX}{name.replace(' ', '-')}"


class Tier(Part):
    """`entry` and `keep` are in the metric's unit; or the best `top_percent` of the period's customers."""

    name: str = Field(min_length=1, max_length=30, pattern=NAME)
    entry: int | None = Field(default=None, gt=0, description="from which the tier is earned, inclusive")
    keep: int | None = Field(default=None, gt=0, description="from which it is kept; else as entry")
    top_percent: int | None = Field(default=None, ge=1, le=99)
    keep_percent: int | None = Field(default=None, ge=1, le=99)
    benefits: tuple[Benefit, ...] = ()
    landing: tuple[Landing, ...] = ()
    cost: TierCost = TierCost()
    color: Color | None = Field(default=None, description="how it is known at a glance; else by its rank")
    icon: Icon | None = None

    @property
    def tag(self) -> str:
        """The customer tag that says who the member is."""
        return tag_of(self.name)

    @property
    def percent_off(self) -> int:
        """The discount of a member in good standing; 0 where there is none."""
        return max((each.off_percent for each in self.benefits), default=0)

    @model_validator(mode="after")
    def _one_threshold(self) -> Self:
        if (self.entry is None) == (self.top_percent is None):
            raise ValueError(said("%(tier)s needs either entry or top_percent", tier=self.name))
        if self.keep is not None and (self.entry is None or self.keep > self.entry):
            raise ValueError(said("what keeps %(tier)s cannot be more than what earns it", tier=self.name))
        if self.keep_percent is not None and (
            self.top_percent is None or self.keep_percent < self.top_percent
        ):
            raise ValueError(
                said(
                    "%(tier)s cannot be kept by fewer than earn it: keep_percent is too small", tier=self.name
                )
            )
        return self

    @model_validator(mode="after")
    def _landing_goes_down(self) -> Self:
        percent, months = self.percent_off, -1
        for step in self.landing:
            if step.percent >= percent or step.months <= months:
                raise ValueError(said("the landing of %(tier)s must go down, step by step", tier=self.name))
            percent, months = step.percent, step.months
        return self


class Program(Part):
    tiers: tuple[Tier, ...] = Field(min_length=1, max_length=MAX_TIERS)
    metric: str = NET_SPEND
    period: Period = Rolling()
    review: Review = Continuous()
    demotion: Demotion = Demotion()
    counting: Counting = Counting()
    economics: Economics = Economics()
    money_out: MoneyOut = MoneyOut()

    @model_validator(mode="after")
    def _metric_is_known(self) -> Self:
        if self.metric not in METRICS:
            raise ValueError(
                said(
                    "there is no metric %(metric)s; there are %(names)s",
                    metric=repr(self.metric),
                    names=", ".join(METRICS),
                )
            )
        return self

    @model_validator(mode="after")
    def _tiers_climb(self) -> Self:
        for lower, upper in zip(self.tiers, self.tiers[1:], strict=False):
            if lower.entry is not None and upper.entry is not None and upper.entry <= lower.entry:
                raise ValueError(
                    said("%(tier)s must ask for more than %(below)s", tier=upper.name, below=lower.name)
                )
            if lower.top_percent and upper.top_percent and upper.top_percent >= lower.top_percent:
                raise ValueError(
                    said(
                        "%(tier)s must take a smaller part than %(below)s", tier=upper.name, below=lower.name
                    )
                )
        if len({tier.tag.lower() for tier in self.tiers}) < len(self.tiers):
            raise ValueError(said("two tiers have the same name; the platform's tags do not tell case apart"))
        if any(tier.tag.lower().startswith(prefix.lower()) for tier in self.tiers for prefix in OUR_PREFIXES):
            raise ValueError(
                said("a tier's name cannot begin with Landing, Full Price or Perk: that tag is ours")
            )
        return self

    @model_validator(mode="after")
    def _lines_need_a_review(self) -> Self:
        if self.by_population and not isinstance(self.review, Weekly | Monthly):
            raise ValueError(said("a tier for the top percent needs a weekly or monthly review"))
        return self

    @model_validator(mode="after")
    def _landing_within_grace(self) -> Self:
        for tier in self.tiers:
            if any(step.months >= self.demotion.grace_months for step in tier.landing):
                raise ValueError(
                    said(
                        "the landing of %(tier)s outlasts the grace of %(months)s months",
                        tier=tier.name,
                        months=self.demotion.grace_months,
                    )
                )
        return self

    @property
    def by_population(self) -> bool:
        """Is any tier for the best part of the customers?"""
        return any(tier.top_percent is not None for tier in self.tiers)

    @property
    def measure(self) -> Metric:
        return METRICS[self.metric]

    def tier(self, rank: int) -> Tier | None:
        return self.tiers[rank - 1] if rank else None

    def name(self, rank: int) -> str | None:
        return self.tiers[rank - 1].name if rank else None

    def earned_rank(self, value: int) -> int:
        """The highest rank whose fixed threshold the value reaches; exactly at it is in (ID-SPEND)."""
        reached = (
            rank
            for rank, tier in enumerate(self.tiers, start=1)
            if tier.entry is not None and value >= tier.entry
        )
        return max(reached, default=0)
