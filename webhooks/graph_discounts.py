"""The discounts of an order as the Admin API shows them: at each share of a line or of the shipping.

They are read there and not from `Order.discountApplications`: a bulk query has no connection left for it.
"""

from collections.abc import Iterable

import msgspec

from app.rules.applied_discounts import AppliedDiscount, application, applied
from webhooks.graph_nodes import Bag, money

KINDS = {"AutomaticDiscountApplication": "automatic", "DiscountCodeApplication": "code"}


class ApplicationNode(msgspec.Struct, rename="camel"):
    index: int
    target_type: str
    kind: str = msgspec.field(name="__typename", default="")
    title: str | None = None
    code: str | None = None


class AllocationNode(msgspec.Struct, rename="camel"):
    allocated_amount_set: Bag
    discount_application: ApplicationNode | None = None
    """None in answers from before it was asked for."""


def discounts_of(allocations: Iterable[AllocationNode], currency: str) -> tuple[AppliedDiscount, ...]:
    told, shares = {}, []
    for each in allocations:
        node = each.discount_application
        if node is not None:
            shipping = node.target_type == "SHIPPING_LINE"
            told[node.index] = application(KINDS.get(node.kind), node.code or node.title, shipping=shipping)
        shares.append((node.index if node else None, money(each.allocated_amount_set, currency)))
    return applied(told, shares)
