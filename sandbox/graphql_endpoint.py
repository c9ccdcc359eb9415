"""POST /{shop}/admin/api/2026-10/graphql.json"""

import json
from dataclasses import replace
from datetime import datetime

from flask import Blueprint, Response, request

from sandbox.admin_schema import API_VERSION
from sandbox.answer import Answer, answer
from sandbox.api_faults import does_the_work
from sandbox.call import Call
from sandbox.control import the_world
from sandbox.graphql_faults import disturb_call
from sandbox.requests_log import LoggedRequest
from sandbox.store import Store
from sandbox.world import World

blueprint = Blueprint("graphql", __name__)


@blueprint.post("/<shop>/admin/api/<version>/graphql.json")
def graphql(shop: str, version: str) -> Response:
    world = the_world()
    body = request.get_json(silent=True)
    if version != API_VERSION:
        return _plain_error("Not Found", 404)
    if not isinstance(body, dict) or not isinstance(body.get("query"), str):
        return _plain_error("Required parameter missing or invalid", 400)
    token = request.headers.get("X-Shopify-Access-Token", "")
    call = Call(shop, token, body)
    with world.lock:
        fault = world.faults.take_api(shop, request.path, call.names)
        if fault is not None and not does_the_work(fault):
            nothing = Answer({}, call.name, call.roots, throttled=fault.action == "throttle")
            _log(world, shop, nothing, 0, world.clock.now())
    return disturb_call(world, fault, call, lambda asked: _answered(world, asked))


def _answered(world: World, call: Call) -> Response:
    with world.lock:
        store = world.stores.get(call.shop)
        if store is None:
            return _plain_error("Not Found", 404)
        now = call.at or world.clock.now()
        if not _is_live(store, call.token, now):
            return _plain_error(
                "[API] Invalid API key or access token (unrecognized login or wrong password)", 401
            )
        found = answer(world, store, call.token, call.body, now)
        _log(world, call.shop, found, 200, now)
        response = _json(found.content)
        response.headers["X-Request-Id"] = f"{store.id}-{world.requests.last_id}"
    response.headers["X-Shopify-API-Version"] = API_VERSION
    return response


def _is_live(store: Store, token: str, now: datetime) -> bool:
    known = store.access_tokens.get(token)
    if known is None or not store.installed or known.expires_at <= now:
        return False
    if not known.used:
        # From its first use on, the refresh token this pair replaced is dead.
        store.access_tokens[token] = replace(known, used=True)
        newest = store.refresh_tokens.get(known.refresh_token)
        if newest is not None and newest.replaces is not None:
            store.refresh_tokens.pop(newest.replaces, None)
    return True


def _log(world: World, shop: str, found: Answer, status: int, at: datetime) -> None:
    world.requests.entries.append(
        LoggedRequest(
            id=world.requests.next_id(),
            shop=shop,
            operation=found.operation,
            roots=found.roots,
            status=status,
            at=at,
            requested_cost=found.requested_cost,
            actual_cost=found.actual_cost,
            throttled=found.throttled,
            mutations=len(found.roots) if found.is_mutation else 0,
        )
    )


def _plain_error(text: str, status: int) -> Response:
    response = _json({"errors": text})
    response.status_code = status
    return response


def _json(content: object) -> Response:
    # Not Flask's own jsonify, which works only inside a request: late work has none.
    return Response(json.dumps(content), content_type="application/json")
