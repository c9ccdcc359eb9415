"""Products: what the store shows of them, and making them hidden, reachable by link, or listed.

The document of a change is composed, because a request for n products has up to 2n aliased mutations. They
run one after the other: what hides comes before what would show more (GraphQL, serial root mutations).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.platform.calls import ShopCalls
from app.rules.product_state import ProductState

AT_ONCE = 20
"""Two mutations of 10 points for each: a fifth of the smallest store's bucket."""
READ_AT_ONCE = 250


@dataclass(frozen=True, slots=True)
class ProductSeen:
    """`inventory` is None where the store does not count it; `gate` is what our Function reads, as it is."""

    product_id: int
    title: str
    handle: str
    state: ProductState
    inventory: int | None
    gate: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a product should be; None leaves that as it is."""

    product_id: int
    status: str | None
    published: bool | None


def read(calls: ShopCalls, ids: Sequence[int], publication_id: str) -> dict[int, ProductSeen]:
    """Those of the products that exist. Raises PlatformError."""
    found = {}
    for first in range(0, len(ids), READ_AT_ONCE):
        some = [gid(each) for each in ids[first : first + READ_AT_ONCE]]
        asked = {"ids": some, "publication": publication_id}
        for node in calls.named("products_seen", asked).data["nodes"]:
            if node:
                seen = _seen(node)
                found[seen.product_id] = seen
    return found


def of_collection(calls: ShopCalls, collection_id: int) -> list[int] | None:
    """The ids of its products; None if there is no such collection. Raises PlatformError."""
    found: list[int] = []
    after = None
    while True:
        asked = {"id": f"gid://shopify/Collection/{collection_id}", "after": after}
        collection = calls.named("collection_products", asked).data["collection"]
        if collection is None:
            return None
        page = collection["products"]
        found += [_number(node["id"]) for node in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]


def show(calls: ShopCalls, wanted: Sequence[Shown], publication_id: str) -> dict[int, str]:
    """Writes it; returns the platform's words by product for what was refused. Raises PlatformError."""
    refused: dict[int, str] = {}
    for first in range(0, len(wanted), AT_ONCE):
        text, variables, aliases = compose(wanted[first : first + AT_ONCE], publication_id)
        answer = calls.run(text, variables)
        for alias, product_id in aliases.items():
            errors = (answer.data.get(alias) or {}).get("userErrors") or []
            if errors:
                refused.setdefault(product_id, str(errors[0].get("message")))
    return refused


def compose(wanted: Sequence[Shown], publication_id: str) -> tuple[str, dict[str, Any], dict[str, int]]:
    """The document, its variables, and which alias speaks of which product."""
    declared, body, variables, aliases = [], [], dict[str, Any](), dict[str, int]()
    if any(each.published is not None for each in wanted):
        declared.append("$where: [PublicationInput!]!")
        variables["where"] = [{"publicationId": publication_id}]
    for n, each in enumerate(wanted):
        for verb, field in _steps(each):
            if verb == "status":
                declared.append(f"$product{n}: ProductUpdateInput!")
                variables[f"product{n}"] = {"id": gid(each.product_id), "status": each.status}
                call = f"{field}(product: $product{n})"
            else:
                declared.append(f"$id{n}: ID!")
                variables[f"id{n}"] = gid(each.product_id)
                call = f"{field}(id: $id{n}, input: $where)"
            body.append(f"{verb}{n}: {call} {{ userErrors {{ field message }} }}")
            aliases[f"{verb}{n}"] = each.product_id
    text = f"mutation ProductsShow({', '.join(declared)}) {{\n  " + "\n  ".join(body) + "\n}"
    return text, variables, aliases


def _steps(each: Shown) -> Iterator[tuple[str, str]]:
    if each.published is False:
        yield "unpublish", "publishableUnpublish"
    if each.status is not None:
        yield "status", "productUpdate"
    if each.published:
        yield "publish", "publishablePublish"


def gid(product_id: int) -> str:
    return f"gid://shopify/Product/{product_id}"


def _seen(node: Mapping[str, Any]) -> ProductSeen:
    return ProductSeen(
        product_id=_number(node["id"]),
        title=node["title"],
        handle=node["handle"],
        state=ProductState(node["status"], node["publishedOnPublication"]),
        inventory=node["totalInventory"] if node["tracksInventory"] else None,
        gate=(node["metafield"] or {}).get("value"),
    )


def _number(text: str) -> int:
    return int(text.rsplit("/", 1)[-1])
