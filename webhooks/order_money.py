"""What an order's money was for, from the sums that webhook bodies and the API's answers tell alike.

Where an order's prices hold the tax (`inside`), it is taken out of goods and shipping. Gift cards are no
goods and bear no tax.
"""

from collections.abc import Iterable

from app.rules.amounts import Amounts
from app.rules.money import MAX_MINOR, BadAmount
from app.rules.order_facts import Line, Refund
from app.rules.value import value


@value
class Sums:
    """What a source tells of an order, in full or after returns and edits, in the shop's minor units."""

    subtotal: int
    tax: int
    duties: int
    tips: int


@value
class Priced:
    """A price after its discounts, and the tax on it, which the price holds where the order's prices do."""

    price: int
    tax: int


def line_goods(price: int, tax: int, *, gift_card: bool, inside: bool) -> int:
    """A line's price after its discounts, without tax."""
    return price - (tax if inside and not gift_card else 0)


def ordered(told: Sums, shipping: Priced, lines: tuple[Line, ...], inside: bool) -> Amounts:
    """The order in full. Raises BadAmount for sums that no column holds, though each of their parts might."""
    found = _amounts(told, shipping, sum(line.goods for line in lines if line.gift_card), inside)
    for total in (*found.parts(), *(line.goods for line in lines)):
        if abs(total) > MAX_MINOR:
            raise BadAmount("a sum is larger than any amount Laurel can keep")
    return found


def left(told: Sums, shipping: Priced, lines: tuple[Line, ...], inside: bool) -> Amounts:
    """What returns and edits left of it."""
    kept = [line for line in lines if line.gift_card and line.quantity]
    gift_cards = sum(line.goods * line.current_quantity // line.quantity for line in kept)
    return _amounts(told, shipping, gift_cards, inside)


def shipping_left(full: Priced, told: int | None, refunds: Iterable[Refund]) -> Priced:
    """The shipping that is left, and the tax on it, which no source tells by itself.

    `told` is the current shipping; older bodies do not say it, and then it is what refunds left. The tax
    is what refunds left as well, to the minor unit; only where an edit changed the shipping it is taken in
    proportion.
    """
    known = list(refunds)
    price = full.price - sum(refund.shipping for refund in known)
    if told is None or told == price:
        return Priced(price, full.tax - sum(refund.shipping_tax for refund in known))
    return Priced(told, full.tax * told // full.price if full.price else 0)


def own_rate(shop: int, shown: int) -> tuple[int, int]:
    """The order's own rate: its total in the shop's money over its total in what the buyer saw."""
    return (shop, shown) if shop > 0 and shown > 0 else (1, 1)


def _amounts(told: Sums, shipping: Priced, gift_cards: int, inside: bool) -> Amounts:
    gift_card = max(0, min(told.subtotal, gift_cards))
    return Amounts(
        goods=told.subtotal - gift_card - (told.tax - shipping.tax if inside else 0),
        tax=told.tax,
        shipping=shipping.price - (shipping.tax if inside else 0),
        duties=told.duties,
        tips=told.tips,
        gift_card=gift_card,
    )
