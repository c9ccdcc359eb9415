"""Writing what an order of a member carries: tags by adding only, and metafields; several orders at once.

`orderUpdate(input: {tags})` would overwrite the merchant's own tags (platform 1.8). Each order has aliases of
its own, so that a refusal touches no other.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.platform.calls import ShopCalls
from app.platform.order_definitions import FIELDS
from app.rules.order_care import OrderState
from app.rules.writebacks import NAMESPACE

AT_ONCE = 8
"""Two mutations each: 160 points of a bucket of 1,000 at least."""


@dataclass(frozen=True, slots=True)
class Held:
    """What an order holds from us, as last written. `fulfilment` is what its fulfilment orders were told."""

    tags: tuple[str, ...] = ()
    metafields: tuple[tuple[str, str], ...] = ()
    fulfilment: tuple[str, str] = ("", "")
    """The instant by which it is to be fulfilled, and the note of the hold."""


@dataclass(frozen=True, slots=True)
class OrderWrite:
    """What to add to one order. `subject` is the caller's own key."""

    subject: str
    gid: str
    tags: tuple[str, ...]
    metafields: tuple[tuple[str, str], ...]

    def __bool__(self) -> bool:
        return bool(self.tags or self.metafields)


def wanted(state: OrderState) -> Held:
    told = {
        "tier": state.tier,
        "packaging": state.packaging,
        "return_until": state.return_until.isoformat() if state.return_until else "",
        "price_protected_until": state.protected_until.isoformat() if state.protected_until else "",
    }
    fulfil_by = state.fulfil_by.isoformat() if state.fulfil_by else ""
    return Held(state.tags, tuple(each for each in told.items() if each[1]), (fulfil_by, state.gift_note))


def as_written(held: Held) -> str:
    told = {"tags": held.tags, "metafields": held.metafields, "fulfilment": held.fulfilment}
    return json.dumps(told, ensure_ascii=False)


def from_written(text: str) -> Held:
    """Nothing where it is not known: adding again changes nothing."""
    if not text:
        return Held()
    told = json.loads(text)
    metafields = tuple((key, value) for key, value in told["metafields"])
    by, note = told["fulfilment"]
    return Held(tuple(told["tags"]), metafields, (by, note))


def difference(subject: str, want: Held, held: Held) -> OrderWrite:
    return OrderWrite(
        subject,
        f"gid://shopify/Order/{subject}",
        tuple(tag for tag in want.tags if tag not in held.tags),
        tuple(each for each in want.metafields if each not in held.metafields),
    )


def write(calls: ShopCalls, changes: Sequence[OrderWrite]) -> dict[str, str]:
    """Sends the changes of up to AT_ONCE orders as one request; by subject what was refused, in the
    platform's words. Raises PlatformError."""
    text, variables, aliases = compose(changes)
    answer = calls.run(text, variables)
    refused: dict[str, str] = {}
    for alias, subject in aliases.items():
        payload = answer.data.get(alias)
        errors = (payload or {}).get("userErrors") or []
        if errors:
            refused.setdefault(subject, str(errors[0].get("message")))
        elif payload is None:
            words = "; ".join(str(error.get("message")) for error in answer.errors)
            refused.setdefault(subject, words or "Shopify did not answer for this order.")
    return refused


def compose(changes: Sequence[OrderWrite]) -> tuple[str, dict[str, Any], dict[str, str]]:
    """The document, its variables, and which alias speaks of which subject."""
    declared, body, variables, aliases = [], [], dict[str, Any](), dict[str, str]()
    for n, change in enumerate(changes):
        if change.tags:
            declared.append(f"$id{n}: ID!, $tags{n}: [String!]!")
            body.append(f"add{n}: tagsAdd(id: $id{n}, tags: $tags{n}) {{ userErrors {{ field message }} }}")
            variables |= {f"id{n}": change.gid, f"tags{n}": list(change.tags)}
            aliases[f"add{n}"] = change.subject
        if change.metafields:
            declared.append(f"$set{n}: [MetafieldsSetInput!]!")
            body.append(
                f"set{n}: metafieldsSet(metafields: $set{n}) {{ userErrors {{ code field message }} }}"
            )
            variables[f"set{n}"] = [_metafield(change.gid, *each) for each in change.metafields]
            aliases[f"set{n}"] = change.subject
    text = f"mutation OrdersWrite({', '.join(declared)}) {{\n  " + "\n  ".join(body) + "\n}"
    return text, variables, aliases


def _metafield(gid: str, key: str, value: str) -> dict[str, str]:
    return {"ownerId": gid, "namespace": NAMESPACE, "key": key, "type": FIELDS[key][1], "value": value}
