"""The definitions of our metafields on customers: who may read and write them."""

from collections.abc import Iterator
from typing import Any

from app.errors import UserErrors
from app.models import PlatformObject
from app.models.platform_object import DEFINITION
from app.platform.calls import ShopCalls
from app.platform.program_objects import Made
from app.rules.writebacks import NAMESPACE, STATUS_KEY, TIER_KEY, fingerprint

TAKEN = "TAKEN"
OWNER = "CUSTOMER"
NAMES = {TIER_KEY: ("VIP tier", "single_line_text_field"), STATUS_KEY: ("VIP status", "json")}


def ensure_definitions(calls: ShopCalls, known: dict[str, PlatformObject]) -> Iterator[Made]:
    """Makes what is missing; nothing for what is as it should be. Raises PlatformError."""
    for key in NAMES:
        wanted = _wanted(key)
        hashed = fingerprint(wanted)
        held = known.get(key)
        if held is None or held.hash != hashed or not held.platform_id:
            yield Made(DEFINITION, key, define(calls, wanted), hashed)


def define(calls: ShopCalls, wanted: dict[str, Any]) -> str:
    """Makes a definition, or finds the one there is; returns its id. Raises UserErrors, PlatformError."""
    try:
        made = calls.named("metafield_define", {"definition": wanted}).root("metafieldDefinitionCreate")
        return str(made["createdDefinition"]["id"])
    except UserErrors as refused:
        if TAKEN not in refused.codes:
            raise
    found = calls.named("definitions_find", {"ownerType": wanted["ownerType"], "namespace": NAMESPACE})
    nodes = found.data["metafieldDefinitions"]["nodes"]
    return next((str(node["id"]) for node in nodes if node["key"] == wanted["key"]), "")


def _wanted(key: str) -> dict[str, Any]:
    name, kind = NAMES[key]
    wanted: dict[str, Any] = {
        "name": name,
        "namespace": NAMESPACE,
        "key": key,
        "type": kind,
        "ownerType": OWNER,
        "access": {"admin": "MERCHANT_READ", "storefront": "PUBLIC_READ", "customerAccount": "READ"},
    }
    if key == TIER_KEY:
        wanted["capabilities"] = {"adminFilterable": {"enabled": True}}
    return wanted
