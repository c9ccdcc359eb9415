"""What is being bought, and what a set of discounts takes off it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sandbox import bxgy
from sandbox.amounts import shares, text, times
from sandbox.discount import Discount
from sandbox.order import DiscountApplication
from sandbox.order_draft import Applied, LineDraft


@dataclass(frozen=True)
class Cart:
    lines: tuple[LineDraft, ...]
    currency: str
    shipping: int = 0
    country: str = "US"
    tax_rate: Decimal = Decimal(0)
    collections: Mapping[int, frozenset[int]] = field(default_factory=dict)  # those each product is in

    @property
    def subtotal(self) -> int:
        return sum(line.price * line.quantity for line in self.lines)


def shortfall(discount: Discount, cart: Cart) -> str | None:
    """Why the cart does not qualify; None if it does."""
    goods = [line for line in cart.lines if _entitled(discount, line, cart)]
    if discount.effect == "bxgy":
        gift = any(bxgy.taken_off(discount, cart.lines, cart.collections))
        return None if gift else "needs more items, or the gift, in the cart"
    if discount.effect == "basic" and not goods:
        return "does not apply to these items"
    worth = sum(line.price * line.quantity for line in goods)
    if discount.minimum_subtotal is not None and worth < discount.minimum_subtotal:
        return "needs a larger purchase"
    if (
        discount.minimum_quantity is not None
        and sum(row.quantity for row in goods) < discount.minimum_quantity
    ):
        return "needs more items"
    if discount.effect == "free_shipping":
        return _shipping_shortfall(discount, cart)
    return None


def apply(chosen: Sequence[Discount], cart: Cart) -> list[tuple[Discount, Applied]]:
    """Products first, then the order on what is left, then the shipping. One product discount to a line:
    the one that takes most."""
    left = [0 if line.gift_card else line.price * line.quantity for line in cart.lines]
    taken: list[tuple[Discount, Applied]] = []
    on_products = [(d, _on_products(d, cart)) for d in chosen if d.discount_class == "PRODUCT"]
    for index in range(len(left)):
        best = max((amounts[index] for _, amounts in on_products), default=0)
        winner = next((at for at, (_, amounts) in enumerate(on_products) if amounts[index] == best), None)
        for at, (_, amounts) in enumerate(on_products):
            amounts[index] = best if at == winner else 0
        left[index] -= best
    taken += [(d, Applied(_application(d, cart), tuple(amounts))) for d, amounts in on_products]
    for discount in (d for d in chosen if d.discount_class == "ORDER"):
        amounts = shares(_off(discount, sum(left)), left)
        left = [have - off for have, off in zip(left, amounts, strict=True)]
        taken.append((discount, Applied(_application(discount, cart), tuple(amounts))))
    for discount in (d for d in chosen if d.discount_class == "SHIPPING"):
        taken.append((discount, Applied(_application(discount, cart), (), cart.shipping)))
    return taken


def _entitled(discount: Discount, line: LineDraft, cart: Cart) -> bool:
    if line.gift_card and discount.effect == "basic":
        return False
    return discount.items.cover(line, cart.collections)


def _shipping_shortfall(discount: Discount, cart: Cart) -> str | None:
    limit = discount.maximum_shipping
    if limit is not None and cart.shipping > limit:
        return "does not cover this shipping rate"
    abroad = discount.countries is not None and cart.country not in discount.countries
    if abroad and not discount.rest_of_world:
        return "does not apply to this country"
    return None if cart.shipping else "has no shipping to make free"


def _on_products(discount: Discount, cart: Cart) -> list[int]:
    if discount.effect == "bxgy":
        return bxgy.taken_off(discount, cart.lines, cart.collections)
    worth = [line.price * line.quantity if _entitled(discount, line, cart) else 0 for line in cart.lines]
    if discount.percent is not None:
        return [_off(discount, amount) for amount in worth]
    if discount.amount_on_each:
        each = discount.amount or 0
        return [min(w, each * line.quantity) for w, line in zip(worth, cart.lines, strict=True)]
    return shares(min(discount.amount or 0, sum(worth)), worth)


def _off(discount: Discount, amount: int) -> int:
    if discount.percent is not None:
        return times(amount, discount.percent / 100)
    return min(discount.amount or 0, amount)


def _application(discount: Discount, cart: Cart) -> DiscountApplication:
    is_percent = discount.percent is not None or discount.effect == "free_shipping"
    percent = discount.percent if discount.percent is not None else Decimal(100)
    value = f"{percent.normalize():f}" if is_percent else text(discount.amount or 0, cart.currency)
    on_order = discount.discount_class == "ORDER"
    return DiscountApplication(
        type="automatic" if discount.method == "automatic" else "discount_code",
        title=discount.title,
        value=value if "." in value else f"{value}.0",
        value_type="percentage" if is_percent else "fixed_amount",
        target_type="shipping_line" if discount.effect == "free_shipping" else "line_item",
        target_selection="entitled" if discount.discount_class == "PRODUCT" else "all",
        allocation_method="across" if on_order else "each",
        code=discount.code,
    )
