"""POST /{shop}/admin/api/2026-10/graphql.json"""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from sandbox.admin_schema import API_VERSION
from sandbox.answer import Answer, answer
from sandbox.api_faults import asked_of, disturb, does_the_work
from sandbox.requests_log import LoggedRequest
from sandbox.store import Store
from sandbox.world import World

blueprint = Blueprint("graphql", __name__)


@blueprint.post("/<shop>/admin/api/<version>/graphql.json")
def graphql(shop: str, version: str) -> Response:
    world: World = current_app.config["WORLD"]
    body = request.get_json(silent=True)
    if version != API_VERSION:
        return _plain_error("Not Found", 404)
    if not isinstance(body, dict) or not isinstance(body.get("query"), str):
        return _plain_error("Required parameter missing or invalid", 400)
    asked = asked_of(body)
    with world.lock:
        fault = world.faults.take_api(shop, request.path, asked.names)
        if fault is not None and not does_the_work(fault):
            _log(
                world, shop, Answer({}, asked.operation, asked.roots, throttled=fault.action == "throttle"), 0
            )
    return disturb(fault, lambda: _answered(world, shop, body))


def _answered(world: World, shop: str, body: dict[str, Any]) -> Response:
    with world.lock:
        store = world.stores.get(shop)
        if store is None:
            return _plain_error("Not Found", 404)
        token = request.headers.get("X-Shopify-Access-Token", "")
        if not _is_live(world, store, token):
            return _plain_error(
                "[API] Invalid API key or access token (unrecognized login or wrong password)", 401
            )
        found = answer(world, store, token, body)
        _log(world, shop, found, 200)
    response = jsonify(found.content)
    response.headers["X-Shopify-API-Version"] = API_VERSION
    response.headers["X-Request-Id"] = f"{store.id}-{world.requests.last_id}"
    return response


def _is_live(world: World, store: Store, token: str) -> bool:
    known = store.access_tokens.get(token)
    if known is None or not store.installed or known.expires_at <= world.clock.now():
        return False
    if not known.used:
        # From its first use on, the refresh token this pair replaced is dead.
        store.access_tokens[token] = replace(known, used=True)
        newest = store.refresh_tokens.get(known.refresh_token)
        if newest is not None and newest.replaces is not None:
            store.refresh_tokens.pop(newest.replaces, None)
    return True


def _log(world: World, shop: str, found: Answer, status: int) -> None:
    world.requests.entries.append(
        LoggedRequest(
            id=world.requests.next_id(),
            shop=shop,
            operation=found.operation,
            roots=found.roots,
            status=status,
            at=world.clock.now(),
            requested_cost=found.requested_cost,
            actual_cost=found.actual_cost,
            throttled=found.throttled,
            mutations=len(found.roots) if found.is_mutation else 0,
        )
    )


def _plain_error(text: str, status: int) -> Response:
    response = jsonify({"errors": text})
    response.status_code = status
    return response
