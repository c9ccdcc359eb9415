"""refundCreate: carried out once under its key; the answer is made anew from what is there now."""

from typing import Any

from sandbox import orders
from sandbox.access import check_scope
from sandbox.context import Context
from sandbox.customers import Change
from sandbox.idempotency import made_before, remember
from sandbox.order import Order
from sandbox.refund_input import refund_ask
from sandbox.refused import Refused
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import number_of, user_error
from sandbox.resolvers.order_bag import RefundOf
from sandbox.resolvers.refund import find_refund

_NAME = "refundCreate"


def refund_create(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    check_scope(_NAME, "write_orders", ctx.scopes)
    made = made_before(_NAME, args, ctx)
    if made is not None:
        return _answer(find_refund(ctx, made))
    order: Order | None = ctx.store.orders.get(number_of(args["input"]["orderId"], "Order"))
    if order is None:
        return _refused(None, ["orderId"], "Order does not exist")
    try:
        ask = refund_ask(order, args["input"], ctx)
        after = orders.refund(ctx.world, ctx.store, Change(ctx.now), order.id, ask)
    except Refused as refused:
        return _refused(order, None, str(refused))
    remember(_NAME, args, after.refunds[-1].id, ctx)
    return _answer(RefundOf(after, after.refunds[-1]))


def _answer(found: RefundOf | None) -> dict[str, Any]:
    return {"refund": found, "order": found.order if found else None, "userErrors": []}


def _refused(order: Order | None, field: list[str] | None, message: str) -> dict[str, Any]:
    """The order is shown beside the error (recorded)."""
    return {"refund": None, "order": order, "userErrors": [user_error(field, message)]}


ROOTS: dict[str, Resolver] = {_NAME: refund_create}
