"""What a program needs in a store: metafield definitions, segments, discounts; ensured, kept by id and hash.

Creating has no idempotency key at the platform, so before a second try the object is looked up by its
name, title or code. Where all 25 automatic discounts of a shop are taken, a discount code limited to the
same segment stands in, with a link that applies it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.errors import UserErrors
from app.models import PlatformObject
from app.platform.calls import ShopCalls
from app.rules.writebacks import NAMESPACE, STATUS_KEY, TIER_KEY, Audience, Discount, fingerprint

DEFINITION, SEGMENT, DISCOUNT = "definition", "segment", "discount"
LIMIT_REACHED = frozenset({"ACTIVE_PERIOD_OVERLAP", "MAX_APP_DISCOUNTS"})
TAKEN = "TAKEN"


@dataclass(frozen=True, slots=True)
class Made:
    """What stands in the store now, for the row of `platform_object`."""

    kind: str
    key: str
    platform_id: str
    hash: str
    link: str = ""


def ensure_definitions(calls: ShopCalls, known: dict[str, PlatformObject]) -> Iterable[Made]:
    for key, name, kind in (
        (TIER_KEY, "VIP tier", "single_line_text_field"),
        (STATUS_KEY, "VIP status", "json"),
    ):
        wanted: dict[str, Any] = {
            "name": name,
            "namespace": NAMESPACE,
            "key": key,
            "type": kind,
            "ownerType": "CUSTOMER",
            "access": {"admin": "MERCHANT_READ", "storefront": "PUBLIC_READ", "customerAccount": "READ"},
        }
        if key == TIER_KEY:
            wanted["capabilities"] = {"adminFilterable": {"enabled": True}}
        hashed = fingerprint(wanted)
        if key in known and known[key].hash == hashed:
            continue
        try:
            made = calls.named("metafield_define", {"definition": wanted}).root("metafieldDefinitionCreate")
            platform_id = made["createdDefinition"]["id"]
        except UserErrors as refused:
            if TAKEN not in refused.codes:
                raise
            platform_id = known[key].platform_id if key in known else ""
        yield Made(DEFINITION, key, platform_id, hashed)


def ensure_segment(calls: ShopCalls, audience: Audience, known: PlatformObject | None) -> Made | None:
    """Makes or updates the segment; None if it is as it should be."""
    hashed = fingerprint(audience.name, audience.query)
    if known is not None and known.hash == hashed:
        return None
    variables = {"name": audience.name, "query": audience.query}
    if known is not None and known.platform_id:
        try:
            calls.named("segment_update", variables | {"id": known.platform_id}).root("segmentUpdate")
            return Made(SEGMENT, audience.key, known.platform_id, hashed)
        except UserErrors as refused:
            if not _is_gone(refused):
                raise
    found = calls.named("segments_find", {"query": f"name:{_quoted(audience.name)}"}).data["segments"][
        "nodes"
    ]
    for node in found:
        if node["name"] == audience.name and node["query"] == audience.query:
            return Made(SEGMENT, audience.key, node["id"], hashed)
    made = calls.named("segment_create", variables).root("segmentCreate")
    return Made(SEGMENT, audience.key, made["segment"]["id"], hashed)


def ensure_discount(
    calls: ShopCalls,
    wanted: Discount,
    segment_id: str,
    known: PlatformObject | None,
    starts_at: datetime,
    others: Sequence[str] = (),
) -> Made | None:
    """Makes or updates the discount of one effect; None if it is as it should be. Raises UserErrors.

    `others` are our other segments: an update takes the discount away from them.
    """
    hashed = fingerprint(wanted.title, wanted.percent, wanted.ship_up_to, segment_id)
    if known is not None and known.hash == hashed:
        return None
    kind = "percent" if wanted.percent is not None else "shipping"
    body = _body(wanted, segment_id)
    if known is not None and known.platform_id and not known.link:
        try:
            root = _root(kind, "Update")
            only = body | {"context": {"customerSegments": {"add": [segment_id], "remove": list(others)}}}
            calls.named(f"{kind}_update", {"id": known.platform_id, "discount": only}).root(root)
            return Made(DISCOUNT, wanted.key, known.platform_id, hashed)
        except UserErrors as refused:
            if not _is_gone(refused):
                raise
    present = _find_by_title(calls, wanted.title)
    if present:
        return Made(DISCOUNT, wanted.key, present, hashed)
    starting = body | {"startsAt": f"{starts_at:%Y-%m-%dT%H:%M:%SZ}"}
    try:
        made = calls.named(f"{kind}_create", {"discount": starting}).root(_root(kind, "Create"))
        return Made(DISCOUNT, wanted.key, made["automaticDiscountNode"]["id"], hashed)
    except UserErrors as refused:
        if not refused.codes & LIMIT_REACHED:
            raise
    return _ensure_code(calls, wanted, kind, starting, hashed)


def retire(calls: ShopCalls, row: PlatformObject) -> None:
    """Takes away what the program no longer needs; what is gone already is fine."""
    name, root = "automatic_delete", "discountAutomaticDelete"
    if row.kind == SEGMENT:
        name, root = "segment_delete", "segmentDelete"
    elif row.link:
        name, root = "code_delete", "discountCodeDelete"
    try:
        calls.named(name, {"id": row.platform_id}).root(root)
    except UserErrors as refused:
        if not _is_gone(refused):
            raise


def present(calls: ShopCalls, ids: list[str]) -> set[str]:
    """Those of the ids that still exist in the store."""
    nodes = calls.named("objects_present", {"ids": ids}, can_wait=True).data["nodes"]
    return {node["id"] for node in nodes if node}


def _ensure_code(calls: ShopCalls, wanted: Discount, kind: str, body: dict[str, Any], hashed: str) -> Made:
    link = f"{_storefront(calls)}/discount/{wanted.code}"
    found = calls.named("code_find", {"code": wanted.code}).data["codeDiscountNodeByCode"]
    if found:
        return Made(DISCOUNT, wanted.key, found["id"], hashed, link)
    root = "discountCodeBasicCreate" if kind == "percent" else "discountCodeFreeShippingCreate"
    made = calls.named(f"{kind}_code_create", {"discount": body | {"code": wanted.code}}).root(root)
    return Made(DISCOUNT, wanted.key, made["codeDiscountNode"]["id"], hashed, link)


def _storefront(calls: ShopCalls) -> str:
    sandbox = calls.config.sandbox_url
    return f"{sandbox}/{calls.shop.domain}" if sandbox else f"https://{calls.shop.domain}"


def _body(wanted: Discount, segment_id: str) -> dict[str, Any]:
    body: dict[str, Any] = {
        "title": wanted.title,
        "context": {"customerSegments": {"add": [segment_id]}},
    }
    if wanted.percent is not None:
        return body | {
            "customerGets": {"value": {"percentage": wanted.percent / 100}, "items": {"all": True}},
            "combinesWith": {"orderDiscounts": False, "productDiscounts": False, "shippingDiscounts": True},
        }
    return body | {
        "destination": {"all": True},
        "maximumShippingPrice": wanted.ship_up_to,
        "combinesWith": {"orderDiscounts": True, "productDiscounts": True},
    }


def _root(kind: str, verb: str) -> str:
    return f"discountAutomatic{'Basic' if kind == 'percent' else 'FreeShipping'}{verb}"


def _find_by_title(calls: ShopCalls, title: str) -> str | None:
    query = f"title:{_quoted(title)} AND method:automatic"
    for node in calls.named("discounts_find", {"query": query}).data["discountNodes"]["nodes"]:
        discount = node["discount"]
        if discount.get("title") == title and discount.get("status") in ("ACTIVE", "SCHEDULED"):
            return str(node["id"])
    return None


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _is_gone(refused: UserErrors) -> bool:
    words = str(refused).lower()
    return "does not exist" in words or "not found" in words or "no longer exists" in words
