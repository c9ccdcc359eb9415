"""What is given back when something that was bought becomes cheaper (BEN-FIN-PRICE)."""

from datetime import date

from app.rules.value import value


@value
class BoughtLine:
    """A line of an order as the platform shows it now. Money in minor units of the shop's currency."""

    line_id: int
    variant_id: int | None
    quantity: int
    """As ordered."""
    held: int
    """What returns and edits left."""
    paid_minor: int
    """For the whole quantity, after every discount."""


def in_time(ordered_on: date, dropped_on: date, days: int) -> bool:
    """Within `days` after the local day of the order."""
    return 0 <= (dropped_on - ordered_on).days <= days


def claim(line: BoughtLine, price_minor: int, share_percent: int) -> int:
    """Minor units: the share of what was really paid above the new price, for what is still held.

    Never a part of a minor unit more than the difference.
    """
    if line.quantity <= 0 or line.held <= 0:
        return 0
    difference = line.paid_minor * line.held - price_minor * line.quantity * line.held
    return max(0, difference * share_percent // (line.quantity * 100))
