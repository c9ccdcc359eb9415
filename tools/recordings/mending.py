"""Brings the document of an older version to 2026-10, where that changes nothing of what is compared.

Fields that became objects get a selection; refundCreate gets the key that 2026-04 began to ask for.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from graphql import (
    FieldNode,
    GraphQLError,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    is_composite_type,
    parse,
    visit,
)

from sandbox.admin_schema import admin_schema

_NEEDS_KEY = ("refundCreate",)


@lru_cache(maxsize=200)
def mended(document: str) -> str:
    try:
        tree = parse(document)
    except GraphQLError:
        return document
    types = TypeInfo(admin_schema())
    found = _Places(types)
    visit(tree, TypeInfoVisitor(types, found))
    return _with(document, found.insertions)


class _Places(Visitor):
    """Where something has to be put in: (offset, text)."""

    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self._types = types
        self.insertions: list[tuple[int, str]] = []

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        kind = self._types.get_type()
        composite = kind is not None and is_composite_type(get_named_type(kind))
        if node.loc is not None and composite and node.selection_set is None:
            self.insertions.append((node.loc.end, " { __typename }"))
        chosen = node.selection_set
        if node.name.value in _NEEDS_KEY and not node.directives and chosen and chosen.loc:
            key = f"recorded-{len(self.insertions)}"
            self.insertions.append((chosen.loc.start, f'@idempotent(key: "{key}") '))


def _with(text: str, insertions: Iterable[tuple[int, str]]) -> str:
    for at, new in sorted(insertions, reverse=True):
        text = f"{text[:at]}{new}{text[at:]}"
    return text
