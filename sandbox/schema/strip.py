"""Makes a file of this folder from an introspection file of @shopify/dev-mcp: the schema without its prose.

python -m sandbox.schema.strip <dev-mcp's admin_2026-10.json.gz, or one of its functions_*_2026-10.json.gz>
"""

import gzip
import json
import re
import sys
from pathlib import Path
from typing import Any

# Everything graphql-core reads; the rest is prose or of no use for executing.
_KEPT_KEYS = {
    "queryType", "mutationType", "subscriptionType", "types", "directives", "kind", "name", "fields",
    "inputFields", "interfaces", "enumValues", "possibleTypes", "ofType", "args", "type", "defaultValue",
    "isDeprecated", "deprecationReason", "locations", "isRepeatable", "isOneOf", "specifiedByURL",
}  # fmt: skip
_TOPIC = re.compile(r"`([a-z_]+[/.][a-z_]+)`")
_SCOPE = re.compile(r"\b(?:read|write)_[a-z_]+")


def main(source: Path) -> None:
    full = json.loads(gzip.decompress(source.read_bytes()))
    stripped: dict[str, Any] = {"data": {"__schema": without_prose(full["data"]["__schema"])}}
    if source.name.startswith("admin_"):
        stripped["offline_scopes"] = access_rules(full["offline_scopes"]["items"])
        stripped["webhook_topics"] = webhook_topics(full["data"]["__schema"]["types"])
    text = json.dumps(stripped, separators=(",", ":"), sort_keys=True)
    # Without a time stamp the same schema gives the same bytes.
    target = Path(__file__).with_name(source.name)
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def without_prose(node: Any) -> Any:
    if isinstance(node, list):
        return [without_prose(entry) for entry in node]
    if isinstance(node, dict):
        return {key: without_prose(value) for key, value in node.items() if key in _KEPT_KEYS}
    return node


def access_rules(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Only the types and fields that ask for something."""
    kept = ("typeName", "fieldName", "requiredAccess", "offlineScopes")
    return [{k: i[k] for k in kept if k in i} for i in items if i["requiredAccess"] or i["offlineScopes"]]


def webhook_topics(types: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """ORDERS_PAID -> its name in headers, and the scopes of which one is needed. Both stand in prose only."""
    (topics,) = [t["enumValues"] for t in types if t["name"] == "WebhookSubscriptionTopic"]
    found = {}
    for value in topics:
        name = _TOPIC.search(value["description"])
        assert name, value["name"]
        prose = value["description"].partition("Requires")[2]
        found[value["name"]] = {"topic": name[1], "scopes": _SCOPE.findall(prose)}
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
