"""Who is in a segment: the listing, and the batch question about one customer."""

from typing import Any

from sandbox.amounts import decimal, graph_text
from sandbox.api_errors import BadRequest, NotSupported, ResourceNotFound
from sandbox.connection import Listing
from sandbox.context import Context
from sandbox.customers import Customer
from sandbox.ids import gid
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import number_of
from sandbox.segment_members import is_member, members_of
from sandbox.segment_query import BadQuery

_PAGE_LIMIT = 1000


def customer_segment_members(_: None, args: dict[str, Any], ctx: Context) -> Listing:
    members = _members(args, ctx)
    extra = {"totalCount": len(members), "statistics": {"members": members}}
    return Listing(members, sort=lambda c: c.id, extra=extra, limit=_PAGE_LIMIT)


def customer_segment_membership(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    """Unknown segments are left out, and an unknown customer is in none (recorded)."""
    customer = ctx.store.customers.get(number_of(args["customerId"], "Customer"))
    segments = [ctx.store.segments.get(number_of(text, "Segment")) for text in args["segmentIds"]]
    memberships = [
        {"segmentId": gid("Segment", s.id), "isMember": is_member(ctx.store, s.query, customer)}
        for s in segments
        if s is not None and customer is not None
    ]
    return {"memberships": memberships}


def _members(args: dict[str, Any], ctx: Context) -> list[Customer]:
    if args.get("queryId"):
        raise NotSupported("customerSegmentMembers(queryId:)")
    if args.get("segmentId") and args.get("query"):
        raise BadRequest("Providing both segment_id and query is not supported.")
    query = args.get("query")
    if args.get("segmentId"):
        segment = ctx.store.segments.get(number_of(args["segmentId"], "Segment"))
        if segment is None:
            raise ResourceNotFound("Segment does not exist", code="NOT_FOUND")
        query = segment.query
    if not query:
        raise BadRequest("You must provide one of segment_id or query.")
    try:
        return members_of(ctx.store, query)
    except BadQuery as bad:
        raise BadRequest(bad.messages[0]) from bad


def _attribute_statistics(source: dict[str, Any], args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    if args["attributeName"] != "amount_spent":
        raise NotSupported(f"segment statistics of {args['attributeName']}")
    amounts = [ctx.spend_of(c.id).amount for c in source["members"]]
    total = decimal(sum(amounts), ctx.store.currency)
    return {"sum": float(total), "average": float(total / len(amounts)) if amounts else 0}


def _amount_spent(record: Customer, _: dict[str, Any], ctx: Context) -> dict[str, Any]:
    amount = ctx.spend_of(record.id).amount
    return {"amount": graph_text(amount, ctx.store.currency), "currencyCode": ctx.store.currency}


def _last_order_id(record: Customer, _: dict[str, Any], ctx: Context) -> str | None:
    number = ctx.spend_of(record.id).last_order_id
    return gid("Order", number) if number else None


FIELDS: dict[str, dict[str, Resolver]] = {
    "CustomerSegmentMember": {
        "id": lambda c, _, __: gid("CustomerSegmentMember", c.id),
        "displayName": lambda c, _, __: c.display_name,
        "firstName": lambda c, _, __: c.first_name,
        "lastName": lambda c, _, __: c.last_name,
        "note": lambda c, _, __: c.note,
        "amountSpent": _amount_spent,
        "numberOfOrders": lambda c, _, ctx: str(ctx.spend_of(c.id).orders),
        "lastOrderId": _last_order_id,
        "defaultEmailAddress": lambda c, _, __: {"emailAddress": c.email} if c.email else None,
    },
    "SegmentStatistics": {"attributeStatistics": _attribute_statistics},
}

ROOTS: dict[str, Resolver] = {
    "customerSegmentMembers": customer_segment_members,
    "customerSegmentMembership": customer_segment_membership,
}
