"""Costs are computed as recorded, and the bucket leaks and fills."""

import json
import time
from typing import Any

import pytest
from graphql import OperationDefinitionNode, parse

from sandbox.cost import requested_cost
from sandbox.cost_selection import connection_growth
from sandbox.document import checked, chosen_operation
from tools.recordings.reading import FOLDER

# Recorded: the document's variables aside, what the real API asked for it.
RECORDED = [
    ("{ shop { id } }", 1),
    ("{ customers(first: 1) { nodes { id } } }", 3),
    ("{ locations(first: 10) { nodes { id name isActive } } }", 6),
    ("{ products(first: 250) { nodes { id } pageInfo { hasNextPage } } }", 13),
    ("{ shopifyFunctions(first: 100) { nodes { id app { id } } } }", 20),
    ("{ metafieldDefinitions(ownerType: PRODUCT, first: 1) { nodes { id } edges { node { id } } } }", 4),
    ("{ segmentsCount { count } segments(first: 101) { nodes { id } } }", 21),
    ('mutation { segmentDelete(id: "gid://shopify/Segment/1") { deletedSegmentId } }', 10),
    ('mutation { metafieldsSet(metafields: []) { metafields { id definition { id type { name } } } } }', 12),
    ('{ order(id: "gid://shopify/Order/1") { id lineItems(first: 50) { nodes { variant { id } } } } }', 17),
]  # fmt: skip


def cost_of(document: str, variables: dict[str, Any] | None = None) -> int:
    parsed = parse(document)
    (operation,) = [d for d in parsed.definitions if isinstance(d, OperationDefinitionNode)]
    return requested_cost(parsed, operation, variables or {})


@pytest.mark.parametrize(("document", "points"), RECORDED)
def test_a_document_costs_what_was_recorded(document: str, points: int) -> None:
    assert cost_of(document) == points


def test_nodes_of_a_connection_grow_as_recorded() -> None:
    sizes = (1, 2, 3, 5, 10, 20, 50, 100, 250)
    assert [connection_growth(size) for size in sizes] == [1, 2, 2, 3, 4, 5, 7, 9, 11]


@pytest.mark.skipif(not FOLDER.is_dir(), reason="recorded conversations are not beside the checkout")
def test_nineteen_of_twenty_recorded_costs_come_out_exactly() -> None:
    pairs = [pair for path in sorted(FOLDER.rglob("*.json")) for pair in _recorded_costs(path.read_text())]
    exact = sum(1 for computed, recorded in pairs if computed == recorded)
    assert len(pairs) > 300
    assert exact / len(pairs) > 0.93


def _recorded_costs(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    seen: set[str] = set()
    _collect(json.loads(text), found, seen)
    return found


def _collect(source: Any, found: list[tuple[int, int]], seen: set[str]) -> None:
    if isinstance(source, list):
        for entry in source:
            _collect(entry, found, seen)
    if not isinstance(source, dict):
        return
    document, answer = source.get("query") or source.get("document"), source.get("response")
    body = answer.get("body", answer.get("payload", answer)) if isinstance(answer, dict) else None
    cost = ((body or {}).get("extensions") or {}).get("cost") if isinstance(body, dict) else None
    if isinstance(document, str) and "{" in document and cost:
        variables = source.get("variables") or {}
        known = checked(document)
        key = document + json.dumps(variables)
        if known.document is not None and not known.errors and key not in seen:
            operation = chosen_operation(known.document, None)
            if operation is not None:
                seen.add(key)
                found.append(
                    (requested_cost(known.document, operation, variables), cost["requestedQueryCost"])
                )
        return
    for value in source.values():
        _collect(value, found, seen)


def test_an_empty_bucket_throttles_and_fills_again(open_shop: Any) -> None:
    shop = open_shop("ada", bucket=25, restore_rate=10)
    document = 'mutation { tagsAdd(id: "gid://shopify/Customer/1", tags: ["a"]) { userErrors { message } } }'
    first, second, third = (shop.ask(document) for _ in range(3))
    assert first["extensions"]["cost"]["throttleStatus"]["maximumAvailable"] == 25
    assert "data" in second
    assert third["errors"][0]["extensions"]["code"] == "THROTTLED"
    assert third["extensions"]["cost"]["actualQueryCost"] is None
    assert "data" not in third
    time.sleep(1)
    assert "data" in shop.ask(document)


def test_a_query_over_a_thousand_points_is_refused_outright(open_shop: Any) -> None:
    lines = "lineItems(first: 250) { nodes { id product { id } } }"
    inner = f"orders(first: 250) {{ nodes {{ id customer {{ id }} {lines} }} }}"
    (error,) = open_shop("ada").ask(f"{{ customers(first: 250) {{ nodes {{ id {inner} }} }} }}")["errors"]
    assert error["extensions"]["code"] == "MAX_COST_EXCEEDED"
    assert error["extensions"]["maxCost"] == 1000
