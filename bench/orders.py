"""Order bodies of about 12 kB as the platform sends them. Standard library only: a client is to be light."""

import hashlib
import json
from typing import Any

from bench.sale import LINES, SHIPPING_MINOR, Sale, line_of, pair, refund_of, shipping_of, tax_of, text


def order_body(sale: Sale) -> bytes:
    """The body of orders/create, orders/paid and orders/updated."""
    subtotal, tax = sale.goods_minor, sum(sale.taxes)
    back_tax = sum(sale.taxes[line] for line in sale.refunded)
    left, left_tax = sale.kept_minor, tax - back_tax
    status = "paid" if not sale.refunded else "partially_refunded"
    body: dict[str, Any] = {
        **_identity(sale),
        **_both("subtotal_price", subtotal, left),
        **_both("total_discounts", 0, 0),
        **_both("total_price", subtotal + tax + SHIPPING_MINOR, left + left_tax + SHIPPING_MINOR),
        **_both("total_tax", tax, left_tax),
        "current_shipping_price_set": pair(SHIPPING_MINOR),
        "current_total_duties_set": None,
        "original_total_duties_set": None,
        "financial_status": status,
        "total_line_items_price": text(subtotal),
        "total_line_items_price_set": pair(subtotal),
        "total_outstanding": "0.00",
        "total_shipping_price_set": pair(SHIPPING_MINOR),
        "total_tip_received": "0.00",
        "billing_address": _address(sale),
        "shipping_address": _address(sale),
        "customer": _customer(sale),
        "discount_applications": [],
        "discount_codes": [],
        "fulfillments": [],
        "line_items": [line_of(sale, line) for line in range(LINES)],
        "payment_terms": None,
        "refunds": [refund_of(sale, line) for line in sale.refunded],
        "shipping_lines": [shipping_of(sale)],
        "tax_lines": [tax_of(tax)],
    }
    return json.dumps(body, separators=(",", ":")).encode()


def refund_body(sale: Sale, line: int) -> bytes:
    """The body of refunds/create for one line of the order."""
    return json.dumps(refund_of(sale, line), separators=(",", ":")).encode()


def _identity(sale: Sale) -> dict[str, Any]:
    token = hashlib.sha256(str(sale.order_id).encode()).hexdigest()
    number = 1000 + sale.order_id % 1_000_000
    return {
        "id": sale.order_id,
        "admin_graphql_api_id": f"gid://shopify/Order/{sale.order_id}",
        "app_id": 580111,
        "browser_ip": "203.0.113.7",
        "buyer_accepts_marketing": False,
        "cancel_reason": None,
        "cancelled_at": None,
        "cart_token": token[:32],
        "checkout_token": token[32:],
        "client_details": {
            "accept_language": "en-US",
            "browser_height": None,
            "browser_ip": "203.0.113.7",
            "session_hash": token,
            "user_agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)",
        },
        "closed_at": None,
        "confirmation_number": token[:9].upper(),
        "confirmed": True,
        "contact_email": sale.email,
        "created_at": sale.at.isoformat(),
        "currency": "USD",
        "customer_locale": "en-US",
        "email": sale.email,
        "estimated_taxes": False,
        "fulfillment_status": None,
        "landing_site": "/products/coat?utm_source=letter&utm_campaign=autumn",
        "name": f"#{number}",
        "note": None,
        "note_attributes": [{"name": "gift", "value": "no"}, {"name": "source", "value": "letter"}],
        "number": number - 1000,
        "order_number": number,
        # Without the number of a store: these bodies are sent to any.
        "order_status_url": f"https://shop.example.com/orders/{token}/authenticate?key={token}",
        "payment_gateway_names": ["shopify_payments"],
        "phone": None,
        "presentment_currency": "USD",
        "processed_at": sale.at.isoformat(),
        "referring_site": "https://www.example.com/search?q=coats",
        "source_name": "web",
        "tags": "autumn, letter",
        "taxes_included": False,
        "test": False,
        "token": token,
        "total_weight": 4200,
        "updated_at": (sale.updated_at or sale.at).isoformat(),
        "user_id": None,
    }


def _customer(sale: Sale) -> dict[str, Any]:
    return {
        "id": sale.customer_id,
        "admin_graphql_api_id": f"gid://shopify/Customer/{sale.customer_id}",
        "email": sale.email,
        "created_at": "2024-03-01T10:00:00-05:00",
        "updated_at": sale.at.isoformat(),
        "first_name": "Ada",
        "last_name": f"Number {sale.customer_id}",
        "state": "enabled",
        "note": None,
        "verified_email": True,
        "multipass_identifier": None,
        "tax_exempt": False,
        "tax_exemptions": [],
        "currency": "USD",
        "phone": None,
        "default_address": _address(sale) | {"id": sale.customer_id, "customer_id": sale.customer_id},
    }


def _address(sale: Sale) -> dict[str, Any]:
    return {
        "first_name": "Ada",
        "last_name": f"Number {sale.customer_id}",
        "address1": f"{sale.customer_id % 900 + 1} Laurel Street",
        "address2": "Apartment 4",
        "phone": "+1 555 0100",
        "city": "New York",
        "zip": "10012",
        "province": "New York",
        "country": "United States",
        "company": None,
        "latitude": 40.7265,
        "longitude": -73.9981,
        "name": f"Ada Number {sale.customer_id}",
        "country_code": "US",
        "province_code": "NY",
    }


def _both(name: str, first: int, now: int) -> dict[str, Any]:
    return {
        name: text(first),
        f"{name}_set": pair(first),
        f"current_{name}": text(now),
        f"current_{name}_set": pair(now),
    }
