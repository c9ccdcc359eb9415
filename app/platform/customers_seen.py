"""What customers carry from us in the store: read by id, by tag, or all of them as a bulk query."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.platform import bulk
from app.platform.calls import ShopCalls
from app.platform.program_objects import quoted

AT_ONCE = 250
"""Ids in one request. Source: the schema's limit on `nodes`."""


@dataclass(frozen=True, slots=True)
class CustomerSeen:
    platform_id: int
    tags: tuple[str, ...]
    tier: str | None
    status: str | None


def by_id(calls: ShopCalls, platform_ids: Sequence[int]) -> list[CustomerSeen]:
    """Those of up to AT_ONCE that the store has. Raises PlatformError."""
    ids = [f"gid://shopify/Customer/{each}" for each in platform_ids]
    nodes = calls.named("customers_seen", {"ids": ids}, can_wait=True).data["nodes"]
    return [_seen(node) for node in nodes if node]


def by_tag(calls: ShopCalls, tag: str) -> Iterator[CustomerSeen]:
    """The search lags behind by seconds to minutes. Raises PlatformError."""
    after, more = None, True
    while more:
        variables = {"query": f"tag:{quoted(tag)}", "after": after}
        page = calls.named("customers_tagged", variables, can_wait=True).data["customers"]
        yield from map(_seen, page["nodes"])
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]


def start_all(calls: ShopCalls) -> str:
    """Asks for everybody; returns the operation's id. Raises UserErrors if too many run already."""
    return bulk.start(calls, "customers_bulk")


def of_lines(lines: Iterable[bytes]) -> Iterator[CustomerSeen]:
    """Customers from the lines of a result. Raises PlatformError."""
    return (_seen(bulk.record(line)) for line in lines if line.strip())


def _seen(node: dict[str, Any]) -> CustomerSeen:
    tier, status = node["tier"], node["status"]
    return CustomerSeen(
        int(node["id"].rpartition("/")[2]),
        tuple(node["tags"]),
        tier["value"] if tier else None,
        status["value"] if status else None,
    )
