"""Recorded ids in the sandbox's words, and answers without what differs by nature."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

_GID = re.compile(r"gid://shopify/([A-Za-z]+)/([0-9a-f-]+)")
_ORDER_NAME = re.compile(r"#\d+\Z")
# What differs from one store and one moment to the next.
_VOLATILE = {
    "createdAt",
    "updatedAt",
    "creationDate",
    "lastEditDate",
    "completedAt",
    "processedAt",
    "deactivatedAt",
    "compareDigest",
    "cursor",
    "startCursor",
    "endCursor",
}


@dataclass
class Translation:
    """Recorded ids and the sandbox's ids for the same things, learned from answers that match."""

    ids: dict[str, str] = field(default_factory=dict)

    def of(self, value: Any) -> Any:
        """The value with every known id, and every known cursor, put in the sandbox's words."""
        if isinstance(value, dict):
            return {key: self.of(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.of(inner) for inner in value]
        if isinstance(value, str):
            return self.ids.get(value) or _GID.sub(lambda m: self.ids.get(m[0], m[0]), value)
        return value

    def learn(self, recorded: Any, answered: Any) -> None:
        if isinstance(recorded, dict) and isinstance(answered, dict):
            for key in recorded.keys() & answered.keys():
                if key.lower().endswith("cursor") and recorded[key] and answered[key]:
                    self.ids[recorded[key]] = answered[key]
                self.learn(recorded[key], answered[key])
        elif isinstance(recorded, list) and isinstance(answered, list):
            for left, right in zip(recorded, answered, strict=False):
                self.learn(left, right)
        elif isinstance(recorded, str) and isinstance(answered, str):
            left, right = _GID.fullmatch(recorded), _GID.fullmatch(answered)
            if left and right and left[1] == right[1]:
                self.ids[recorded] = answered


def unknown_ids(variables: Any, known: Translation) -> set[str]:
    return {m[0] for m in _GID.finditer(json.dumps(variables)) if m[0] not in known.ids}


def normal(value: Any) -> Any:
    """Without costs, moments, cursors and numbers of orders, and with lists of allowed values cut short."""
    if isinstance(value, dict):
        return {
            key: "…" if key in _VOLATILE and inner is not None else normal(inner)
            for key, inner in value.items()
            if key != "cost"
        }
    if isinstance(value, list):
        return [normal(entry) for entry in value]
    if isinstance(value, str):
        return _ORDER_NAME.sub("#…", re.sub(r"(to be one of: ).*", r"\1…", value))
    return value
