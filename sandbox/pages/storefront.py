"""The storefront: a start page, a checkout, and the link that applies a code."""

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from sandbox.control import the_store
from sandbox.pages.missing import page_of_store

blueprint = Blueprint("storefront", __name__, url_prefix="/<shop>")


@blueprint.get("")
def start(shop: str) -> Response:
    return page_of_store(lambda: render_template("storefront.html", store=the_store(shop)))


@blueprint.get("/checkout")
def checkout(shop: str) -> Response:
    return page_of_store(lambda: render_template("checkout.html", store=the_store(shop)))


@blueprint.get("/discount/<code>")
def apply_code(shop: str, code: str) -> AnyResponse:
    """What Shopify's shareable discount links do: remember the code, then go on."""
    the_store(shop)
    response = redirect(url_for("pages.storefront.checkout", shop=shop))
    response.set_cookie(f"discount_code_{shop}", code, samesite="Lax", path=f"/{shop}")
    return response
