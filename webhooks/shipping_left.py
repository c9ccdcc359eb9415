"""The shipping that is left of an order, and the tax on it, which no source tells by itself."""

from collections.abc import Iterable

from app.rules.order_facts import Refund


def shipping_left(full: int, full_tax: int, told: int | None, refunds: Iterable[Refund]) -> tuple[int, int]:
    """`told` is the current shipping; older bodies do not say it, and then it is what refunds left.

    The tax is what refunds left as well, to the minor unit; only where an edit changed the shipping it is
    taken in proportion.
    """
    known = list(refunds)
    left = full - sum(refund.shipping for refund in known)
    if told is None or told == left:
        return left, full_tax - sum(refund.shipping_tax for refund in known)
    return told, full_tax * told // full if full else 0
