"""What the Function at the checkout reads: the gates of products, and the validation that runs it.

`extensions/vip-gate/README.md` says what each metafield holds. Where the Function was not deployed there is
nothing to be made, and early access rests on hidden and unlisted products.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.platform import definitions
from app.platform.calls import ShopCalls
from app.platform.products import gid
from app.rules.checkout_gates import FUNCTION, GATE_KEY, VARIABLES_KEY, GateConfig
from app.rules.writebacks import NAMESPACE

TITLE = "VIP early access"
METAFIELDS_AT_ONCE = 25


@dataclass(frozen=True, slots=True)
class Validation:
    platform_id: str
    enabled: bool
    blocks_on_failure: bool


def define(calls: ShopCalls) -> str:
    """Defines the gates of products, readable for themes. Raises UserErrors, PlatformError."""
    wanted: dict[str, Any] = {
        "name": "VIP gate",
        "namespace": NAMESPACE,
        "key": GATE_KEY,
        "type": "json",
        "ownerType": "PRODUCT",
        "access": {"admin": "MERCHANT_READ", "storefront": "PUBLIC_READ"},
    }
    return definitions.define(calls, wanted)


def is_deployed(calls: ShopCalls) -> bool:
    """Was the Function deployed with the app that this store has? Raises PlatformError."""
    nodes = calls.named("functions").data["shopifyFunctions"]["nodes"]
    return any(node["handle"] == FUNCTION for node in nodes)


def validation_of(calls: ShopCalls) -> Validation | None:
    """The validation that runs our Function. Raises PlatformError."""
    for node in calls.named("validations").data["validations"]["nodes"]:
        if (node["shopifyFunction"] or {}).get("handle") == FUNCTION:
            return Validation(node["id"], node["enabled"], node["blockOnFailure"])
    return None


def create_validation(calls: ShopCalls, *, blocks_on_failure: bool, config: GateConfig) -> str:
    """Makes and enables it with its configuration; returns its id. Raises UserErrors, PlatformError.

    It has no idempotency key: look with `validation_of` first.
    """
    wanted = _wanted(blocks_on_failure) | {
        "functionHandle": FUNCTION,
        "title": TITLE,
        "metafields": [{"namespace": NAMESPACE, **each} for each in _config(config)],
    }
    made = calls.named("validation_create", {"validation": wanted}).root("validationCreate")
    return str(made["validation"]["id"])


def update_validation(calls: ShopCalls, validation_id: str, *, blocks_on_failure: bool) -> None:
    """Enables it again. Raises UserErrors, PlatformError."""
    wanted = {"id": validation_id, "validation": _wanted(blocks_on_failure)}
    calls.named("validation_update", wanted).root("validationUpdate")


def set_config(calls: ShopCalls, validation_id: str, config: GateConfig) -> None:
    """Raises UserErrors, PlatformError."""
    owner = {"ownerId": validation_id, "namespace": NAMESPACE}
    calls.named("gates_set", {"metafields": [owner | each for each in _config(config)]}).root("metafieldsSet")


def write_gates(calls: ShopCalls, gates: Mapping[int, str | None]) -> None:
    """Sets the gate of each product, or takes it away. Raises UserErrors, PlatformError."""
    setting = [
        _gate(product_id) | {"type": "json", "value": each} for product_id, each in gates.items() if each
    ]
    deleting = [_gate(product_id) for product_id, each in gates.items() if each is None]
    for name, root, rows in (
        ("gates_set", "metafieldsSet", setting),
        ("gates_delete", "metafieldsDelete", deleting),
    ):
        for first in range(0, len(rows), METAFIELDS_AT_ONCE):
            part = rows[first : first + METAFIELDS_AT_ONCE]
            calls.named(name, {"metafields": part}).root(root)


def _gate(product_id: int) -> dict[str, str]:
    return {"ownerId": gid(product_id), "namespace": NAMESPACE, "key": GATE_KEY}


def _wanted(blocks_on_failure: bool) -> dict[str, object]:
    return {"enable": True, "blockOnFailure": blocks_on_failure}


def _config(config: GateConfig) -> list[dict[str, str]]:
    return [
        {"key": VARIABLES_KEY, "type": "json", "value": config.variables},
        {"key": GATE_KEY, "type": "json", "value": config.settings},
    ]
