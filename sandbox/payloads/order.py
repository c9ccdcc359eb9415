"""orders/create, paid, updated and cancelled: one body."""

from hashlib import md5
from typing import Any

from sandbox.amounts import text
from sandbox.clock import local_text
from sandbox.ids import gid
from sandbox.order import DiscountApplication, Order
from sandbox.order_money import Totals, current, financial_status, original, outstanding
from sandbox.payloads.address import of_order
from sandbox.payloads.customer import customer_in_order
from sandbox.payloads.fulfillment import fulfillment, fulfillment_status
from sandbox.payloads.line import line, shipping_line, tax_lines
from sandbox.payloads.money import money_set
from sandbox.payloads.refund import refund
from sandbox.store import Store


def order(store: Store, record: Order) -> dict[str, Any]:
    customer = store.customers.get(record.customer_id) if record.customer_id else None
    address = of_order(customer) if record.shipping else None
    return {
        **_identity(store, record),
        **_money(record, original(record), current(record)),
        "billing_address": address,
        "shipping_address": address,
        "customer": customer_in_order(store, customer) if customer else None,
        "discount_applications": [_application(row) for row in record.applications],
        "discount_codes": [_code(record, at) for at, row in enumerate(record.applications) if row.code],
        "fulfillments": [fulfillment(store, record, row) for row in record.fulfillments],
        "line_items": [line(record, row) for row in record.lines],
        "line_item_groups": [],
        "payment_terms": None,
        "refunds": [refund(store, record, row) for row in record.refunds],
        "returns": [],
        "shipping_lines": [shipping_line(record, record.shipping)] if record.shipping else [],
    }


def order_deleted(order_id: int) -> dict[str, Any]:
    return {"id": order_id}


def _identity(store: Store, record: Order) -> dict[str, Any]:
    token = md5(str(record.id).encode(), usedforsecurity=False).hexdigest()
    cancelled = local_text(record.cancelled_at, store.timezone) if record.cancelled_at else None
    return {
        "id": record.id,
        "admin_graphql_api_id": gid("Order", record.id),
        "app_id": None,
        "browser_ip": None,
        "buyer_accepts_marketing": False,
        "cancel_reason": record.cancel_reason,
        "cancelled_at": cancelled,
        "cart_token": None,
        "checkout_token": None,
        "client_details": None,
        "closed_at": cancelled,  # recorded: an order that is cancelled is closed with it
        "confirmation_number": token[:9].upper(),
        "confirmed": True,
        "contact_email": record.email,
        "created_at": local_text(record.created_at, store.timezone),
        "currency": record.currency,
        "customer_locale": "en",
        "device_id": None,
        "duties_included": False,
        "email": record.email or "",
        "estimated_taxes": False,
        "financial_status": financial_status(record),
        "fulfillment_status": fulfillment_status(record),
        "landing_site": None,
        "landing_site_ref": None,
        "location_id": None,
        "merchant_business_entity_id": "MTU0ODM4MDAwOQ",
        "merchant_of_record_app_id": None,
        "name": record.name,
        "note": record.note,
        "note_attributes": [],
        "number": record.number - 1000,
        "order_number": record.number,
        "order_status_url": f"https://{store.domain}/{store.id}/orders/{token}/authenticate?key={token}",
        "payment_gateway_names": sorted({row.gateway for row in record.transactions}),
        "phone": None,
        "po_number": None,
        "presentment_currency": record.shown_currency,
        "processed_at": local_text(record.processed_at, store.timezone),
        "reference": None,
        "referring_site": None,
        "source_identifier": None,
        "source_name": record.source_name,
        "source_url": None,
        "tags": ", ".join(record.tags),
        "tax_exempt": False,
        "taxes_included": record.taxes_included,
        "test": record.test,
        "token": token,
        "total_weight": 0,
        "updated_at": local_text(record.updated_at, store.timezone),
        "user_id": None,
    }


def _money(record: Order, first: Totals, now: Totals) -> dict[str, Any]:
    rate = next((row.tax_rate for row in record.lines if row.tax_rate), None)
    if rate is None and record.shipping:
        rate = record.shipping.tax_rate
    both = {
        "subtotal_price": (first.subtotal, now.subtotal),
        "total_discounts": (first.discounts, now.discounts),
        "total_price": (first.total, now.total),
        "total_tax": (first.tax, now.tax),
    }
    duties = bool(record.duties)
    body: dict[str, Any] = {
        "current_shipping_price_set": money_set(record, now.shipping),
        "current_total_additional_fees_set": None,
        "current_total_duties_set": money_set(record, now.duties) if duties else None,
        "original_total_additional_fees_set": None,
        "original_total_duties_set": money_set(record, first.duties) if duties else None,
        "tax_lines": tax_lines(record, rate, first.tax) if rate else [],
        "total_cash_rounding_payment_adjustment_set": money_set(record, 0),
        "total_cash_rounding_refund_adjustment_set": money_set(record, 0),
        "total_line_items_price": text(first.line_items, record.currency),
        "total_line_items_price_set": money_set(record, first.line_items),
        "total_outstanding": text(outstanding(record), record.currency),
        "total_shipping_price_set": money_set(record, record.shipping.price if record.shipping else 0),
        "total_tip_received": text(first.tips, record.currency),
    }
    for key, (at_first, at_present) in both.items():
        body[key] = text(at_first, record.currency)
        body[f"{key}_set"] = money_set(record, at_first)
        body[f"current_{key}"] = text(at_present, record.currency)
        body[f"current_{key}_set"] = money_set(record, at_present)
    return body


def _application(row: DiscountApplication) -> dict[str, Any]:
    body = {
        "target_type": row.target_type,
        "type": row.type,
        "value": row.value,
        "value_type": row.value_type,
        "allocation_method": row.allocation_method,
        "target_selection": row.target_selection,
    }
    if row.type == "discount_code":
        return {**body, "code": row.code}
    return {**body, "title": row.title, **({"description": row.title} if row.type == "manual" else {})}


def _code(record: Order, at: int) -> dict[str, str]:
    row = record.applications[at]
    given = [a for carrier in record.lines for a in carrier.allocations]
    given += record.shipping.allocations if record.shipping else ()
    amount = sum(a.amount for a in given if a.application == at)
    kind = "shipping" if row.target_type == "shipping_line" else row.value_type
    return {"code": row.code or "", "amount": text(amount, record.currency), "type": kind}
