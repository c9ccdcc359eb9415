"""Customer and its search."""

from typing import Any

from sandbox.amounts import graph_text
from sandbox.api_errors import ResourceNotFound
from sandbox.clock import utc_text
from sandbox.connection import Listing
from sandbox.context import Context
from sandbox.customers import Customer, customer_by
from sandbox.ids import gid
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import number_of
from sandbox.search import at_instant, at_number, equals, holds, search

_FILTERS = {
    "id": at_number(lambda c: c.id),
    "email": equals(lambda c: c.email),
    "phone": equals(lambda c: c.phone),
    "first_name": equals(lambda c: c.first_name),
    "last_name": equals(lambda c: c.last_name),
    "tag": holds(lambda c: c.tags),
    "created_at": at_instant(lambda c: c.created_at),
    "updated_at": at_instant(lambda c: c.updated_at),
}

_SORTS = {
    "ID": lambda c: c.id,
    "RELEVANCE": lambda c: c.id,
    "CREATED_AT": lambda c: utc_text(c.created_at),
    "UPDATED_AT": lambda c: utc_text(c.updated_at),
    "NAME": lambda c: (c.last_name or "") + (c.first_name or ""),
}


def customers(_: None, args: dict[str, Any], ctx: Context) -> Listing:
    fits = search(args.get("query"), _FILTERS)
    found = [c for c in ctx.store.customers.values() if fits(c)]
    return Listing(found, sort=_SORTS[args.get("sortKey") or "ID"])


def customers_count(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    fits = search(args.get("query"), _FILTERS)
    return {"count": sum(1 for c in ctx.store.customers.values() if fits(c)), "precision": "EXACT"}


def customer(_: None, args: dict[str, Any], ctx: Context) -> Customer | None:
    return ctx.store.customers.get(number_of(args["id"], "Customer"))


def customer_by_identifier(_: None, args: dict[str, Any], ctx: Context) -> Customer | None:
    wanted = args["identifier"]
    if "id" in wanted:
        return ctx.store.customers.get(number_of(wanted["id"], "Customer"))
    if "emailAddress" in wanted:
        return customer_by(ctx.store, email=wanted["emailAddress"])
    if "phoneNumber" in wanted:
        return customer_by(ctx.store, phone=wanted["phoneNumber"])
    raise ResourceNotFound(
        "Metafield definition of type 'id' is required when using custom ids.", code="NOT_FOUND"
    )


def _amount_spent(record: Customer, _: dict[str, Any], ctx: Context) -> dict[str, Any]:
    amount = ctx.spend_of(record.id).amount
    return {"amount": graph_text(amount, ctx.store.currency), "currencyCode": ctx.store.currency}


def _last_order(record: Customer, _: dict[str, Any], ctx: Context) -> Any:
    number = ctx.spend_of(record.id).last_order_id
    return ctx.store.orders.get(number) if number else None


def _orders(record: Customer, _: dict[str, Any], ctx: Context) -> Listing:
    return Listing([o for o in ctx.store.orders.values() if o.customer_id == record.id], sort=lambda o: o.id)


def _email_address(record: Customer, _: dict[str, Any], __: Context) -> dict[str, Any] | None:
    return {"emailAddress": record.email} if record.email else None


def _phone_number(record: Customer, _: dict[str, Any], __: Context) -> dict[str, Any] | None:
    return {"phoneNumber": record.phone} if record.phone else None


FIELDS: dict[str, dict[str, Resolver]] = {
    "Customer": {
        "id": lambda c, _, __: gid("Customer", c.id),
        "legacyResourceId": lambda c, _, __: str(c.id),
        "email": lambda c, _, __: c.email,
        "phone": lambda c, _, __: c.phone,
        "firstName": lambda c, _, __: c.first_name,
        "lastName": lambda c, _, __: c.last_name,
        "displayName": lambda c, _, __: c.display_name,
        "note": lambda c, _, __: c.note,
        "tags": lambda c, _, __: list(c.tags),
        "state": lambda *_: "DISABLED",
        "locale": lambda *_: "en",
        "verifiedEmail": lambda c, _, __: c.email is not None,
        "taxExempt": lambda *_: False,
        "taxExemptions": lambda *_: [],
        "dataSaleOptOut": lambda *_: False,
        "canDelete": lambda c, _, ctx: not ctx.spend_of(c.id).orders,
        "createdAt": lambda c, _, __: utc_text(c.created_at),
        "updatedAt": lambda c, _, __: utc_text(c.updated_at),
        "numberOfOrders": lambda c, _, ctx: str(ctx.spend_of(c.id).orders),
        "amountSpent": _amount_spent,
        "lastOrder": _last_order,
        "orders": _orders,
        "defaultEmailAddress": _email_address,
        "defaultPhoneNumber": _phone_number,
        "defaultAddress": lambda *_: None,
        "addressesV2": lambda *_: [],
    },
}

ROOTS: dict[str, Resolver] = {
    "customer": customer,
    "customers": customers,
    "customersCount": customers_count,
    "customerByIdentifier": customer_by_identifier,
}

NODES = {"Customer": lambda ctx, number: ctx.store.customers.get(number)}
TYPENAMES = {Customer: "Customer"}
