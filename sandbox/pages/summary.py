"""Short extracts of a store for the pages here, which look every two seconds at stores of any size.

The control API's state holds every order in full; a browser must not fetch that again and again.
"""

from collections import Counter
from collections.abc import Iterable
from heapq import nlargest
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox import payloads
from sandbox.amounts import text
from sandbox.control import the_customer, the_store, the_world
from sandbox.customers import Customer
from sandbox.discount_state import shown_discount
from sandbox.ids import gid
from sandbox.order import Order
from sandbox.segment_members import is_member, members_of
from sandbox.store import Store
from sandbox.store_credit_accounts import accounts_of

blueprint = Blueprint("summary", __name__, url_prefix="/summary/<shop>")

_ROWS = 100
_ORDERS_OF_ONE = 20  # the hub reads them every two seconds


@blueprint.get("/customers")
def customers(shop: str) -> Response:
    """The newest customers whose name, e-mail address or tag holds the words of ?search=."""
    search = request.args.get("search", "").casefold()
    with the_world().lock:
        store = the_store(shop)
        orders = Counter(order.customer_id for order in store.orders.values())
        found = [one for one in reversed(store.customers.values()) if search in _words(one)]
        shown = [{**_person(one), "orders": orders[one.id]} for one in found[:_ROWS]]
    return jsonify({"found": len(found), "customers": shown})


@blueprint.get("/customers/<int:customer_id>")
def customer(shop: str, customer_id: int) -> Response:
    with the_world().lock:
        store = the_store(shop)
        person = the_customer(store, customer_id)
        owner = gid("Customer", customer_id)
        fields = [field for field in store.metafields.values() if field.owner == owner]
        return jsonify(
            {
                **_person(person),
                "metafields": [
                    {"key": f"{field.namespace}.{field.key}", "type": field.type, "value": field.value}
                    for field in fields
                ],
                "segments": [
                    {"id": str(segment.id), "name": segment.name}
                    for segment in store.segments.values()
                    if is_member(store, segment.query, person)
                ],
                "store_credit": [
                    {"amount": text(account.balance, account.currency), "currency": account.currency}
                    for account in accounts_of(the_world(), store, customer_id)
                ],
                "orders": _newest(
                    store, (o for o in store.orders.values() if o.customer_id == customer_id), _ORDERS_OF_ONE
                ),
            }
        )


@blueprint.get("/orders")
def orders(shop: str) -> Response:
    with the_world().lock:
        store = the_store(shop)
        return jsonify(_newest(store, store.orders.values(), _ROWS))


@blueprint.get("/segments")
def segments(shop: str) -> Response:
    with the_world().lock:
        store = the_store(shop)
        rows = [(segment, members_of(store, segment.query)) for segment in store.segments.values()]
        return jsonify(
            [
                {
                    "id": str(segment.id),
                    "name": segment.name,
                    "query": segment.query,
                    "size": len(members),
                    "members": [_person(one) for one in members[:_ROWS]],
                }
                for segment, members in rows
            ]
        )


@blueprint.get("/discounts")
def discounts(shop: str) -> Response:
    with the_world().lock:
        store, now = the_store(shop), the_world().clock.now()
        return jsonify([shown_discount(store, row, now) for row in store.discounts.values()])


def _person(customer: Customer) -> dict[str, Any]:
    # Ids are text here: a browser's numbers do not hold all of them exactly.
    return {
        "id": str(customer.id),
        "first_name": customer.first_name,
        "last_name": customer.last_name,
        "email": customer.email,
        "tags": list(customer.tags),
    }


def _words(customer: Customer) -> str:
    parts = (customer.first_name, customer.last_name, customer.email, *customer.tags)
    return " ".join(part for part in parts if part).casefold()


def _newest(store: Store, orders: Iterable[Order], limit: int) -> list[dict[str, Any]]:
    found = nlargest(limit, orders, key=lambda order: (order.created_at, order.id))
    return [payloads.order(store, order) for order in found]
