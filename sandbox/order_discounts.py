"""Turns the discounts of a draft into applications, and into what each line and the shipping carry."""

from dataclasses import replace

from sandbox.amounts import shares, text
from sandbox.order import Allocation, DiscountApplication
from sandbox.order_draft import Applied, LineDraft, OrderDraft
from sandbox.refused import Refused

Given = tuple[tuple[DiscountApplication, ...], list[tuple[Allocation, ...]], tuple[Allocation, ...]]


def allocate(draft: OrderDraft, currency: str) -> Given:
    """(applications, allocations of each line, allocations of the shipping)"""
    applied = [*_on_lines(draft, currency), *draft.applied]
    if draft.discount_total:
        applied.append(_on_order(draft, applied, currency))
    lines = [
        tuple(
            Allocation(at, row.lines[index])
            for at, row in enumerate(applied)
            if index < len(row.lines) and row.lines[index]
        )
        for index in range(len(draft.lines))
    ]
    shipping = tuple(Allocation(at, row.shipping) for at, row in enumerate(applied) if row.shipping)
    for line, given in zip(draft.lines, lines, strict=True):
        if sum(a.amount for a in given) > line.price * line.quantity:
            raise Refused(f"The discounts on {line.title} are more than it costs")
    return tuple(row.application for row in applied), lines, shipping


def _on_lines(draft: OrderDraft, currency: str) -> list[Applied]:
    applied = []
    for index, line in enumerate(draft.lines):
        if line.discount:
            amounts = tuple(line.discount if at == index else 0 for at in range(len(draft.lines)))
            application = DiscountApplication(
                "manual", "Line discount", text(line.discount, currency), "fixed_amount"
            )
            explicit = replace(application, target_selection="explicit", allocation_method="each")
            applied.append(Applied(explicit, amounts))
    return applied


def _on_order(draft: OrderDraft, before: list[Applied], currency: str) -> Applied:
    """Across all lines by what they still cost. Gift cards are never discounted."""
    weights = [_discountable(line, at, before) for at, line in enumerate(draft.lines)]
    if draft.discount_total > sum(weights):
        raise Refused("The discount is more than the order's goods cost")
    application = DiscountApplication("manual", "Order discount", text(draft.discount_total, currency))
    return Applied(application, tuple(shares(draft.discount_total, weights)))


def _discountable(line: LineDraft, at: int, before: list[Applied]) -> int:
    if line.gift_card:
        return 0
    return line.price * line.quantity - sum(row.lines[at] for row in before if at < len(row.lines))
