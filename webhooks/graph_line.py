"""The lines of an order as the Admin API shows them: what was bought, and its shipping."""

from collections.abc import Iterable

import msgspec

from app.rules.order_facts import Line
from webhooks.graph_discounts import AllocationNode
from webhooks.graph_nodes import Bag, Node, gid_number, money
from webhooks.order_money import Priced, line_goods


class TaxNode(msgspec.Struct, rename="camel"):
    price_set: Bag


class LineNode(msgspec.Struct, rename="camel"):
    id: str
    quantity: int
    current_quantity: int
    original_total_set: Bag
    is_gift_card: bool = False
    product: Node | None = None
    discount_allocations: list[AllocationNode] = []
    tax_lines: list[TaxNode] = []


class ShippingNode(msgspec.Struct, rename="camel"):
    discounted_price_set: Bag
    discount_allocations: list[AllocationNode] = []
    tax_lines: list[TaxNode] = []


def line_of(node: LineNode, currency: str, inside: bool) -> Line:
    price = money(node.original_total_set, currency)
    price -= sum(money(each.allocated_amount_set, currency) for each in node.discount_allocations)
    tax = _tax(node.tax_lines, currency)
    return Line(
        line_id=gid_number(node.id),
        product=str(gid_number(node.product.id)) if node.product else None,
        quantity=node.quantity,
        current_quantity=node.current_quantity,
        goods=line_goods(price, tax, gift_card=node.is_gift_card, inside=inside),
        tax=tax,
        gift_card=node.is_gift_card,
    )


def shipping_of(nodes: list[ShippingNode], currency: str) -> Priced:
    price = sum(money(each.discounted_price_set, currency) for each in nodes)
    return Priced(price, sum(_tax(each.tax_lines, currency) for each in nodes))


def _tax(nodes: Iterable[TaxNode], currency: str) -> int:
    return sum(money(each.price_set, currency) for each in nodes)
