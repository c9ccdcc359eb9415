"""Orders made by hand, in minor units of dollars unless a test says otherwise."""

from dataclasses import astuple, replace
from datetime import UTC, datetime, timedelta

from app.rules.amounts import Amounts
from app.rules.order_components import components
from app.rules.order_facts import Line, OrderFacts, Refund, RefundLine, Snapshot

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def at(minutes):
    return NOON + timedelta(minutes=minutes)


def line(line_id, goods, tax=0, quantity=1, left=None, product=None, **more):
    """All units after discounts; `left` is what returns and edits left of the units."""
    product = product or f"p{line_id}"
    return Line(line_id, product, quantity, quantity if left is None else left, goods, tax, **more)


def amounts_of(lines, units):
    goods = sum(each.goods * units(each) // each.quantity for each in lines if not each.gift_card)
    tax = sum(each.tax * units(each) // each.quantity for each in lines)
    cards = sum(each.goods * units(each) // each.quantity for each in lines if each.gift_card)
    return Amounts(goods=goods, tax=tax, gift_card=cards)


def snapshot(*lines, ordered=None, current=None, other=None, updated=0, **more):
    """`other` is shipping, duties and tips, of which nothing came back unless `current` says so."""
    other = other or Amounts()
    ordered = ordered or amounts_of(lines, lambda each: each.quantity) + other
    current = current or amounts_of(lines, lambda each: each.current_quantity) + other
    about = {"source": "webhook", "name": "#1", "occurred_at": NOON, "currency": "USD", "payment": "paid"}
    about |= {"presentment": more.get("currency", "USD")} | more
    return Snapshot(updated_at=at(updated), ordered=ordered, lines=lines, current=current, **about)


def refund(refund_id, *lines, paid=None, currency="USD", minutes=None, **more):
    """Lines are (line id, units, subtotal, tax); `paid` is the text of the money that went back."""
    returned = tuple(RefundLine(*each) for each in lines)
    paid_back = ((currency, paid),) if paid is not None else ()
    when = at(refund_id if minutes is None else minutes)
    more = {"source": "webhook", "paid_back": paid_back} | more
    return Refund(refund_id, when, lines=returned, **more)


def facts(order, *refunds, known=True, **more):
    """The order and its refunds; `known`: the snapshot was taken after them."""
    if order is not None and known:
        order = replace(order, refund_ids=tuple(sorted(each.refund_id for each in refunds)))
    return OrderFacts(1, order, {each.refund_id: each for each in refunds}, **more)


def parts(known):
    """The components by name, as the amounts that are not nought."""
    return {each.component: shown(each.amounts) for each in components(known)}


def shown(amounts):
    names = ("goods", "tax", "shipping", "duties", "tips", "gift_card", "beyond")
    return {name: value for name, value in zip(names, astuple(amounts), strict=True) if value}


def worth(known):
    """What the order is worth now: the sum of its components."""
    return shown(sum((each.amounts for each in components(known)), Amounts()))


def goods(known):
    return worth(known).get("goods", 0)
