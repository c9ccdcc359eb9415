"""A sale, its lines and what came back of them, as the platform writes them within a body."""

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


def line_of(sale: Sale, line: int) -> dict[str, Any]:
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
        "price": text(price),
        "price_set": pair(price),
        "product_exists": True,
        "product_id": product,
        "properties": [{"name": "engraving", "value": "none"}],
        "quantity": 1,
        "requires_shipping": True,
        "sku": f"COAT-{product}-L-GREEN",
        "taxable": True,
        "title": f"A coat for every weather, number {line}",
        "total_discount": "0.00",
        "total_discount_set": pair(0),
        "variant_id": product + 40_000_000_000_000,
        "variant_inventory_management": "shopify",
        "variant_title": "Large / Green",
        "vendor": "Laurel Coats",
        "tax_lines": [tax_of(sale.taxes[line])],
        "duties": [],
        "discount_allocations": [],
    }


def refund_of(sale: Sale, line: int) -> dict[str, Any]:
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
                "subtotal": text(price),
                "subtotal_set": pair(price),
                "total_tax": text(tax),
                "total_tax_set": pair(tax),
                "line_item": line_of(sale, line),
            }
        ],
        "refund_shipping_lines": [],
        "transactions": [
            {
                "id": refund_id,
                "amount": text(price + tax),
                "currency": "USD",
                "kind": "refund",
                "status": "success",
                "gateway": "shopify_payments",
                "order_id": sale.order_id,
                "created_at": at,
            }
        ],
    }


def shipping_of(sale: Sale) -> dict[str, Any]:
    return {
        "id": sale.order_id * 10 + 9,
        "code": "Standard",
        "discounted_price": text(SHIPPING_MINOR),
        "discounted_price_set": pair(SHIPPING_MINOR),
        "is_removed": False,
        "price": text(SHIPPING_MINOR),
        "price_set": pair(SHIPPING_MINOR),
        "source": "shopify",
        "title": "Standard",
        "tax_lines": [],
        "discount_allocations": [],
    }


def tax_of(minor: int) -> dict[str, Any]:
    return {
        "price": text(minor),
        "rate": TAX_PERCENT / 100,
        "title": "State Tax",
        "price_set": pair(minor),
        "channel_liable": False,
    }


def pair(minor: int) -> dict[str, dict[str, str]]:
    money = {"amount": text(minor), "currency_code": "USD"}
    return {"shop_money": money, "presentment_money": money}


def text(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"
