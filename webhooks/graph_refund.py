"""The refunds of an order as the Admin API shows them → `Refund`.

What came back stands in the order's sales agreements, the platform's own money ledger, because bulk
queries cannot read the connections of a refund.
"""

from collections.abc import Sequence

import msgspec

from app.errors import Unreadable
from app.rules.order_facts import Refund, RefundLine
from app.rules.said import said
from webhooks.bodies import Instant, in_our_time
from webhooks.graph_nodes import Bag, Node, Nodes, gid_number, money


class RefundNode(msgspec.Struct, rename="camel"):
    id: str
    total_refunded_set: Bag
    created_at: Instant | None = None
    processed_at: Instant | None = None


class TransactionNode(msgspec.Struct):
    kind: str
    status: str


class SaleNode(msgspec.Struct, rename="camel"):
    line_type: str
    total_amount: Bag
    total_tax_amount: Bag
    quantity: int | None = None
    line_item: Node | None = None


class AgreementNode(msgspec.Struct):
    refund: Node | None = None
    sales: Nodes[SaleNode] = msgspec.field(default_factory=Nodes)


def refunds_of(
    nodes: Sequence[RefundNode],
    agreements: Sequence[AgreementNode],
    payments: Sequence[TransactionNode],
    currency: str,
    inside: bool,
) -> dict[int, Refund]:
    """Each refund with its sales. Which payment belongs to which refund is not told: one that did not
    succeed leaves every refund without money unsettled, and every other paid in part."""
    sales = {each.refund.id: each.sales.nodes for each in agreements if each.refund}
    failing = any(each.kind == "REFUND" and each.status != "SUCCESS" for each in payments)
    found = (_refund(each, sales.get(each.id, []), currency, inside, failing) for each in nodes)
    return {refund.refund_id: refund for refund in found}


def _refund(
    node: RefundNode, sales: Sequence[SaleNode], currency: str, inside: bool, failing: bool
) -> Refund:
    at = node.processed_at or node.created_at
    if at is None:
        raise Unreadable(said("The refund %(id)s has no date", id=node.id))
    paid = money(node.total_refunded_set, currency)
    shipping = shipping_tax = duties = tips = adjustment = adjustment_tax = 0
    lines, adjusted = [], False
    for sale in sales:
        tax = -money(sale.total_tax_amount, currency)
        net = -money(sale.total_amount, currency) - tax
        if sale.line_type in ("PRODUCT", "GIFT_CARD") and sale.line_item:
            line_id = gid_number(sale.line_item.id)
            lines.append(RefundLine(line_id, abs(sale.quantity or 0), net + (tax if inside else 0), tax))
        elif sale.line_type == "SHIPPING":
            shipping, shipping_tax = shipping + net + (tax if inside else 0), shipping_tax + tax
        elif sale.line_type == "DUTY":
            duties += net
        elif sale.line_type == "TIP":
            tips += net
        else:
            adjustment, adjustment_tax, adjusted = adjustment + net, adjustment_tax + tax, True
    return Refund(
        refund_id=gid_number(node.id),
        occurred_at=in_our_time(at),
        source="api",
        lines=tuple(lines),
        shipping=shipping,
        shipping_tax=shipping_tax,
        duties=duties,
        tips=tips,
        adjustment=adjustment if adjusted else None,
        adjustment_tax=adjustment_tax,
        paid_back=((currency, node.total_refunded_set.shop_money.amount),) if paid else (),
        unsettled=failing and not paid,
        in_part=failing and bool(paid),
    )
