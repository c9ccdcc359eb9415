"""Writing what a customer carries: one request for several customers, tags by adding and removing only.

`customerUpdate(tags:)` would overwrite the merchant's own tags. The document is composed, because a
request for n customers has n aliased mutations; tests validate it against the schema for every n.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.platform.calls import ShopCalls
from app.rules.customer_state import CustomerState
from app.rules.writebacks import NAMESPACE, STATUS_KEY, TIER_KEY

AT_ONCE = 12
"""25 metafields fit in one call, two for each customer."""


@dataclass(frozen=True, slots=True)
class CustomerWrite:
    """What to change for one customer of the store. `subject` is the caller's own key."""

    subject: str
    gid: str
    add: tuple[str, ...]
    remove: tuple[str, ...]
    set_tier: str | None
    set_status: str | None
    clear: bool
    """Whatever of the two metafields is not set goes."""

    def __bool__(self) -> bool:
        return bool(
            self.add or self.remove or self.set_tier is not None or self.set_status is not None or self.clear
        )


@dataclass(slots=True)
class Written:
    """The outcome by subject: `refused` holds the platform's words, the others were written."""

    refused: dict[str, str] = field(default_factory=dict)
    again: set[str] = field(default_factory=set)
    """Untouched because another customer of the same call was refused."""


def difference(
    subject: str, platform_id: int, wanted: CustomerState, written: str, our_tags: Sequence[str]
) -> CustomerWrite:
    """What must change, given what we last wrote (JSON, empty when that is unknown)."""
    held = json.loads(written) if written else None
    tags = list(wanted.tags)
    if held is None:
        add, remove = tags, [tag for tag in our_tags if tag not in tags]
    else:
        add = [tag for tag in tags if tag not in held["tags"]]
        remove = [tag for tag in held["tags"] if tag not in tags]
    before = held or {"tier": None, "status": None}
    now = {"tier": wanted.tier, "status": wanted.status}
    return CustomerWrite(
        subject=subject,
        gid=f"gid://shopify/Customer/{platform_id}",
        add=tuple(add),
        remove=tuple(remove),
        set_tier=wanted.tier if wanted.tier is not None and wanted.tier != before["tier"] else None,
        set_status=wanted.status if wanted.status is not None and wanted.status != before["status"] else None,
        clear=any(now[key] is None and (held is None or held[key] is not None) for key in now),
    )


def write(calls: ShopCalls, changes: Sequence[CustomerWrite], *, can_wait: bool = False) -> Written:
    """Sends the changes of up to AT_ONCE customers as one request. Raises PlatformError."""
    text, variables, aliases = compose(changes)
    answer = calls.run(text, variables, can_wait=can_wait)
    outcome = Written()
    for alias, subject in aliases.items():
        errors = (answer.data.get(alias) or {}).get("userErrors") or []
        if errors:
            outcome.refused[subject] = str(errors[0].get("message"))
        elif answer.data.get(alias) is None:
            outcome.again.add(subject)
    for alias in ("set", "clear"):
        metafield_errors(answer.data.get(alias), variables.get(alias, []), changes, outcome)
    return outcome


def compose(changes: Sequence[CustomerWrite]) -> tuple[str, dict[str, Any], dict[str, str]]:
    """The document, its variables, and which alias speaks of which subject."""
    declared, body, variables, aliases = [], [], dict[str, Any](), dict[str, str]()
    to_set: list[dict[str, str]] = []
    to_clear: list[dict[str, str]] = []
    for n, change in enumerate(changes):
        for verb, tags in (("add", change.add), ("remove", change.remove)):
            if tags:
                declared.append(f"$id_{verb}{n}: ID!, $tags_{verb}{n}: [String!]!")
                field_name = "tagsAdd" if verb == "add" else "tagsRemove"
                body.append(
                    f"{verb}{n}: {field_name}(id: $id_{verb}{n}, tags: $tags_{verb}{n}) "
                    "{ userErrors { field message } }"
                )
                variables |= {f"id_{verb}{n}": change.gid, f"tags_{verb}{n}": list(tags)}
                aliases[f"{verb}{n}"] = change.subject
        to_set += fields_to_set(change)
        to_clear += fields_to_clear(change)
    if to_set:
        declared.append("$set: [MetafieldsSetInput!]!")
        body.append("set: metafieldsSet(metafields: $set) { userErrors { code elementIndex field message } }")
        variables["set"] = to_set
    if to_clear:
        declared.append("$clear: [MetafieldIdentifierInput!]!")
        body.append("clear: metafieldsDelete(metafields: $clear) { userErrors { field message } }")
        variables["clear"] = to_clear
    text = f"mutation CustomersWrite({', '.join(declared)}) {{\n  " + "\n  ".join(body) + "\n}"
    return text, variables, aliases


def fields_to_set(change: CustomerWrite) -> list[dict[str, str]]:
    """Its part of `metafieldsSet`."""
    owner, fields = {"ownerId": change.gid, "namespace": NAMESPACE}, []
    if change.set_tier is not None:
        fields.append(owner | {"key": TIER_KEY, "type": "single_line_text_field", "value": change.set_tier})
    if change.set_status is not None:
        fields.append(owner | {"key": STATUS_KEY, "type": "json", "value": change.set_status})
    return fields


def fields_to_clear(change: CustomerWrite) -> list[dict[str, str]]:
    """Its part of `metafieldsDelete`."""
    owner = {"ownerId": change.gid, "namespace": NAMESPACE}
    fields = {TIER_KEY: change.set_tier, STATUS_KEY: change.set_status}
    return [owner | {"key": key} for key in fields if fields[key] is None] if change.clear else []


def metafield_errors(
    payload: dict[str, Any] | None,
    sent: list[dict[str, str]],
    changes: Sequence[CustomerWrite],
    outcome: Written,
) -> None:
    """metafieldsSet is all or nothing: who is named was refused, the others go again."""
    errors = (payload or {}).get("userErrors") or []
    if not errors:
        return
    named = {_index(error) for error in errors}
    blamed = {
        sent[index]["ownerId"]: str(errors[0].get("message"))
        for index in named
        if index is not None and index < len(sent)
    }
    owners = {each["ownerId"] for each in sent}
    for change in changes:
        if change.gid in blamed:
            outcome.refused.setdefault(change.subject, blamed[change.gid])
        elif change.gid in owners:
            outcome.again.add(change.subject)
    if not blamed:
        for change in changes:
            if change.gid in owners:
                outcome.refused.setdefault(change.subject, str(errors[0].get("message")))


def _index(error: dict[str, Any]) -> int | None:
    if isinstance(error.get("elementIndex"), int):
        return int(error["elementIndex"])
    numbers = [part for part in error.get("field") or [] if str(part).isdigit()]
    return int(numbers[0]) if numbers else None
