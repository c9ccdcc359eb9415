"""The storefront: start, products, login and account, with the blocks of the app's theme extension."""

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from sandbox.control import ControlError, the_store, the_world
from sandbox.pages.missing import page_of_store
from sandbox.pages.themed import blocks, show, themed, visit_of
from sandbox.products import Product
from sandbox.store import Store
from sandbox.theme import extension
from sandbox.theme.words import theme_words
from sandbox.visibility import Visibility, visible

blueprint = Blueprint("storefront", __name__, url_prefix="/<shop>")

_SHOWN = 20


@themed(blueprint, "")
def start(shop: str, who: str, locale: str) -> Response:
    """Lists what is for everybody; a product that is live by its link alone is left out."""

    def page() -> str:
        visit = visit_of(shop, who, locale)
        products = visit.store.products.values()
        listed = [p for p in products if _seen(visit.store, p) is Visibility.LISTED]
        shown = blocks(("vip_status", "vip_early_access", "vip_benefits"), visit)
        return show("storefront.html", visit, visit.store.name, blocks=shown, products=listed)

    return page_of_store(page)


@themed(blueprint, "/products/<handle>")
def product(shop: str, who: str, locale: str, handle: str) -> Response:
    def page() -> str:
        visit = visit_of(shop, who, locale)
        found = next((p for p in visit.store.products.values() if p.handle == handle), None)
        if found is None or _seen(visit.store, found) is Visibility.HIDDEN:
            raise ControlError(f"{visit.store.name} has no product {handle}", 404)
        shown = blocks(("vip_early_access", "vip_status"), visit, product=found)
        items = (*(each for each in visit.items if each[0] != found.id), (found.id, 1))
        return show("product.html", visit, found.title, blocks=shown, product=found, items=items)

    return page_of_store(page)


@themed(blueprint, "/account")
def account(shop: str, who: str, locale: str) -> AnyResponse:
    visit = visit_of(shop, who, locale)
    if visit.customer is None:
        return redirect(visit.link("/account/login"))
    name = visit.customer.display_name
    shown = blocks(("vip_status", "vip_early_access"), visit)
    return page_of_store(lambda: show("theme.html", visit, name, body=Markup("").join(shown)))


@themed(blueprint, "/account/login")
def login(shop: str, who: str, locale: str) -> Response:
    """Whoever one says one is: this is a sandbox."""

    def page() -> str:
        visit = visit_of(shop, who, locale)
        search = request.args.get("search", "")
        people = reversed(visit.store.customers.values())
        found = [one for one in people if search.casefold() in f"{one.display_name} {one.tags}".casefold()]
        title = theme_words(visit.locale)["login"]
        return show("login.html", visit, title, found=found[:_SHOWN], search=search)

    return page_of_store(page)


@blueprint.get("/extension/<name>")
def asset(shop: str, name: str) -> Response:
    """The extension's own files, which Shopify serves from its CDN."""
    the_store(shop)
    found = extension.asset(name)
    if found is None:
        raise ControlError(f"the theme extension has no file {name}", 404)
    return send_file(found, max_age=0)


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


def _seen(store: Store, product: Product) -> Visibility:
    return visible(store, product, the_world().clock.now())
