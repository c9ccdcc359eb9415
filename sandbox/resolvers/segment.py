"""Segments: reading, making, changing, deleting."""

from dataclasses import replace
from typing import Any

from sandbox.api_errors import ResourceNotFound
from sandbox.clock import utc_text
from sandbox.connection import Listing
from sandbox.context import Context
from sandbox.ids import gid
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import number_of, user_error
from sandbox.search import at_number, equals, search
from sandbox.segment_query import BadQuery, parse_segment_query
from sandbox.segments import Segment

_NAME_LIMIT = 255
_QUERY_LIMIT = 5000

_FILTERS = {"id": at_number(lambda s: s.id), "name": equals(lambda s: s.name)}
_SORTS = {
    "ID": lambda s: s.id,
    "RELEVANCE": lambda s: s.id,
    "CREATION_DATE": lambda s: utc_text(s.created_at),
    "LAST_EDIT_DATE": lambda s: utc_text(s.edited_at),
}


def segments(_: None, args: dict[str, Any], ctx: Context) -> Listing:
    fits = search(args.get("query"), _FILTERS)
    found = [s for s in ctx.store.segments.values() if fits(s)]
    return Listing(found, sort=_SORTS[args.get("sortKey") or "ID"])


def segments_count(_: None, __: dict[str, Any], ctx: Context) -> dict[str, Any]:
    return {"count": len(ctx.store.segments), "precision": "EXACT"}


def segment(_: None, args: dict[str, Any], ctx: Context) -> Segment:
    found = ctx.store.segments.get(number_of(args["id"], "Segment"))
    if found is None:
        raise ResourceNotFound("Segment does not exist", code="NOT_FOUND")
    return found


def segment_create(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    name, query = args["name"].strip(), args["query"]
    errors = _errors(name, query)
    if errors:
        return {"segment": None, "userErrors": errors}
    number = ctx.world.ids.take("Segment")
    made = Segment(number, _free_name(name, ctx), query, created_at=ctx.now, edited_at=ctx.now)
    ctx.store.segments[number] = made
    ctx.world.emit(ctx.store, "segments/create", _body(made))
    return {"segment": made, "userErrors": []}


def segment_update(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    found = ctx.store.segments.get(number_of(args["id"], "Segment"))
    if found is None:
        return {"segment": None, "userErrors": [user_error(["id"], "Segment does not exist")]}
    name, query = args.get("name"), args.get("query")
    if name is None and query is None:
        message = "At least one attribute to change must be present"
        return {"segment": None, "userErrors": [user_error(None, message)]}
    name = found.name if name is None else name.strip()
    query = found.query if query is None else query
    errors = _errors(name, query)
    if errors:
        return {"segment": None, "userErrors": errors}
    if name != found.name:
        name = _free_name(name, ctx)
    changed = replace(found, name=name, query=query, edited_at=ctx.now)
    ctx.store.segments[found.id] = changed
    ctx.world.emit(ctx.store, "segments/update", _body(changed))
    return {"segment": changed, "userErrors": []}


def segment_delete(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    number = number_of(args["id"], "Segment")
    if ctx.store.segments.pop(number, None) is None:
        errors = [user_error(["id"], "Segment does not exist")]
        return {"deletedSegmentId": None, "userErrors": errors}
    ctx.world.emit(ctx.store, "segments/delete", {"id": number})
    return {"deletedSegmentId": gid("Segment", number), "userErrors": []}


def _errors(name: str, query: str) -> list[dict[str, Any]]:
    """Presence and length first; only when these hold is the query itself read (recorded)."""
    errors = []
    for field, text, limit in (("name", name, _NAME_LIMIT), ("query", query, _QUERY_LIMIT)):
        if not text.strip():
            errors.append(user_error([field], f"{field.title()} can't be blank"))
        elif len(text) > limit:
            message = f"{field.title()} is too long (maximum is {limit} characters)"
            errors.append(user_error([field], message))
    if errors:
        return errors
    try:
        parse_segment_query(query)
    except BadQuery as bad:
        return [user_error(["query"], f"Query {message}") for message in bad.messages]
    return []


def _free_name(name: str, ctx: Context) -> str:
    """A name that is taken gets a number (recorded)."""
    taken = {s.name for s in ctx.store.segments.values()}
    count, free = 2, name
    while free in taken:
        free = f"{name} ({count})"
        count += 1
    return free


def _body(record: Segment) -> dict[str, Any]:
    """segments/create and segments/update."""
    return {
        "id": record.id,
        "name": record.name,
        "query": record.query,
        "creation_date": utc_text(record.created_at),
        "last_edit_date": utc_text(record.edited_at),
    }


FIELDS: dict[str, dict[str, Resolver]] = {
    "Segment": {
        "id": lambda s, _, __: gid("Segment", s.id),
        "name": lambda s, _, __: s.name,
        "query": lambda s, _, __: s.query,
        "creationDate": lambda s, _, __: utc_text(s.created_at),
        "lastEditDate": lambda s, _, __: utc_text(s.edited_at),
    },
}

ROOTS: dict[str, Resolver] = {
    "segment": segment,
    "segments": segments,
    "segmentsCount": segments_count,
    "segmentCreate": segment_create,
    "segmentUpdate": segment_update,
    "segmentDelete": segment_delete,
}

NODES = {"Segment": lambda ctx, number: ctx.store.segments.get(number)}
TYPENAMES = {Segment: "Segment"}
