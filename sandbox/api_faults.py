"""Carries out an ordered fault on a request: before the work, after it, or in place of it."""

import os
import socket
import struct
import time
from collections.abc import Callable
from typing import Any

from flask import Response, current_app, jsonify, request

from sandbox.answer import throttled
from sandbox.faults import ApiFault
from sandbox.world import World


class ConnectionCut(ConnectionError):
    """The connection was reset. The server treats it as it treats a client that went away."""


def operations_of(body: dict[str, Any]) -> set[str]:
    """The operation's name and its root fields, as a fault rule may name them."""
    from sandbox.document import checked, chosen_operation, root_fields

    document = checked(body["query"]).document
    operation = chosen_operation(document, body.get("operationName")) if document else None
    if operation is None:
        return set()
    names = set(root_fields(operation))
    return names | ({operation.name.value} if operation.name else set())


def disturb(fault: ApiFault | None, work: Callable[[], Response]) -> Response:
    if fault is None:
        return work()
    action, _, detail = fault.action.partition(":")
    if action == "late":
        time.sleep(float(detail))
        return work()
    if action == "hang":
        # The work is done and the answer kept back: the caller's time-out tells it nothing.
        response = work()
        time.sleep(float(detail))
        return response
    if action == "reset_before":
        return cut()
    if action == "reset_after":
        work()
        return cut()
    return _instead(action, detail)


def _instead(action: str, detail: str) -> Response:
    if action == "status":
        return _json({"errors": "Service Unavailable"}, int(detail))
    if action == "throttle":
        return _throttle()
    if action == "garbage":
        return Response("<html><body>upstream connect error", 200, content_type="text/html")
    if action == "unauthorized":
        text = "[API] Invalid API key or access token (unrecognized login or wrong password)"
        return _json({"errors": text}, 401)
    if action == "redirect":
        return Response("", 302, headers={"Location": detail})
    if action == "user_errors":
        return _user_errors()
    raise ValueError(f"unknown fault action {action!r}")


def cut() -> Response:
    """Resets the connection: linger 0 makes the kernel send RST, as a dying proxy does."""
    connection: socket.socket = request.environ["werkzeug.socket"]
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(connection.detach())  # close() alone would wait for the file objects around the socket
    raise ConnectionCut


def _throttle() -> Response:
    world: World = current_app.config["WORLD"]
    assert request.view_args is not None
    with world.lock:
        store = world.stores[request.view_args["shop"]]
        return _json(throttled(store, request.headers.get("X-Shopify-Access-Token", "")), 200)


def _user_errors() -> Response:
    """Every mutation of the document answers a user error, and nothing is done."""
    from sandbox.document import checked, chosen_operation

    body = request.get_json()
    document = checked(body["query"]).document
    operation = chosen_operation(document, body.get("operationName")) if document else None
    assert operation is not None
    refused = {"userErrors": [{"field": None, "message": "sandbox: ordered user error"}]}
    keys = [
        (s.alias or s.name).value
        for s in operation.selection_set.selections
        if hasattr(s, "alias") and hasattr(s, "name")
    ]
    return _json({"data": dict.fromkeys(keys, refused)}, 200)


def _json(content: dict[str, Any], status: int) -> Response:
    response = jsonify(content)
    response.status_code = status
    return response
