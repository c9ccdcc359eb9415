"""Carries out an ordered fault on a request: before the work, after it, or in place of it."""

import os
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, jsonify, request
from graphql import FieldNode, OperationDefinitionNode

from sandbox.answer import throttled
from sandbox.document import checked, chosen_operation, root_fields
from sandbox.faults import ApiFault
from sandbox.world import World


class ConnectionCut(ConnectionError):
    """The connection was reset. The server treats it as it treats a client that went away."""


@dataclass(frozen=True)
class Asked:
    operation: str | None = None
    roots: tuple[str, ...] = ()

    @property
    def names(self) -> set[str]:
        """What a fault rule may call this request."""
        return {*self.roots, *([self.operation] if self.operation else [])}


def asked_of(body: dict[str, Any]) -> Asked:
    operation = _operation(body)
    if operation is None:
        return Asked()
    return Asked(operation.name.value if operation.name else None, root_fields(operation))


def _operation(body: dict[str, Any]) -> OperationDefinitionNode | None:
    document = checked(body["query"]).document
    return chosen_operation(document, body.get("operationName")) if document else None


def does_the_work(fault: ApiFault) -> bool:
    """Whether the request is carried out in spite of the fault."""
    return fault.action.partition(":")[0] in ("late", "hang", "reset_after")


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
    operation = _operation(request.get_json())
    assert operation is not None
    fields = [s for s in operation.selection_set.selections if isinstance(s, FieldNode)]
    return _json({"data": {(f.alias or f.name).value: _refused(f) for f in fields}}, 200)


def _refused(mutation: FieldNode) -> dict[str, Any]:
    payload: dict[str, Any] = {}
    for field in mutation.selection_set.selections if mutation.selection_set else ():
        if isinstance(field, FieldNode):
            errors = field.name.value == "userErrors"
            payload[(field.alias or field.name).value] = [_user_error(field)] if errors else None
    return payload


def _user_error(selected: FieldNode) -> dict[str, Any]:
    parts = selected.selection_set.selections if selected.selection_set else ()
    names = [part.name.value for part in parts if isinstance(part, FieldNode)]
    return {name: "sandbox: an ordered user error" if name == "message" else None for name in names}


def _json(content: dict[str, Any], status: int) -> Response:
    response = jsonify(content)
    response.status_code = status
    return response
