"""Edits: lines that come in, units that go out. Nothing is paid or paid back by an edit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from sandbox.agreements import of_edit
from sandbox.ids import Ids
from sandbox.order import Edit, Line, Order
from sandbox.order_draft import LineDraft
from sandbox.refused import Refused


def edit(
    ids: Ids,
    order: Order,
    at: datetime,
    add: Sequence[LineDraft] = (),
    remove: Sequence[tuple[int, int]] = (),
    note: str = "",
) -> Order:
    """`remove` holds (line id, units to take out). Raises Refused as an edit session would."""
    if not add and not remove:
        raise Refused("There must be at least one change to be made.")
    if order.cancelled_at is not None:
        raise Refused("Cancelled orders can't be edited")
    edit_id = ids.take("OrderEdit")
    added = [_line(ids, order, draft, edit_id) for draft in add]
    record = Edit(
        edit_id, at, note, tuple((line.id, line.quantity) for line in added), tuple(_checked(order, remove))
    )
    out = dict(record.removals)
    kept = [replace(line, removed=line.removed + out.get(line.id, 0)) for line in order.lines]
    after = replace(order, lines=(*kept, *added), edits=(*order.edits, record), updated_at=at)
    return replace(after, agreements=(*order.agreements, of_edit(ids, order, after, record)))


def _line(ids: Ids, order: Order, draft: LineDraft, edit_id: int) -> Line:
    if draft.discount:
        raise Refused("Lines with a discount cannot be added by an edit here")
    taxed = next((line.tax_rate for line in order.lines if line.tax_rate), Decimal(0))
    return Line(
        id=ids.take("LineItem"),
        title=draft.title,
        price=draft.price,
        quantity=draft.quantity,
        product_id=draft.product_id,
        variant_id=draft.variant_id,
        sku=draft.sku,
        gift_card=draft.gift_card,
        tax_rate=Decimal(0) if draft.gift_card else taxed,
        edit_id=edit_id,
    )


def _checked(order: Order, remove: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    left = {line.id: line.current_quantity for line in order.lines}
    for line_id, count in remove:
        if line_id not in left:
            raise Refused(f"The order has no line {line_id}")
        if not 1 <= count <= left[line_id]:
            raise Refused(f"Of line {line_id} {left[line_id]} units are left, not {count}")
    if len({line_id for line_id, _ in remove}) != len(remove):
        raise Refused("A line may be named once")
    return remove
