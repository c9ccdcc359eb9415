"""What we make in a store, by kind: how each is taken away again, and which of them still stand.

Creating has no idempotency key at the platform, so before a second try an object is looked up by its name,
title or code.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.errors import UserErrors
from app.models import PlatformObject
from app.models.platform_object import DEFINITION, DISCOUNT, SEGMENT, STOREFRONT, VALIDATION
from app.platform.calls import ShopCalls


@dataclass(frozen=True, slots=True)
class Made:
    """What stands in the store now, for the row of `platform_object`."""

    kind: str
    key: str
    platform_id: str
    hash: str
    link: str = ""
    """The link that applies it, where it is a code."""
    asked_at: datetime | None = None
    """When it was asked for, where it was made just now."""


def retire(calls: ShopCalls, row: PlatformObject) -> None:
    """Takes it out of the store; what is gone already is fine. Raises PlatformError."""
    if not row.platform_id:
        return
    name, root = RETIRED[row.kind](row)
    try:
        calls.named(name, {"id": row.platform_id}).root(root)
    except UserErrors as refused:
        if not is_gone(refused):
            raise


def _discount(row: PlatformObject) -> tuple[str, str]:
    by_code = "DiscountCodeNode" in row.platform_id
    return (
        ("code_delete", "discountCodeDelete") if by_code else ("automatic_delete", "discountAutomaticDelete")
    )


RETIRED: dict[str, Callable[[PlatformObject], tuple[str, str]]] = {
    DISCOUNT: _discount,
    VALIDATION: lambda _: ("validation_delete", "validationDelete"),
    STOREFRONT: lambda _: ("storefront_delete", "metafieldsDelete"),
    SEGMENT: lambda _: ("segment_delete", "segmentDelete"),
    DEFINITION: lambda _: ("definition_delete", "metafieldDefinitionDelete"),
}
"""The document that deletes an object of each kind, and its root field, in the order in which a store is
cleaned: what costs money first. A definition takes all its metafields along."""


def quoted(text: str) -> str:
    """As a value of the platform's search."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def is_gone(refused: UserErrors) -> bool:
    words = str(refused).lower()
    return any(each in words for each in ("does not exist", "not found", "no longer exists"))
