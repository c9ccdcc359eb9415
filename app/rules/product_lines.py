"""Goods and tax by product: the lines of orders and refunds, shared out and added up."""

from app.rules.amounts import Amounts
from app.rules.money import half_up
from app.rules.order_facts import Refund, Snapshot

Vector = dict[str | None, tuple[int, int]]
"""Goods and tax by product."""


def lines_at(order: Snapshot, quantities: dict[int, int]) -> Vector:
    """The order's goods at so many units of each line, by line id; gift cards are no goods."""
    vector: Vector = {}
    for line in order.lines:
        if not line.gift_card and line.quantity:
            kept = quantities[line.line_id]
            goods, tax = half_up(line.goods * kept, line.quantity), half_up(line.tax * kept, line.quantity)
            add_to(vector, line.product, goods, tax)
    return vector


def refund_lines(order: Snapshot, refund: Refund) -> Vector:
    """The goods that the refund's lines name, without tax."""
    products = {line.line_id: line.product for line in order.lines if not line.gift_card}
    vector: Vector = {}
    for line in refund.lines:
        if line.line_id in products:
            goods = line.subtotal - (line.tax if order.taxes_included else 0)
            add_to(vector, products[line.line_id], goods, line.tax)
    return vector


def spread(named: Vector, left: Vector, taken: Amounts) -> Vector:
    """The goods taken by product: as the refund names them, the rest in proportion to what is left."""
    rest = taken.goods - sum(goods for goods, _ in named.values())
    open_goods = {p: goods - named.get(p, (0, 0))[0] for p, (goods, _) in left.items()}
    pool = sum(goods for goods in open_goods.values() if goods > 0)
    vector = dict(named)
    if rest > 0 and pool > 0:
        shares: Vector = {p: (half_up(rest * g, pool), 0) for p, g in open_goods.items() if g > 0}
        vector = summed(vector, shares)
    return balanced(vector, taken.goods)


def balanced(vector: Vector, goods: int) -> Vector:
    """The same lines with their goods summing to `goods`: the difference goes to the largest line."""
    rest = goods - sum(each for each, _ in vector.values())
    if rest:
        largest = max(vector, key=lambda product: (vector[product][0], str(product)), default=None)
        vector = summed(vector, {largest: (rest, 0)})
    return vector


def summed(one: Vector, other: Vector) -> Vector:
    total = dict(one)
    for product, (goods, tax) in other.items():
        add_to(total, product, goods, tax)
    return total


def add_to(vector: Vector, product: str | None, goods: int, tax: int) -> None:
    """Changes a vector that is still being built."""
    known = vector.get(product, (0, 0))
    vector[product] = (known[0] + goods, known[1] + tax)


def negative(vector: Vector) -> Vector:
    return {product: (-goods, -tax) for product, (goods, tax) in vector.items()}
