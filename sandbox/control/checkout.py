"""POST /control/{shop}/checkout: what this buyer would pay, and with `place` the order itself."""

from typing import Any

from flask import Blueprint, Response, jsonify

from sandbox import payloads
from sandbox.amounts import minor, text
from sandbox.cart import Cart
from sandbox.checkout import Checkout, check_out, place
from sandbox.checkout_buyer import the_buyer
from sandbox.checkout_tenders import Offer, tenders
from sandbox.collection import memberships
from sandbox.control import ControlError, body, the_change, the_customer, the_store, the_world
from sandbox.control.order_asks import check_names, line_draft, rate
from sandbox.discount import Discount
from sandbox.on_sale import check_sold
from sandbox.order_draft import Applied
from sandbox.tender import Tender

blueprint = Blueprint("control_checkout", __name__, url_prefix="/control/<shop>")

_KNOWN = {
    "customer_id", "email", "lines", "shipping", "country", "codes", "place", "tax_rate", "at", "webhooks",
    "store_credit", "gift_cards",
}  # fmt: skip


@blueprint.post("/checkout")
def checkout(shop: str) -> Response:
    asked = body()
    check_names(asked, _KNOWN)
    if not asked.get("lines"):
        raise ControlError("a checkout needs lines")
    with the_world().lock:
        store = the_store(shop)
        if asked.get("customer_id") is not None:
            the_customer(store, asked["customer_id"])
        cart = Cart(
            lines=tuple(line_draft(store, line) for line in asked["lines"]),
            currency=store.currency,
            shipping=_shipping(asked, store.currency),
            country=asked.get("country", "US"),
            tax_rate=rate(asked.get("tax_rate") or "0"),
            collections=memberships(store),
        )
        check_sold(store, cart.lines, the_world().clock.now())
        buyer = the_buyer(store, asked.get("customer_id"), asked.get("email"))
        found = check_out(the_world(), store, cart, buyer, asked.get("codes", ()))
        offer = Offer(bool(asked.get("store_credit")), tuple(asked.get("gift_cards", ())))
        paid, refused = tenders(the_world(), store, buyer, found.total, offer)
        shown = {**_shown(found), **_payment(found, paid, refused)}
        if asked.get("place"):
            order = place(the_world(), store, the_change(asked), found, paid)
            shown["order"] = payloads.order(store, order)
        return jsonify(shown)


def _shipping(asked: dict[str, Any], currency: str) -> int:
    if asked.get("shipping") is None:
        return minor("10", currency)
    return minor(asked["shipping"], currency)


def _shown(found: Checkout) -> dict[str, Any]:
    """`subtotal` is the goods before any discount; `total` is what the order costs."""
    cart, currency = found.cart, found.cart.currency
    return {
        "customer_id": found.buyer.customer.id if found.buyer.customer else None,
        "currency": currency,
        "lines": [
            {
                "title": line.title,
                "product_id": line.product_id,
                "quantity": line.quantity,
                "price": text(line.price, currency),
                "discount": text(found.off_line(at), currency),
                "total": text(line.price * line.quantity - found.off_line(at), currency),
            }
            for at, line in enumerate(cart.lines)
        ],
        "subtotal": text(cart.subtotal, currency),
        "discounts": [_discount(discount, applied, currency) for discount, applied in found.given],
        "refused": [{"code": code, "reason": why} for code, why in found.refused],
        "errors": list(found.errors),
        "shipping": text(cart.shipping, currency),
        "shipping_discount": text(found.off_shipping, currency),
        "tax": text(found.tax, currency),
        "total": text(found.total, currency),
    }


def _payment(found: Checkout, paid: tuple[Tender, ...], refused: dict[str, str]) -> dict[str, Any]:
    currency = found.cart.currency
    return {
        "tenders": [{"gateway": t.gateway, "amount": text(t.amount, currency)} for t in paid],
        "refused_gift_cards": [{"code": code, "reason": why} for code, why in refused.items()],
        "to_pay": text(found.total - sum(t.amount for t in paid), currency),
    }


def _discount(discount: Discount, applied: Applied, currency: str) -> dict[str, Any]:
    shown = {
        "title": discount.title,
        "kind": discount.discount_class.lower(),
        "amount": text(sum(applied.lines) + applied.shipping, currency),
        "automatic": discount.method == "automatic",
    }
    return shown if discount.code is None else {**shown, "code": discount.code}
