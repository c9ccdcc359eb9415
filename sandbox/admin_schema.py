"""The real Admin schema (2026-10), the scopes it asks for, and the names of the webhook topics."""

import gzip
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from graphql import GraphQLSchema, build_client_schema

API_VERSION = "2026-10"
_FILE = Path(__file__).parent / "schema" / f"admin_{API_VERSION}.json.gz"


@dataclass(frozen=True)
class AccessRule:
    text: str  # as Shopify words it in its errors
    any_of: frozenset[str]


@cache
def _content() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(gzip.decompress(_FILE.read_bytes()))
    return content


@cache
def admin_schema() -> GraphQLSchema:
    # Six rules about Node.id are broken in the file itself and would stop every validation.
    return build_client_schema(_content()["data"], assume_valid=True)


@cache
def access_rules() -> dict[tuple[str, str | None], AccessRule]:
    """By (type, None) and (type, field); only rules that name scopes."""
    return {
        (item["typeName"], item.get("fieldName")): AccessRule(
            item["requiredAccess"], frozenset(item["offlineScopes"])
        )
        for item in _content()["offline_scopes"]
        if item["offlineScopes"]
    }


@cache
def topic_names() -> dict[str, str]:
    """ORDERS_PAID -> orders/paid, as the X-Shopify-Topic header has it."""
    return {enum: entry["topic"] for enum, entry in _content()["webhook_topics"].items()}


@cache
def topic_scopes() -> dict[str, tuple[str, ...]]:
    """ORDERS_PAID -> the scopes of which an app needs one; empty: none."""
    return {enum: tuple(entry["scopes"]) for enum, entry in _content()["webhook_topics"].items()}
