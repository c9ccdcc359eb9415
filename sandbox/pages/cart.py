"""The cart: what the checkout would ask, because the same code says which discounts this visitor gets."""

from typing import Any

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from sandbox.amounts import minor, text
from sandbox.checkout import Checkout, check_out
from sandbox.control import the_world
from sandbox.on_sale import check_sold
from sandbox.pages.missing import page_of_store
from sandbox.pages.themed import blocks, money_of, show, themed, visit_of
from sandbox.refused import Refused
from sandbox.theme.visit import Visit, read, written
from sandbox.theme.words import theme_words

blueprint = Blueprint("cart", __name__, url_prefix="/<shop>")

STANDARD = "10"
"""What shipping costs, as at the checkout where nothing else is chosen."""


@themed(blueprint, "/cart")
def cart(shop: str, who: str, locale: str) -> AnyResponse:
    visit = visit_of(shop, who, locale)
    chosen = [(name[2:], count) for name, count in request.args.items() if name.startswith("q-")]
    if chosen:
        items = read(visit.store, ",".join(":".join(each) for each in chosen))
        return redirect(visit.link("/cart", items))
    return page_of_store(lambda: _cart(visit))


def _cart(visit: Visit) -> str:
    quote, problem = None, ""
    with the_world().lock:
        content = visit.cart(minor(STANDARD, visit.store.currency))
        try:
            check_sold(visit.store, content.lines, the_world().clock.now())
            quote = check_out(the_world(), visit.store, content, visit.buyer()) if content.lines else None
        except Refused as refused:
            problem = str(refused)
    who = f"&customer={visit.customer.id}" if visit.customer else ""
    money = money_of(visit)
    return show(
        "cart.html",
        visit,
        theme_words(visit.locale)["cart"],
        blocks=blocks(("vip_status",), visit, quote),
        lines=[
            {
                "title": line.title,
                "product_id": line.product_id,
                "quantity": line.quantity,
                "price": money(line.price),
            }
            for line in content.lines
        ],
        quote=_quote(quote, visit) if quote else None,
        problem=problem,
        checkout=f"/{visit.store.domain}/checkout?items={written(visit.items)}{who}",
    )


def _quote(found: Checkout, visit: Visit) -> dict[str, Any]:
    money = money_of(visit)
    return {
        "subtotal": money(found.cart.subtotal),
        "shipping": money(found.cart.shipping),
        "total": money(found.total),
        "plain_total": text(found.total, visit.store.currency),
        "errors": found.errors,
        "discounts": [
            {"title": discount.title, "amount": money(sum(applied.lines) + applied.shipping)}
            for discount, applied in found.given
        ],
    }
