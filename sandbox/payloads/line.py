"""Line items and shipping lines in order and refund bodies."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sandbox.amounts import text
from sandbox.fulfillment_units import line_status, sent_units
from sandbox.ids import gid
from sandbox.order import Allocation, Line, Order, ShippingLine
from sandbox.order_money import discount, shipping_net, shipping_tax, tax
from sandbox.payloads.money import money_set


def line(order: Order, record: Line) -> dict[str, Any]:
    """`total_discount` counts only what was given on this line; the share of a discount on the whole
    order stands in `discount_allocations` alone."""
    explicit = sum(
        a.amount
        for a in record.allocations
        if order.applications[a.application].allocation_method != "across"
    )
    sent = sent_units(order, record.id)
    body = {
        "id": record.id,
        "admin_graphql_api_id": gid("LineItem", record.id),
        "attributed_staffs": [],
        "current_quantity": record.current_quantity,
        "fulfillable_quantity": 0 if record.tip else max(0, record.current_quantity - sent),
        "fulfillment_service": "gift_card" if record.gift_card else "manual",
        "fulfillment_status": "not_eligible" if record.tip else line_status(record.quantity, sent),
        "gift_card": record.gift_card,
        "grams": 0,
        "name": record.title,
        "price": text(record.price, order.currency),
        "price_set": money_set(order, record.price),
        "product_exists": record.product_id is not None,
        "product_id": record.product_id,
        "properties": [],
        "quantity": record.quantity,
        "requires_shipping": not (record.gift_card or record.tip),
        "sales_line_item_group_id": None,
        "sku": record.sku,
        "taxable": record.tax_rate > 0,
        "title": record.title,
        "total_discount": text(explicit, order.currency),
        "total_discount_set": money_set(order, explicit),
        "variant_id": record.variant_id,
        "variant_inventory_management": None,
        "variant_title": None,
        "vendor": None,
        "tax_lines": tax_lines(order, record.tax_rate, tax(record, order.taxes_included)),
        "duties": [_duty(order, duty.id, duty.amount) for duty in order.duties if duty.line_id == record.id],
        "discount_allocations": allocations(order, record.allocations),
    }
    if record.tip:  # the only marks of a tip; orders without one do not carry these keys
        body["tip"] = {"payment_gateway": None, "payment_method": None}
        body["tip_payment_gateway"] = body["tip_payment_method"] = None
    return body


def shipping_line(order: Order, record: ShippingLine) -> dict[str, Any]:
    now = shipping_net(record) - record.refunded
    return {
        "id": record.id,
        "carrier_identifier": None,
        "code": record.title,
        "current_discounted_price_set": money_set(order, now),
        "discounted_price": text(shipping_net(record), order.currency),
        "discounted_price_set": money_set(order, shipping_net(record)),
        "is_removed": False,
        "phone": None,
        "price": text(record.price, order.currency),
        "price_set": money_set(order, record.price),
        "requested_fulfillment_service_id": None,
        "source": "shopify",
        "title": record.title,
        "tax_lines": tax_lines(order, record.tax_rate, shipping_tax(record, order.taxes_included)),
        "discount_allocations": allocations(order, record.allocations) if discount(record) else [],
    }


def tax_lines(order: Order, rate: Decimal, amount: int) -> list[dict[str, Any]]:
    if not rate:
        return []
    return [
        {
            "channel_liable": False,
            "price": text(amount, order.currency),
            "price_set": money_set(order, amount),
            "rate": float(rate),  # a JSON number in real bodies
            "title": "Tax",
        }
    ]


def allocations(order: Order, records: Iterable[Allocation]) -> list[dict[str, Any]]:
    return [
        {
            "amount": text(a.amount, order.currency),
            "amount_set": money_set(order, a.amount),
            "discount_application_index": a.application,
        }
        for a in records
    ]


def _duty(order: Order, duty_id: int, amount: int) -> dict[str, Any]:
    return {
        "id": duty_id,
        "admin_graphql_api_id": gid("Duty", duty_id),
        "harmonized_system_code": None,
        "country_code_of_origin": None,
        **money_set(order, amount),
        "tax_lines": [],
    }
