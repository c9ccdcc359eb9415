"""An order as the Admin API shows it (one node, from a read-back or a bulk file) → `OrderFacts`.

Refunds come from the order's sales agreements, the platform's own money ledger, because bulk queries
cannot read the connections of a refund. `platform/documents/order_facts.graphql` asks for what is read.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Generic, TypeVar

import msgspec

from app.errors import Unreadable
from app.ledger.people import Contact, contact
from app.rules.money import currency_code, minor
from app.rules.order_facts import PAYMENT_RANK, Amounts, Line, OrderFacts, Refund, RefundLine, Snapshot
from webhooks.bodies import Instant, in_our_time, order_name
from webhooks.shipping_left import shipping_left

T = TypeVar("T")


class Price(msgspec.Struct):
    amount: str
    currencyCode: str = ""


class Bag(msgspec.Struct, rename="camel"):
    shop_money: Price
    presentment_money: Price | None = None


class Nodes(msgspec.Struct, Generic[T]):
    nodes: list[T] = []


class Node(msgspec.Struct):
    id: str


class TaxNode(msgspec.Struct, rename="camel"):
    price_set: Bag


class AllocationNode(msgspec.Struct, rename="camel"):
    allocated_amount_set: Bag


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
    tax_lines: list[TaxNode] = []


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
        raise Unreadable(f"The platform's answer about an order cannot be understood: {problem}") from problem


def gid_number(gid: str) -> int:
    """`gid://shopify/Order/123` → 123. Raises ValueError."""
    return int(gid.rsplit("/", 1)[-1].split("?", 1)[0])


def _contact(node: OrderNode) -> Contact | None:
    customer = node.customer
    if customer is None:
        guest = contact(None, node.email)
        return guest if guest.email else None
    name = " ".join(filter(None, (customer.first_name, customer.last_name)))
    named = customer.default_email_address or EmailNode()
    return contact(gid_number(customer.id), named.email_address, name)


def _facts(node: OrderNode) -> OrderFacts:
    currency = currency_code(node.currency_code)
    payment = (node.display_financial_status or "pending").lower()
    if payment not in PAYMENT_RANK:
        raise Unreadable(f"The financial status {payment!r} is not known")
    tips = {sale.line_item.id for sale in _sales(node) if sale.line_type == "TIP" and sale.line_item}
    lines = tuple(
        _line(each, currency, node.taxes_included) for each in node.line_items.nodes if each.id not in tips
    )
    refunds = _refunds(node, currency)
    snapshot = Snapshot(
        updated_at=node.updated_at,
        source="api",
        name=order_name(node.name),
        occurred_at=in_our_time(node.processed_at or node.created_at),
        currency=currency,
        payment=payment,
        ordered=_ordered(node, lines, currency),
        lines=lines,
        current=_current(node, lines, refunds.values(), currency),
        refund_ids=tuple(sorted(refunds)),
        customer=gid_number(node.customer.id) if node.customer else None,
        test=node.test,
        cancelled_at=node.cancelled_at,
        taxes_included=node.taxes_included,
        presentment=node.presentment_currency_code or currency,
        rate=_rate(node, currency),
        read_at=node.read_at,
    )
    return OrderFacts(gid_number(node.id), snapshot, refunds)


def _sales(node: OrderNode) -> list[SaleNode]:
    return [sale for agreement in node.agreements.nodes for sale in agreement.sales.nodes]


def _money(bag: Bag | None, currency: str) -> int:
    return minor(bag.shop_money.amount, currency) if bag else 0


def _line(node: LineNode, currency: str, inside: bool) -> Line:
    price = _money(node.original_total_set, currency)
    price -= sum(_money(each.allocated_amount_set, currency) for each in node.discount_allocations)
    tax = sum(_money(each.price_set, currency) for each in node.tax_lines)
    return Line(
        line_id=gid_number(node.id),
        product=str(gid_number(node.product.id)) if node.product else None,
        quantity=node.quantity,
        current_quantity=node.current_quantity,
        goods=price - (tax if inside and not node.is_gift_card else 0),
        tax=tax,
        gift_card=node.is_gift_card,
    )


def _shipping(node: OrderNode, currency: str) -> tuple[int, int]:
    price = sum(_money(each.discounted_price_set, currency) for each in node.shipping_lines.nodes)
    taxes = [tax for each in node.shipping_lines.nodes for tax in each.tax_lines]
    return price, sum(_money(tax.price_set, currency) for tax in taxes)


def _ordered(node: OrderNode, lines: tuple[Line, ...], currency: str) -> Amounts:
    subtotal, tax = _money(node.subtotal_price_set, currency), _money(node.total_tax_set, currency)
    shipping, shipping_tax = _shipping(node, currency)
    gift_cards = max(0, min(subtotal, sum(line.goods for line in lines if line.gift_card)))
    inside = node.taxes_included
    return Amounts(
        goods=subtotal - gift_cards - (tax - shipping_tax if inside else 0),
        tax=tax,
        shipping=shipping - (shipping_tax if inside else 0),
        duties=_money(node.original_total_duties_set, currency),
        tips=_money(node.total_tip_received_set, currency),
        gift_card=gift_cards,
    )


def _current(node: OrderNode, lines: tuple[Line, ...], refunds: Iterable[Refund], currency: str) -> Amounts:
    subtotal = _money(node.current_subtotal_price_set, currency)
    tax = _money(node.current_total_tax_set, currency)
    pair = node.current_shipping_price_set
    told = _money(pair, currency) if pair else None
    shipping, shipping_tax = shipping_left(*_shipping(node, currency), told, refunds)
    left = [line for line in lines if line.gift_card and line.quantity]
    gift_cards = max(
        0, min(subtotal, sum(line.goods * line.current_quantity // line.quantity for line in left))
    )
    inside = node.taxes_included
    return Amounts(
        goods=subtotal - gift_cards - (tax - shipping_tax if inside else 0),
        tax=tax,
        shipping=shipping - (shipping_tax if inside else 0),
        duties=_money(node.current_total_duties_set, currency),
        tips=_money(node.total_tip_received_set, currency),
        gift_card=gift_cards,
    )


def _refunds(node: OrderNode, currency: str) -> dict[int, Refund]:
    """Each refund with its sales. Which payment belongs to which refund is not told: one that did not
    succeed leaves every refund without money unsettled, and every other paid in part."""
    agreements = {each.refund.id: each.sales.nodes for each in node.agreements.nodes if each.refund}
    failing = any(t.kind == "REFUND" and t.status != "SUCCESS" for t in node.transactions)
    found = {}
    for refund in node.refunds:
        at = refund.processed_at or refund.created_at
        if at is None:
            raise Unreadable(f"The refund {refund.id} has no date")
        paid = _money(refund.total_refunded_set, currency)
        found[gid_number(refund.id)] = _refund(
            refund,
            at,
            agreements.get(refund.id, []),
            currency,
            node.taxes_included,
            paid,
            failing,
        )
    return found


def _refund(
    node: RefundNode,
    at: datetime,
    sales: list[SaleNode],
    currency: str,
    inside: bool,
    paid: int,
    failing: bool,
) -> Refund:
    shipping = shipping_tax = duties = tips = adjustment = adjustment_tax = 0
    lines, adjusted = [], False
    for sale in sales:
        tax = -_money(sale.total_tax_amount, currency)
        net = -_money(sale.total_amount, currency) - tax
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


def _rate(node: OrderNode, currency: str) -> tuple[int, int]:
    bag, presentment = node.total_price_set, node.presentment_currency_code
    if not bag.presentment_money or not presentment or presentment == currency:
        return (1, 1)
    shop = minor(bag.shop_money.amount, currency)
    shown = minor(bag.presentment_money.amount, currency_code(presentment))
    return (shop, shown) if shop > 0 and shown > 0 else (1, 1)
