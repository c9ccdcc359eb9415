"""What a member of a tier costs and brings in a year (ECO-COSTS, ECO-EX-DISC … ECO-EX-NET).

Sums are exact: fractions of minor units and of basis points, rounded half-up only where they are shown.
The base is list revenue, what the goods come to before the tier's discount; what is paid is named `paid`.
"""

from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction
from typing import Any

from app.rules.money import MAX_MINOR, half_up

WHOLE = 10_000
"""Basis points of one."""

LIMITS = {
    "spend_minor": (1, MAX_MINOR),
    "orders_hundredths": (0, MAX_MINOR),
    "discount_percent": (0, 100),
    "margin_percent": (1, 100),
    "shipping_minor": (0, MAX_MINOR),
    "packaging_minor": (0, MAX_MINOR),
    "gifts_minor": (0, MAX_MINOR),
    "support_minor": (0, MAX_MINOR),
    "benefits_minor": (0, MAX_MINOR),
    "spend_lift_percent": (0, 500),
    "repurchase_percent": (0, 100),
    "repurchase_others_percent": (0, 100),
}


class BadFigure(ValueError):
    """A figure outside its limits; `name` is its field."""

    def __init__(self, name: str, problem: str) -> None:
        self.name = name
        super().__init__(problem)


@dataclass(frozen=True)
class TierFigures:
    """A tier's average member and what is assumed; money in minor units of one currency.

    Without the tier's benefits, `spend_minor` is what the member would buy, and the base of `margin_percent`.
    Raises BadFigure outside LIMITS.
    """

    spend_minor: int  # list revenue, a member and year
    orders_hundredths: int  # a member and year: 1200 is twelve
    discount_percent: int  # of list revenue
    margin_percent: int  # gross, of list revenue
    shipping_minor: int  # an order
    packaging_minor: int  # an order
    gifts_minor: int  # a member and year
    support_minor: int  # a member and year
    spend_lift_percent: int  # ECO-SPEND-LIFT
    repurchase_percent: int  # members who buy again next year: ECO-EX-LIFT
    repurchase_others_percent: int  # the same customers without a tier
    benefits_minor: int = 0  # a member and year: benefits that cost neither by revenue nor by order

    def __post_init__(self) -> None:
        for name, (least, most) in LIMITS.items():
            if not least <= getattr(self, name) <= most:
                raise BadFigure(name, f"{name} must be from {least} to {most}")

    @property
    def lifted_minor(self) -> Fraction:
        """Their list revenue once it has risen by the spend lift: $5,000 and 25 % are $6,250."""
        return Fraction(self.spend_minor * (100 + self.spend_lift_percent), 100)

    @property
    def per_revenue(self) -> Fraction:
        """Discount, shipping and packaging, which grow with revenue, as a share of it: 0.15 + 0.024."""
        an_order = self.shipping_minor + self.packaging_minor
        by_orders = Fraction(self.orders_hundredths * an_order, 100 * self.spend_minor)
        return Fraction(self.discount_percent, 100) + by_orders

    @property
    def fixed_minor(self) -> int:
        """What a member costs whatever they buy."""
        return self.gifts_minor + self.support_minor + self.benefits_minor

    @property
    def margin(self) -> Fraction:
        return Fraction(self.margin_percent, 100)

    @property
    def contribution(self) -> Fraction:
        """What stays of more list revenue after the benefits on it: 0.40 − 0.15 − 0.024 = 0.226."""
        return self.margin - self.per_revenue


@dataclass(frozen=True)
class MemberYear:
    """A year of one member at a given list revenue; `net_minor` is the margin less the cost."""

    revenue_minor: Fraction  # list
    paid_minor: Fraction  # after the discount
    orders_hundredths: Fraction
    margin_minor: Fraction  # before any VIP cost
    discount_minor: Fraction
    shipping_minor: Fraction
    gifts_minor: Fraction
    packaging_minor: Fraction
    support_minor: Fraction
    benefits_minor: Fraction
    cost_minor: Fraction  # the six lines above together
    net_minor: Fraction
    net_of_list_basis_points: Fraction
    net_of_paid_basis_points: Fraction | None  # None where nothing is paid


def member_year(figures: TierFigures, revenue_minor: Fraction | int | None = None) -> MemberYear:
    """The year at a list revenue (default: today's); orders rise with it, each as large as before.

    ECO-EX-TOTAL: Gold at $5,000 costs $945. ECO-EX-NET: $1,055 stay, 21.1 % of list, 24.8 % of what is paid.
    """
    revenue = Fraction(figures.spend_minor if revenue_minor is None else revenue_minor)
    orders = Fraction(figures.orders_hundredths, 100) * revenue / figures.spend_minor
    lines = {
        "discount_minor": revenue * figures.discount_percent / 100,
        "shipping_minor": orders * figures.shipping_minor,
        "gifts_minor": Fraction(figures.gifts_minor),
        "packaging_minor": orders * figures.packaging_minor,
        "support_minor": Fraction(figures.support_minor),
        "benefits_minor": Fraction(figures.benefits_minor),
    }
    cost, margin = sum(lines.values(), Fraction()), revenue * figures.margin
    paid = revenue - lines["discount_minor"]
    return MemberYear(
        revenue_minor=revenue,
        paid_minor=paid,
        orders_hundredths=orders * 100,
        margin_minor=margin,
        **lines,
        cost_minor=cost,
        net_minor=margin - cost,
        net_of_list_basis_points=WHOLE * (margin - cost) / revenue,
        net_of_paid_basis_points=WHOLE * (margin - cost) / paid if paid else None,
    )


def shown(amount: Fraction) -> int:
    """Half-up: 2,362.50 is 2,363."""
    return half_up(amount.numerator, amount.denominator)


def plain(value: object) -> Any:
    """Dataclasses as data for JSON: exact amounts and basis points become whole ones, half-up."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Fraction):
        return shown(value)
    return [plain(each) for each in value] if isinstance(value, tuple) else value
