"""Fulfilment orders: when a parcel is to go out, and a hold for what is put in before (platform 1.8).

There are none until the platform has routed the order, and none for what nobody ships.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.platform.calls import ShopCalls

HANDLE = "laurel-gift"
"""Names our hold, so that it is placed once: an app may place ten on a fulfilment order."""
OPEN = frozenset({"OPEN", "SCHEDULED", "ON_HOLD", "IN_PROGRESS"})
CAN_BE_HELD = frozenset({"OPEN", "SCHEDULED", "ON_HOLD"})
SCOPES = ("read_merchant_managed_fulfillment_orders", "write_merchant_managed_fulfillment_orders")


@dataclass(frozen=True, slots=True)
class FulfilmentOrder:
    gid: str
    status: str
    held: bool
    """Does our hold stand on it?"""


@dataclass(frozen=True, slots=True)
class FulfilmentWrite:
    """What the open fulfilment orders of one order are told."""

    subject: str
    fulfil_by: str
    gift_note: str
    parcels: tuple[FulfilmentOrder, ...]


def read(calls: ShopCalls, subjects: Sequence[str]) -> dict[str, tuple[FulfilmentOrder, ...]]:
    """By subject (an order's id) its open fulfilment orders. Raises PlatformError."""
    gids = [f"gid://shopify/Order/{subject}" for subject in subjects]
    answer = calls.named("fulfilment_orders", {"ids": gids})
    return {
        node["id"].rsplit("/", 1)[-1]: tuple(
            _read(each) for each in node["fulfillmentOrders"]["nodes"] if each["status"] in OPEN
        )
        for node in answer.data["nodes"]
        if node
    }


def _read(node: Mapping[str, Any]) -> FulfilmentOrder:
    ours = [hold for hold in node["fulfillmentHolds"] if hold["heldByRequestingApp"]]
    return FulfilmentOrder(node["id"], node["status"], any(hold["handle"] == HANDLE for hold in ours))


def write(calls: ShopCalls, changes: Sequence[FulfilmentWrite]) -> dict[str, str]:
    """One request for several orders; by subject what was refused. Raises PlatformError."""
    text, variables, aliases = compose(changes)
    if not aliases:
        return {}
    answer = calls.run(text, variables)
    refused: dict[str, str] = {}
    for alias, subject in aliases.items():
        payload = answer.data.get(alias)
        errors = (payload or {}).get("userErrors") or []
        if errors or payload is None:
            words = errors or answer.errors or [{"message": "Shopify did not answer for this order."}]
            refused.setdefault(subject, str(words[0].get("message")))
    return refused


def compose(changes: Sequence[FulfilmentWrite]) -> tuple[str, dict[str, Any], dict[str, str]]:
    """The document, its variables, and which alias speaks of which subject."""
    declared, body, variables, aliases = [], [], dict[str, Any](), dict[str, str]()
    for n, change in enumerate(changes):
        if change.fulfil_by:
            declared.append(f"$ids{n}: [ID!]!, $by{n}: DateTime!")
            body.append(
                f"by{n}: fulfillmentOrdersSetFulfillmentDeadline(fulfillmentOrderIds: $ids{n}, "
                f"fulfillmentDeadline: $by{n}) {{ success userErrors {{ code field message }} }}"
            )
            ids = [parcel.gid for parcel in change.parcels]
            variables |= {f"ids{n}": ids, f"by{n}": change.fulfil_by}
            aliases[f"by{n}"] = change.subject
        parcel = _to_hold(change)
        if parcel is not None:
            declared.append(f"$id{n}: ID!, $hold{n}: FulfillmentOrderHoldInput!")
            body.append(
                f"hold{n}: fulfillmentOrderHold(id: $id{n}, fulfillmentHold: $hold{n}) "
                "{ userErrors { code field message } }"
            )
            hold = {"reason": "OTHER", "reasonNotes": change.gift_note, "handle": HANDLE}
            variables |= {f"id{n}": parcel.gid, f"hold{n}": hold | {"notifyMerchant": False}}
            aliases[f"hold{n}"] = change.subject
    text = f"mutation FulfilmentWrite({', '.join(declared)}) {{\n  " + "\n  ".join(body) + "\n}"
    return text, variables, aliases


def _to_hold(change: FulfilmentWrite) -> FulfilmentOrder | None:
    """The gift goes into the first parcel that can wait; None where our hold stands already."""
    if not change.gift_note or any(parcel.held for parcel in change.parcels):
        return None
    return next((parcel for parcel in change.parcels if parcel.status in CAN_BE_HELD), None)
