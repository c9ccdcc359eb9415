"""An order as the Admin API shows it (one node, from a read-back or a bulk file) → `OrderFacts`.

`platform/documents/order_facts.graphql` asks for what is read.
"""

from datetime import datetime

import msgspec

from app.errors import Unreadable
from app.ledger.people import Contact, contact
from app.rules.applied_discounts import AppliedDiscount
from app.rules.money import currency_code, minor
from app.rules.order_facts import OrderFacts, Snapshot
from app.rules.order_labels import label, tags_of
from app.rules.said import said
from webhooks.bodies import Instant, in_our_time, order_name, payment_state, why
from webhooks.buyer import full_name, guest
from webhooks.graph_discounts import discounts_of
from webhooks.graph_line import LineNode, ShippingNode, line_of, shipping_of
from webhooks.graph_nodes import Bag, Nodes, gid_number, money
from webhooks.graph_refund import AgreementNode, RefundNode, TransactionNode, refunds_of
from webhooks.order_money import Sums, left, ordered, own_rate, shipping_left


class EmailNode(msgspec.Struct, rename="camel"):
    email_address: str | None = None


class CustomerNode(msgspec.Struct, rename="camel"):
    id: str
    default_email_address: EmailNode | None = None
    first_name: str | None = None
    last_name: str | None = None


class OrderNode(msgspec.Struct, rename="camel"):
    id: str
    name: str
    created_at: Instant
    updated_at: Instant
    currency_code: str
    subtotal_price_set: Bag
    current_subtotal_price_set: Bag
    total_price_set: Bag
    processed_at: Instant | None = None
    cancelled_at: Instant | None = None
    presentment_currency_code: str | None = None
    display_financial_status: str | None = None
    test: bool = False
    taxes_included: bool = False
    email: str | None = None
    customer: CustomerNode | None = None
    total_tax_set: Bag | None = None
    current_total_tax_set: Bag | None = None
    current_shipping_price_set: Bag | None = None
    total_tip_received_set: Bag | None = None
    original_total_duties_set: Bag | None = None
    current_total_duties_set: Bag | None = None
    tags: list[str] = []
    source_name: str | None = None
    line_items: Nodes[LineNode] = msgspec.field(default_factory=Nodes)
    shipping_lines: Nodes[ShippingNode] = msgspec.field(default_factory=Nodes)
    refunds: list[RefundNode] = []
    transactions: list[TransactionNode] = []
    agreements: Nodes[AgreementNode] = msgspec.field(default_factory=Nodes)
    read_at: datetime | None = None
    """Ours: when the platform was asked. Bulk files have no such instant."""


_decoder = msgspec.json.Decoder(OrderNode)


def read(raw: bytes) -> tuple[OrderFacts, Contact | None]:
    """The facts of an order node, and who bought. Raises Unreadable."""
    try:
        node = _decoder.decode(raw)
        return _facts(node), _contact(node)
    except (ValueError, OverflowError) as problem:
        raise Unreadable(
            said("Shopify's answer about an order cannot be understood: %(problem)s", problem=why(problem))
        ) from problem


def _contact(node: OrderNode) -> Contact | None:
    customer = node.customer
    if customer is None:
        return guest(node.email)
    named = customer.default_email_address or EmailNode()
    name = full_name(customer.first_name, customer.last_name)
    return contact(gid_number(customer.id), named.email_address, name)


def _facts(node: OrderNode) -> OrderFacts:
    currency, inside = currency_code(node.currency_code), node.taxes_included
    tips = _tip_lines(node)
    lines = tuple(line_of(each, currency, inside) for each in node.line_items.nodes if each.id not in tips)
    refunds = refunds_of(node.refunds, node.agreements.nodes, node.transactions, currency, inside)
    shipping = shipping_of(node.shipping_lines.nodes, currency)
    now = node.current_shipping_price_set
    kept = shipping_left(shipping, money(now, currency) if now else None, refunds.values())
    snapshot = Snapshot(
        updated_at=node.updated_at,
        source="api",
        name=order_name(node.name),
        occurred_at=in_our_time(node.processed_at or node.created_at),
        currency=currency,
        payment=payment_state((node.display_financial_status or "").lower()),
        ordered=ordered(_told(node, currency), shipping, lines, inside),
        lines=lines,
        current=left(_told_now(node, currency), kept, lines, inside),
        refund_ids=tuple(sorted(refunds)),
        customer=gid_number(node.customer.id) if node.customer else None,
        test=node.test,
        cancelled_at=node.cancelled_at,
        taxes_included=inside,
        presentment=node.presentment_currency_code or currency,
        rate=_rate(node, currency),
        read_at=node.read_at,
        tags=tags_of(node.tags),
        channel=label(node.source_name),
        discounts=_discounts(node, currency),
    )
    return OrderFacts(gid_number(node.id), snapshot, refunds)


def _tip_lines(node: OrderNode) -> set[str]:
    """Only its sale says that a line is a tip."""
    sales = (sale for agreement in node.agreements.nodes for sale in agreement.sales.nodes)
    return {sale.line_item.id for sale in sales if sale.line_type == "TIP" and sale.line_item}


def _discounts(node: OrderNode, currency: str) -> tuple[AppliedDiscount, ...]:
    carriers: list[LineNode | ShippingNode] = [*node.line_items.nodes, *node.shipping_lines.nodes]
    return discounts_of((share for each in carriers for share in each.discount_allocations), currency)


def _told(node: OrderNode, currency: str) -> Sums:
    return Sums(
        subtotal=money(node.subtotal_price_set, currency),
        tax=money(node.total_tax_set, currency),
        duties=money(node.original_total_duties_set, currency),
        tips=money(node.total_tip_received_set, currency),
    )


def _told_now(node: OrderNode, currency: str) -> Sums:
    return Sums(
        subtotal=money(node.current_subtotal_price_set, currency),
        tax=money(node.current_total_tax_set, currency),
        duties=money(node.current_total_duties_set, currency),
        tips=money(node.total_tip_received_set, currency),
    )


def _rate(node: OrderNode, currency: str) -> tuple[int, int]:
    shown, presentment = node.total_price_set.presentment_money, node.presentment_currency_code
    if not shown or not presentment or presentment == currency:
        return (1, 1)
    return own_rate(money(node.total_price_set, currency), minor(shown.amount, currency_code(presentment)))
