"""Amounts that a person would choose: 2,000 and not 1,987.43."""

from collections.abc import Iterator

STEPS = (10, 12, 15, 20, 25, 30, 40, 50, 60, 80)
"""A decade of the roundest amounts, evenly spaced for the eye: the preferred numbers R″10 of ISO 497."""


def roundest(lowest: int, highest: int, near: int) -> int:
    """The roundest amount from `lowest` to `highest`, both above 0 and in minor units.

    One of STEPS times a power of ten; where there is none, one with as few significant digits as it takes.
    Of several the nearest to `near`, the lower of two.
    """
    stepped = [amount for amount in _steps(highest) if amount >= lowest]
    if stepped:
        return min(stepped, key=lambda amount: (abs(amount - near), amount))
    unit: int = 10 ** len(str(highest))
    while -(-lowest // unit) * unit > highest:
        unit //= 10
    inside = min(max(near, lowest), highest)
    below, above = inside // unit * unit, -(-inside // unit) * unit
    fitting = [amount for amount in (below, above) if lowest <= amount <= highest]
    return min(fitting, key=lambda amount: (abs(amount - near), amount))


def _steps(highest: int) -> Iterator[int]:
    """From 1 up, whole ones only: 1.2 minor units are no amount."""
    decade = 1
    while decade <= highest:
        for step in STEPS:
            amount, rest = divmod(step * decade, 10)
            if not rest and amount <= highest:
                yield amount
        decade *= 10
