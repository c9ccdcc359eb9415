"""What a benefit costs, from plain figures of an average member's year (ECO-COSTS)."""

from dataclasses import dataclass

from app.rules.money import half_up


@dataclass(frozen=True, slots=True)
class Year:
    """An average member's year: list revenue and orders (1200 is twelve)."""

    spend_minor: int
    orders_hundredths: int
    shipping_minor: int | None = None
    """What shipping an order costs, where the merchant has said so."""


@dataclass(frozen=True, slots=True)
class Cost:
    """The first two grow with what is bought; of equal kinds the dearest counts, as at the checkout."""

    off_percent: int = 0
    """Of all list revenue."""
    shipping_minor: int = 0
    """An order."""
    gifts_minor: int = 0
    """A member and year: what is given to them as money or goods."""
    a_year_minor: int = 0
    """A member and year, whatever else it is."""


def by_orders(year: Year, an_order_minor: int) -> int:
    """What a year costs of something that each order costs."""
    return half_up(an_order_minor * year.orders_hundredths, 100)
