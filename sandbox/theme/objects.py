"""The objects of Liquid that the blocks read, as far as they read them."""

from typing import Any

from sandbox.amounts import exponent
from sandbox.checkout import Checkout
from sandbox.ids import gid
from sandbox.metafield_values import json_value
from sandbox.metafields import definition_of, full_namespace, metafields_of, owner_type
from sandbox.products import Product
from sandbox.store import Store
from sandbox.theme.visit import Visit

_NAMESPACES = ("$app:vip", "$app")


def objects(visit: Visit, checkout: Checkout | None = None, product: Product | None = None) -> dict[str, Any]:
    store = visit.store
    return {
        "customer": _customer(visit),
        "shop": {"name": store.name, "currency": store.currency},
        "app": {"metafields": _of_the_app(store)},
        "cart": _cart(store, checkout),
        "product": {"id": product.id, "title": product.title, "handle": product.handle} if product else None,
        "request": {"locale": {"iso_code": visit.locale}},
        "routes": {"root_url": visit.root, "account_login_url": f"{visit.root}/account/login"},
    }


def in_hundredths(amount: int, currency: str) -> int:
    """Of the minor unit that the sandbox counts in."""
    return amount * 100 // int(10 ** exponent(currency))


def _customer(visit: Visit) -> dict[str, Any] | None:
    person = visit.customer
    if person is None:
        return None
    owner = gid("Customer", person.id)
    fields = {name: _readable(visit.store, owner, name) for name in _NAMESPACES}
    return {"id": person.id, "first_name": person.first_name, "tags": person.tags, "metafields": fields}


def _readable(store: Store, owner: str, namespace: str) -> dict[str, Any]:
    """Those that a theme may read: with a definition that opens them to the storefront."""
    found = {}
    for field in metafields_of(store, owner):
        if field.namespace == full_namespace(namespace):
            definition = definition_of(store, owner_type(owner), field.namespace, field.key)
            if definition is not None and definition.access.get("storefront") == "PUBLIC_READ":
                found[field.key] = {"value": json_value(field.type, field.value)}
    return found


def _of_the_app(store: Store) -> dict[str, Any]:
    """Metafields of the app's installation, which blocks of the app's own extension read."""
    found: dict[str, Any] = {}
    for field in metafields_of(store, gid("AppInstallation", store.installation_id)):
        found.setdefault(field.namespace, {})[field.key] = {"value": json_value(field.type, field.value)}
    return found


def _cart(store: Store, checkout: Checkout | None) -> dict[str, Any]:
    """Without shipping and tax, as a cart has it."""
    goods, count = 0, 0
    if checkout is not None:
        off = sum(checkout.off_line(at) for at in range(len(checkout.cart.lines)))
        goods, count = checkout.cart.subtotal - off, sum(line.quantity for line in checkout.cart.lines)
    return {
        "currency": {"iso_code": store.currency},
        "total_price": in_hundredths(goods, store.currency),
        "item_count": count,
    }
