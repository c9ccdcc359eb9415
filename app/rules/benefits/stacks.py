"""With which other discounts one goes together, in words."""

from typing import Literal

from app.rules.benefits.discount import Class
from app.rules.benefits.say import Say

Stacks = Literal["alone", "with_shipping", "with_everything"]

BESIDE: dict[Stacks, tuple[Class, ...]] = {
    "alone": (),
    "with_shipping": ("shipping",),
    "with_everything": ("order", "product", "shipping"),
}
"""Both discounts must allow each other's class. Source: platform 1.5."""


def by_itself_or_code(by: Literal["itself", "code"], say: Say) -> str:
    """How the shopper comes by a discount."""
    if by == "itself":
        return say("applied by itself at the checkout")
    return say("with the code for members")
