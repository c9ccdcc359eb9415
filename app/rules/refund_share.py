"""What one refund takes from its order: what its parts explain, corrected to the money that went back."""

from app.rules.amounts import Amounts
from app.rules.money import BadAmount, half_up, minor
from app.rules.order_facts import Refund, Snapshot

WATERFALL = ("goods", "shipping", "tax", "tips", "duties", "gift_card")
"""Where a refund that nobody split is taken from: goods first, never more of anything than is left."""


def explained(order: Snapshot, refund: Refund) -> Amounts:
    """The part that a refund's lines, shipping, duties and tips explain; it lowers the current amounts."""
    gift_lines = {line.line_id for line in order.lines if line.gift_card}
    inside = order.taxes_included
    goods = sum(r.subtotal - (r.tax if inside else 0) for r in refund.lines if r.line_id not in gift_lines)
    return Amounts(
        goods=goods,
        tax=sum(r.tax for r in refund.lines) + refund.shipping_tax,
        shipping=refund.shipping - (refund.shipping_tax if inside else 0),
        duties=refund.duties,
        tips=refund.tips,
        gift_card=sum(r.subtotal for r in refund.lines if r.line_id in gift_lines),
    )


def paid_back(
    order: Snapshot, refund: Refund, returned: tuple[int, int]
) -> tuple[int | None, tuple[int, int]]:
    """Money that went back, in the shop's currency; None where the refund names no payment we can read.

    Presentment money is converted cumulatively at the order's own rate, so that returning all of it is
    returning exactly what was paid (GAP-CURRENCY). `returned` is the presentment money of earlier refunds,
    and what it came to. It was rounded when it was paid: as long as it fits the parts that the refund names
    in the shop's own money, those are exact and it is not.
    """
    if refund.unsettled:
        return 0, returned
    if not refund.paid_back:
        # Cancelling lists every line as returned, paid back or not; what stays paid is what counts.
        return (0 if order.cancelled_at else None), returned
    same = [_same_money(code, amount, order.currency) for code, amount in refund.paid_back]
    shown = [
        minor(amount, code)
        for code, amount in refund.paid_back
        if code == order.presentment and code != order.currency
    ]
    total = sum(each for each in same if each is not None)
    if shown:
        shop_per, presentment_per = order.rate
        all_shown, came_to = returned[0] + sum(shown), returned[1]
        total += half_up(all_shown * shop_per, presentment_per) - came_to
        named = explained(order, refund).total + _told(refund)
        if named and abs(total - named) <= shop_per // presentment_per + 2:
            total = named
        returned = (all_shown, came_to + total)
    elif all(each is None for each in same):
        return None, returned
    return total, returned


def _same_money(code: str, amount: str, currency: str) -> int | None:
    """Minor units of an amount in the order's currency, or in none named; None for any other money."""
    if code not in ("", currency):
        return None
    try:
        return minor(amount, currency)
    except BadAmount:
        return None


def _told(refund: Refund) -> int:
    return (refund.adjustment or 0) + refund.adjustment_tax


def taken_by(
    order: Snapshot, refund: Refund, money: int | None, left: Amounts, owed: int
) -> tuple[Amounts, int]:
    """What the refund takes from the order: what its lines explain, corrected to the money that went back.

    `owed` is money that edits freed and nobody has paid back yet: paying it back takes nothing more.
    """
    parts = explained(order, refund)
    told = _told(refund)
    rest = told if money is None else money - parts.total
    settled = min(owed, max(0, rest if refund.adjustment is None else rest - told))
    rest -= settled
    if rest < 0 and money and refund.adjustment is None and not refund.in_part:
        # Less went back than the lines are worth, and nobody calls it a discrepancy: the rest was set off
        # against what the customer still had to pay for, such as a line that an edit added.
        rest = 0
    taken = _capped(parts, left)
    if rest <= 0:
        return taken - _given_back(-rest, taken), owed - settled
    extra_tax = max(0, min(refund.adjustment_tax, rest, left.tax - taken.tax))
    taken = taken + Amounts(tax=extra_tax)
    return taken + waterfall(rest - extra_tax, left - taken), owed - settled


def _capped(wanted: Amounts, left: Amounts) -> Amounts:
    """No more of anything than the order still holds, and never less than nothing; the rest is `beyond`."""
    kept = {name: max(0, min(getattr(wanted, name), getattr(left, name))) for name in WATERFALL}
    return Amounts(**kept, beyond=wanted.total - sum(kept.values()))


def _given_back(amount: int, taken: Amounts) -> Amounts:
    """Money kept of what the lines were worth: first what the order did not hold any more."""
    beyond = max(0, min(amount, taken.beyond))
    return Amounts(beyond=beyond) + waterfall(amount - beyond, taken)


def waterfall(amount: int, left: Amounts) -> Amounts:
    """An amount taken from what is left, in the order of WATERFALL; the rest is `beyond`."""
    parts = {}
    for name in WATERFALL:
        parts[name] = min(amount, max(0, getattr(left, name)))
        amount -= parts[name]
    return Amounts(**parts, beyond=amount)
