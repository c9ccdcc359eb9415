"""The platform's bulk queries: the whole order history as one file of JSON lines.

With `groupObjects` the children of an order follow it, so the file is read as a stream, order by order.
Source: https://shopify.dev/docs/api/usage/bulk-operations/queries
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from app.errors import PlatformError
from app.platform.calls import ShopCalls
from app.platform.documents import document
from app.rules.said import said

CHILDREN = {"LineItem": "lineItems", "ShippingLine": "shippingLines", "SalesAgreement": "agreements"}
MAX_LINE = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class BulkState:
    status: str
    objects: int
    roots: int
    url: str | None
    error: str | None


def start_orders(calls: ShopCalls) -> str:
    """Asks for all orders; returns the operation's id. Raises UserErrors if too many run already."""
    return start(calls, "orders_bulk")


def start(calls: ShopCalls, name: str) -> str:
    """Asks for all that a document names; returns the operation's id. Raises UserErrors, PlatformError."""
    answer = calls.named("bulk_start", {"query": document(name)})
    operation_id: str = answer.root("bulkOperationRunQuery")["bulkOperation"]["id"]
    return operation_id


def state(calls: ShopCalls, operation_id: str) -> BulkState:
    told = calls.named("bulk_status", {"id": operation_id}).data.get("bulkOperation")
    if told is None:
        raise PlatformError(said("The bulk operation is not known any more."), permanent=True)
    return BulkState(
        told["status"], int(told["objectCount"]), int(told["rootObjectCount"]), told["url"], told["errorCode"]
    )


def orders(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Order nodes, in the form that a single read has, from the lines of a result. Raises PlatformError."""
    node: dict[str, Any] | None = None
    agreements: dict[str, dict[str, Any]] = {}
    for line in lines:
        if not line.strip():
            continue
        told = record(line)
        parent = told.pop("__parentId", None)
        if parent is None:
            if node is not None:
                yield node
            node, agreements = _empty(told), {}
        elif node is not None and parent == node["id"]:
            kind = _kind(told)
            node[CHILDREN[kind]]["nodes"].append(told)
            if kind == "SalesAgreement":
                told["sales"] = {"nodes": []}
                agreements[told["id"]] = told
        elif parent in agreements:
            agreements[parent]["sales"]["nodes"].append(told)
        else:
            raise PlatformError(said("The bulk result holds a line without its order."), permanent=True)
    if node is not None:
        yield node


def record(line: bytes) -> dict[str, Any]:
    """One line of a result. Raises PlatformError."""
    try:
        told = json.loads(line) if len(line) <= MAX_LINE else None
    except ValueError as error:
        raise PlatformError(said("The bulk result holds a line that is not JSON."), permanent=True) from error
    if not isinstance(told, dict):
        raise PlatformError(said("The bulk result holds a line that is not an object."), permanent=True)
    return told


def _empty(record: dict[str, Any]) -> dict[str, Any]:
    return record | {name: {"nodes": []} for name in CHILDREN.values()}


def _kind(record: dict[str, Any]) -> str:
    kind = str(record.get("id", "")).split("/")[3]
    if kind not in CHILDREN:
        raise PlatformError(
            said("The bulk result holds a %(kind)s, which was not asked for.", kind=kind), permanent=True
        )
    return kind
