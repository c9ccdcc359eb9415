"""What a Function is given: its own input query, executed on the store, the cart and the buyer.

A field that is not answered here is refused by name. Tags are compared without regard to case (assumed).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from graphql import DocumentNode, GraphQLResolveInfo, execute_sync, parse

from sandbox.api_errors import NotSupported
from sandbox.cart import Cart
from sandbox.checkout_buyer import Buyer
from sandbox.customers import Customer
from sandbox.function_limits import LIST_LENGTH, METAFIELD_BYTES
from sandbox.function_schema import function_schema
from sandbox.ids import gid
from sandbox.metafield_values import json_value
from sandbox.metafields import Metafield, full_namespace
from sandbox.order_draft import LineDraft
from sandbox.products import Product
from sandbox.store import Store
from sandbox.wall_clock import first_instant


@dataclass(frozen=True)
class Situation:
    """Where in the world a Function runs. `owner` is the gid of what it belongs to."""

    store: Store
    now: datetime
    cart: Cart
    buyer: Buyer
    owner: str
    step: str


class InputFailed(Exception):
    """The query could not be answered, so the Function did not run. The message says why."""


def function_input(query: str, variables: dict[str, Any], situation: Situation) -> dict[str, Any]:
    """The data of the answer. Raises InputFailed, such as for a variable that is missing."""
    for name, value in variables.items():
        if isinstance(value, list) and len(value) > LIST_LENGTH:
            raise InputFailed(f"${name} has more than {LIST_LENGTH} elements")
    result = execute_sync(
        function_schema(),
        _document(query),
        root_value=situation,
        context_value=situation,
        variable_values=variables,
        field_resolver=_resolve,
        type_resolver=lambda value, *_: _TYPENAMES[type(value)],
    )
    if result.errors:
        raise InputFailed(result.errors[0].message)
    assert result.data is not None
    return result.data


@cache
def _document(query: str) -> DocumentNode:
    return parse(query)  # at each checkout again it would take longer than all the rest


def _resolve(source: Any, info: GraphQLResolveInfo[Situation], **args: Any) -> Any:
    field = _FIELDS.get(info.parent_type.name, {}).get(info.field_name)
    if field is None:
        raise NotSupported(f"{info.parent_type.name}.{info.field_name} in a Function")
    return field(source, args, info.context)


def _metafield(owner: Callable[[Any, Situation], str]) -> "_Field":
    def field(source: Any, args: dict[str, Any], situation: Situation) -> Metafield | None:
        key = (owner(source, situation), full_namespace(args.get("namespace")), args["key"])
        found = situation.store.metafields.get(key)
        return found if found and len(found.value.encode()) <= METAFIELD_BYTES else None

    return field


def _has_tags(source: Customer | Product, args: dict[str, Any], _: Situation) -> list[dict[str, Any]]:
    carried = {tag.casefold() for tag in source.tags}
    return [{"tag": tag, "hasTag": tag.casefold() in carried} for tag in args["tags"]]


def _has_any_tag(source: Customer | Product, args: dict[str, Any], situation: Situation) -> bool:
    return any(row["hasTag"] for row in _has_tags(source, args, situation))


def _merchandise(line: LineDraft, _: dict[str, Any], situation: Situation) -> Product | LineDraft:
    """A line without a product of the store is a custom product."""
    product: Product | None = situation.store.products.get(line.product_id or 0)
    return product or line


def _date_time_after(_: Store, args: dict[str, Any], situation: Situation) -> bool:
    wall = datetime.fromisoformat(args["dateTime"])
    if wall.tzinfo is not None:
        raise InputFailed(f"{args['dateTime']} has an offset")
    return situation.now >= first_instant(wall, situation.store.timezone)


def _today(store: Store, _: dict[str, Any], situation: Situation) -> str:
    return situation.now.astimezone(ZoneInfo(store.timezone)).date().isoformat()


_Field = Callable[[Any, dict[str, Any], Situation], Any]

_FIELDS: dict[str, dict[str, _Field]] = {
    "Input": {
        "cart": lambda _, __, s: s.cart,
        "shop": lambda _, __, s: s.store,
        "validation": lambda _, __, s: s.owner,
        "buyerJourney": lambda _, __, s: s.step,
    },
    "BuyerJourney": {"step": lambda step, _, __: step},
    "Cart": {
        # Nobody is known before an e-mail is typed (assumed).
        "buyerIdentity": lambda _, __, s: s.buyer if s.buyer.customer or s.buyer.email else None,
        "lines": lambda cart, _, __: cart.lines,
    },
    "BuyerIdentity": {
        "isAuthenticated": lambda buyer, _, __: buyer.logged_in,
        "customer": lambda buyer, _, __: buyer.customer,
        "email": lambda buyer, _, __: buyer.email,
    },
    "Customer": {
        "id": lambda customer, _, __: gid("Customer", customer.id),
        "hasTags": _has_tags,
        "hasAnyTag": _has_any_tag,
        "metafield": _metafield(lambda customer, _: gid("Customer", customer.id)),
    },
    "CartLine": {
        "quantity": lambda line, _, __: line.quantity,
        "merchandise": _merchandise,
    },
    "CustomProduct": {"title": lambda line, _, __: line.title},
    "ProductVariant": {
        "id": lambda product, _, __: gid("ProductVariant", product.variant_id),
        "product": lambda product, _, __: product,
    },
    "Product": {
        "id": lambda product, _, __: gid("Product", product.id),
        "title": lambda product, _, __: product.title,
        "handle": lambda product, _, __: product.handle,
        "hasTags": _has_tags,
        "hasAnyTag": _has_any_tag,
        "metafield": _metafield(lambda product, _: gid("Product", product.id)),
    },
    "HasTagResponse": {
        "tag": lambda row, _, __: row["tag"],
        "hasTag": lambda row, _, __: row["hasTag"],
    },
    "Metafield": {
        "type": lambda metafield, _, __: metafield.type,
        "value": lambda metafield, _, __: metafield.value,
        "jsonValue": lambda metafield, _, __: json_value(metafield.type, metafield.value),
    },
    "Shop": {
        "localTime": lambda store, _, __: store,
        "metafield": _metafield(lambda store, _: gid("Shop", store.id)),
    },
    "LocalTime": {"date": _today, "dateTimeAfter": _date_time_after},
    "Validation": {"metafield": _metafield(lambda owner, _: owner)},
}

_TYPENAMES = {Product: "ProductVariant", LineDraft: "CustomProduct"}
