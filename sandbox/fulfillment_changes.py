"""What happens to the fulfillment orders of an order: opened, held, released, due, shipped, and kept in line
with the order itself when it is edited, refunded or cancelled.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sandbox.fulfillment import Fulfillment, FulfillmentOrder, FulfillmentRow, Hold
from sandbox.fulfillment_units import find, open_lines, open_units, put, to_pack
from sandbox.ids import Ids
from sandbox.order import Order
from sandbox.refused import Refused


def opened(ids: Ids, order: Order, at: datetime) -> Order:
    """One fulfillment order of all that is to be packed; none when there is nothing."""
    wanted = {line.id: units for line in order.lines if (units := to_pack(order, line))}
    if not wanted:
        return order
    return replace(order, fulfillment_orders=(*order.fulfillment_orders, _made(ids, wanted, at)))


def aligned(ids: Ids, order: Order, at: datetime) -> Order:
    """Units that came or went since. An order that was not routed yet has nothing to keep in line."""
    if not order.fulfillment_orders:
        return order
    after = order
    for line in order.lines:
        missing = to_pack(order, line) - open_units(after, line.id)
        if missing > 0:
            made = _made(ids, {line.id: missing}, at)
            after = replace(after, fulfillment_orders=(*after.fulfillment_orders, made))
        elif missing < 0:
            after = _without(after, line.id, -missing, at)
    return after


def held(
    ids: Ids, order: Order, number: int, hold: Hold, chosen: Mapping[int, int], at: datetime
) -> tuple[Order, FulfillmentOrder | None]:
    """The order, and the fulfillment order with the rest when only the chosen (row id: units) are held."""
    whole = find(order, number)
    stays = _stays(whole, chosen)
    kept = replace(whole, rows=stays, holds=(*whole.holds, hold), updated_at=at)
    after = put(order, kept)
    left = {row.line_id: row.remaining for row in whole.rows}
    for row in stays:
        left[row.line_id] -= row.remaining
    rest = {line_id: units for line_id, units in left.items() if units}
    if not rest:
        return after, None
    other = replace(_made(ids, rest, at), created_at=whole.created_at, due=whole.due)
    return replace(after, fulfillment_orders=(*after.fulfillment_orders, other)), other


def released(order: Order, number: int, hold_ids: Sequence[int] | None, at: datetime) -> Order:
    """Without ids all holds go."""
    found = find(order, number)
    holds = () if hold_ids is None else tuple(row for row in found.holds if row.id not in hold_ids)
    return put(order, replace(found, holds=holds, updated_at=at))


def due_by(order: Order, number: int, due: datetime, at: datetime) -> Order:
    return put(order, replace(find(order, number), due=due, updated_at=at))


def shipped(ids: Ids, order: Order, at: datetime, units: Mapping[int, int] | None = None) -> Order:
    """Sends a parcel of (line id: units), or of all that is open. What is held does not leave."""
    wanted = dict(units) if units is not None else open_lines(order)
    after, sent = order, []
    for line_id, count in wanted.items():
        before = open_lines(after).get(line_id, 0)
        if not 1 <= count <= before:
            raise Refused(f"Of line {line_id} {before} units can be fulfilled, not {count}")
        after = _packed(after, line_id, count, at)
        sent.append((line_id, count))
    if not sent:
        raise Refused("Nothing of the order can be fulfilled now")
    parcel = Fulfillment(ids.take("Fulfillment"), at, tuple(sent))
    return replace(after, fulfillments=(*after.fulfillments, parcel), updated_at=at)


def _made(ids: Ids, wanted: Mapping[int, int], at: datetime) -> FulfillmentOrder:
    rows = tuple(
        FulfillmentRow(ids.take("FulfillmentOrderLineItem"), line_id, units, units)
        for line_id, units in wanted.items()
    )
    return FulfillmentOrder(ids.take("FulfillmentOrder"), at, at, rows)


def _stays(whole: FulfillmentOrder, chosen: Mapping[int, int]) -> tuple[FulfillmentRow, ...]:
    if not chosen:
        return whole.rows
    return tuple(
        replace(row, total=chosen[row.id], remaining=chosen[row.id]) for row in whole.rows if row.id in chosen
    )


def _without(order: Order, line_id: int, count: int, at: datetime) -> Order:
    """Takes units away, from the newest fulfillment order first."""
    after = order
    for one in reversed(order.fulfillment_orders):
        rows = []
        for row in one.rows:
            gone = min(count, row.remaining) if row.line_id == line_id else 0
            count -= gone
            if row.total > gone:
                rows.append(replace(row, total=row.total - gone, remaining=row.remaining - gone))
        if tuple(rows) != one.rows:
            after = put(after, replace(one, rows=tuple(rows), updated_at=at))
    return after


def _packed(order: Order, line_id: int, count: int, at: datetime) -> Order:
    after = order
    for one in order.fulfillment_orders:
        rows = []
        for row in one.rows if one.status == "OPEN" else ():
            gone = min(count, row.remaining) if row.line_id == line_id else 0
            count -= gone
            rows.append(replace(row, remaining=row.remaining - gone))
        if rows and tuple(rows) != one.rows:
            after = put(after, replace(one, rows=tuple(rows), updated_at=at))
    return after
