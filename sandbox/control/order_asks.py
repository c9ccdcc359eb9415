"""Reads what the control API is asked about orders: decimal text becomes minor units here."""

from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.amounts import minor
from sandbox.control import ControlError, instant
from sandbox.order import Order
from sandbox.order_draft import LineDraft, OrderDraft
from sandbox.products import find_product
from sandbox.refunds import RefundAsk, everything
from sandbox.store import Store

_LINE = {
    "product_id", "variant_id", "title", "price", "quantity", "gift_card", "discount", "sku",
}  # fmt: skip
_ORDER = {
    "customer_id", "email", "lines", "shipping", "shipping_title", "tax_rate", "tip", "duties",
    "discount_total", "created_at", "processed_at", "paid", "paid_amount", "financial_status", "test",
    "source_name", "presentment", "note", "tags", "id", "at", "webhooks", "routed",
}  # fmt: skip
_REFUND = {
    "lines", "shipping", "duties", "amount", "all", "note", "restock_type", "adjustments", "at", "webhooks",
}  # fmt: skip


def order_draft(store: Store, asked: dict[str, Any]) -> OrderDraft:
    check_names(asked, _ORDER)
    presentment = asked.get("presentment") or {}
    status = asked.get("financial_status") or ("paid" if asked.get("paid", True) else "pending")
    return OrderDraft(
        lines=tuple(line_draft(store, line) for line in asked.get("lines", [])),
        customer_id=asked.get("customer_id"),
        email=asked.get("email"),
        shipping=minor(asked.get("shipping") or "0", store.currency),
        shipping_title=asked.get("shipping_title", "Standard"),
        tax_rate=rate(asked.get("tax_rate") or "0"),
        tip=minor(asked.get("tip") or "0", store.currency),
        duties=minor(asked.get("duties") or "0", store.currency),
        discount_total=minor(asked.get("discount_total") or "0", store.currency),
        financial_status=status,
        paid_amount=minor(asked["paid_amount"], store.currency) if asked.get("paid_amount") else None,
        created_at=instant(asked["created_at"]) if asked.get("created_at") else None,
        processed_at=instant(asked["processed_at"]) if asked.get("processed_at") else None,
        test=asked.get("test", False),
        source_name=asked.get("source_name", "web"),
        presentment_currency=presentment.get("currency"),
        presentment_rate=rate(presentment.get("rate", "1")),
        note=asked.get("note"),
        tags=tuple(asked.get("tags", ())),
        id=asked.get("id"),
        routed=asked.get("routed", True),
    )


def line_draft(store: Store, asked: dict[str, Any]) -> LineDraft:
    """A line names a product, or says its title and price itself; what it says wins."""
    check_names(asked, _LINE)
    product = find_product(store, asked["product_id"]) if asked.get("product_id") else None
    if product is None and "price" not in asked:
        raise ControlError("a line needs a product_id or a price")
    price = minor(asked["price"], store.currency) if "price" in asked else product.price if product else 0
    return LineDraft(
        title=asked.get("title") or (product.title if product else "Item"),
        price=price,
        quantity=asked.get("quantity", 1),
        product_id=product.id if product else None,
        variant_id=product.variant_id if product else asked.get("variant_id"),
        sku=asked.get("sku"),
        gift_card=asked.get("gift_card", product.gift_card if product else False),
        discount=minor(asked.get("discount") or "0", store.currency),
    )


def refund_ask(order: Order, asked: dict[str, Any]) -> RefundAsk:
    check_names(asked, _REFUND)
    amount = minor(asked["amount"], order.currency) if asked.get("amount") is not None else None
    if asked.get("all"):
        return everything(order, amount, asked.get("note"))
    shipping = asked.get("shipping")
    return RefundAsk(
        lines=units(asked.get("lines", [])),
        shipping=minor(shipping, order.currency) if shipping not in (None, "full") else None,
        shipping_in_full=shipping == "full",
        duties_in_full=asked.get("duties") == "full",
        amount=amount,
        note=asked.get("note"),
        restock_type=asked.get("restock_type", "no_restock"),
        adjustments_in_webhook=asked.get("adjustments", True),
    )


def units(asked: list[dict[str, Any]]) -> tuple[tuple[int, int], ...]:
    for row in asked:
        check_names(row, {"line_item_id", "quantity"})
    return tuple((row.get("line_item_id", 0), row.get("quantity", 1)) for row in asked)


def rate(text: str | int | float) -> Decimal:
    try:
        return Decimal(str(text))
    except InvalidOperation as error:
        raise ControlError(f"{text!r} is not a rate") from error


def check_names(asked: dict[str, Any], known: set[str]) -> None:
    """A misspelt name must not become a default."""
    if strange := sorted(asked.keys() - known):
        raise ControlError(f"unknown: {', '.join(strange)}")
