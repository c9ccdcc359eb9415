"""Namespaces and keys: how long they may be and what they may hold. Messages as recorded."""

import re
from dataclasses import dataclass

_LENGTHS = {"namespace": (3, 255), "key": (2, 64), "name": (1, 255)}
_RESERVED = {"shopify_standard", "protected", "shopify-l10n-fields"}


@dataclass(frozen=True)
class Fault:
    field: str
    message: str
    code: str | None


def length_faults(**named: str) -> list[Fault]:
    faults = []
    for field, text in named.items():
        shortest, longest = _LENGTHS[field]
        title = field.title()
        if len(text) < shortest:
            faults.append(
                Fault(field, f"{title} is too short (minimum is {shortest} characters)", "TOO_SHORT")
            )
        elif len(text) > longest:
            faults.append(Fault(field, f"{title} is too long (maximum is {longest} characters)", "TOO_LONG"))
    return faults


def character_faults(**named: str) -> list[Fault]:
    """Only definitions mind their characters; a loose metafield may have any (recorded)."""
    return [
        Fault(field, f"{field.title()} contains one or more invalid characters.", "INVALID_CHARACTER")
        for field, text in named.items()
        if not re.fullmatch(r"[A-Za-z0-9_-]+", text)
    ]


def reserved_faults(namespace: str) -> list[Fault]:
    if namespace not in _RESERVED:
        return []
    return [Fault("namespace", f"Namespace {namespace} is a reserved namespace", None)]
