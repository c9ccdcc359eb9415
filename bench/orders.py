"""Order bodies of about 12 kB as the platform sends them. Standard library only: a client is to be light."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

LINES = 5
TAX_PERCENT = 8
SHIPPING_MINOR = 500


@dataclass(frozen=True, slots=True)
class Sale:
    """An order to write a body for. `refunded` are the lines (0 to LINES - 1) that came back."""

    order_id: int
    customer_id: int
    email: str
    goods_minor: int
    at: datetime
    updated_at: datetime | None = None
    refunded: tuple[int, ...] = ()

    @property
    def prices(self) -> list[int]:
        """The price of each line; they sum to the goods."""
        each = self.goods_minor // LINES
        return [each] * (LINES - 1) + [self.goods_minor - each * (LINES - 1)]

    @property
    def taxes(self) -> list[int]:
        return [price * TAX_PERCENT // 100 for price in self.prices]

    @property
    def kept_minor(self) -> int:
        """What counts as spend after the refunds."""
        return self.goods_minor - sum(self.prices[line] for line in self.refunded)


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
        "current_shipping_price_set": _pair(SHIPPING_MINOR),
        "current_total_duties_set": None,
        "original_total_duties_set": None,
        "financial_status": status,
        "total_line_items_price": _text(subtotal),
        "total_line_items_price_set": _pair(subtotal),
        "total_outstanding": "0.00",
        "total_shipping_price_set": _pair(SHIPPING_MINOR),
        "total_tip_received": "0.00",
        "billing_address": _address(sale),
        "shipping_address": _address(sale),
        "customer": _customer(sale),
        "discount_applications": [],
        "discount_codes": [],
        "fulfillments": [],
        "line_items": [_line(sale, line) for line in range(LINES)],
        "payment_terms": None,
        "refunds": [_refund(sale, line) for line in sale.refunded],
        "shipping_lines": [_shipping(sale)],
        "tax_lines": [_tax(tax)],
    }
    return json.dumps(body, separators=(",", ":")).encode()


def refund_body(sale: Sale, line: int) -> bytes:
    """The body of refunds/create for one line of the order."""
    return json.dumps(_refund(sale, line), separators=(",", ":")).encode()


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


def _line(sale: Sale, line: int) -> dict[str, Any]:
    price, line_id = sale.prices[line], sale.order_id * 10 + line
    product = 8_000_000_000_000 + sale.order_id % 300 * 10 + line
    return {
        "id": line_id,
        "admin_graphql_api_id": f"gid://shopify/LineItem/{line_id}",
        "attributed_staffs": [],
        "current_quantity": 0 if line in sale.refunded else 1,
        "fulfillable_quantity": 1,
        "fulfillment_service": "manual",
        "fulfillment_status": None,
        "gift_card": False,
        "grams": 1050,
        "name": f"A coat for every weather, number {line} - Large / Green",
        "price": _text(price),
        "price_set": _pair(price),
        "product_exists": True,
        "product_id": product,
        "properties": [{"name": "engraving", "value": "none"}],
        "quantity": 1,
        "requires_shipping": True,
        "sku": f"COAT-{product}-L-GREEN",
        "taxable": True,
        "title": f"A coat for every weather, number {line}",
        "total_discount": "0.00",
        "total_discount_set": _pair(0),
        "variant_id": product + 40_000_000_000_000,
        "variant_inventory_management": "shopify",
        "variant_title": "Large / Green",
        "vendor": "Laurel Coats",
        "tax_lines": [_tax(sale.taxes[line])],
        "duties": [],
        "discount_allocations": [],
    }


def _refund(sale: Sale, line: int) -> dict[str, Any]:
    refund_id, price, tax = sale.order_id * 10 + line, sale.prices[line], sale.taxes[line]
    at = (sale.at + timedelta(seconds=30 + line)).isoformat()
    return {
        "id": refund_id,
        "admin_graphql_api_id": f"gid://shopify/Refund/{refund_id}",
        "created_at": at,
        "processed_at": at,
        "note": None,
        "order_id": sale.order_id,
        "restock": True,
        "user_id": None,
        "order_adjustments": [],
        "duties": [],
        "refund_line_items": [
            {
                "id": refund_id,
                "line_item_id": sale.order_id * 10 + line,
                "location_id": None,
                "quantity": 1,
                "restock_type": "return",
                "subtotal": _text(price),
                "subtotal_set": _pair(price),
                "total_tax": _text(tax),
                "total_tax_set": _pair(tax),
                "line_item": _line(sale, line),
            }
        ],
        "refund_shipping_lines": [],
        "transactions": [
            {
                "id": refund_id,
                "amount": _text(price + tax),
                "currency": "USD",
                "kind": "refund",
                "status": "success",
                "gateway": "shopify_payments",
                "order_id": sale.order_id,
                "created_at": at,
            }
        ],
    }


def _shipping(sale: Sale) -> dict[str, Any]:
    return {
        "id": sale.order_id * 10 + 9,
        "code": "Standard",
        "discounted_price": _text(SHIPPING_MINOR),
        "discounted_price_set": _pair(SHIPPING_MINOR),
        "is_removed": False,
        "price": _text(SHIPPING_MINOR),
        "price_set": _pair(SHIPPING_MINOR),
        "source": "shopify",
        "title": "Standard",
        "tax_lines": [],
        "discount_allocations": [],
    }


def _tax(minor: int) -> dict[str, Any]:
    return {
        "price": _text(minor),
        "rate": TAX_PERCENT / 100,
        "title": "State Tax",
        "price_set": _pair(minor),
        "channel_liable": False,
    }


def _both(name: str, first: int, now: int) -> dict[str, Any]:
    return {
        name: _text(first),
        f"{name}_set": _pair(first),
        f"current_{name}": _text(now),
        f"current_{name}_set": _pair(now),
    }


def _pair(minor: int) -> dict[str, dict[str, str]]:
    money = {"amount": _text(minor), "currency_code": "USD"}
    return {"shop_money": money, "presentment_money": money}


def _text(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"
