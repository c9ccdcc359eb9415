"""Making, changing, starting, ending and deleting discounts."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sandbox.context import Context
from sandbox.discount import Discount
from sandbox.discount_input import Reading, read
from sandbox.discounts import TOO_MANY, activated, deactivated, delete, find_discount, keep, too_many
from sandbox.ids import parse_gid
from sandbox.resolvers import Resolver
from sandbox.resolvers.discount_shown import automatic_node, code_node

# method -> (gid kind, field of the payload that holds the node, how it is shown)
_NODES: dict[str, tuple[str, str, Callable[[Discount, Context], dict[str, Any]]]] = {
    "automatic": ("DiscountAutomaticNode", "automaticDiscountNode", automatic_node),
    "code": ("DiscountCodeNode", "codeDiscountNode", code_node),
}


def _create(method: str, effect: str, argument: str) -> Resolver:
    def resolve(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
        blank = Discount(0, method, effect, "", ctx.now, ctx.now, ctx.now)
        reading = Reading(ctx.store, argument, blank, is_new=True, now=ctx.now)
        record = read(reading, args[argument])
        if record is None:
            return _refused(method, reading.errors)
        codes = tuple(replace(c, id=ctx.world.ids.take("DiscountRedeemCode")) for c in record.codes)
        # Automatic and code nodes share one row of ids, as they do at the platform.
        made = replace(record, id=ctx.world.ids.take("Discount"), codes=codes)
        return _done(method, keep(ctx.world, ctx.store, made), ctx)

    return resolve


def _update(method: str, effect: str, argument: str) -> Resolver:
    def resolve(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
        before = _found(method, args["id"], ctx)
        if before is None or before.effect != effect:
            return _refused(method, [_missing(method, "id")])
        reading = Reading(ctx.store, argument, before, is_new=False, now=ctx.now)
        record = read(reading, args[argument])
        if record is None:
            return _refused(method, reading.errors)
        return _done(method, keep(ctx.world, ctx.store, replace(record, updated_at=ctx.now)), ctx)

    return resolve


def _activate(method: str) -> Resolver:
    def resolve(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
        found = _found(method, args["id"], ctx)
        if found is None:
            return _refused(method, [_missing(method, "id")])
        after = activated(ctx.world, found)
        if too_many(ctx.store, after, ctx.now):
            return _refused(method, [_error(["id"], TOO_MANY, "ACTIVE_PERIOD_OVERLAP")])
        return _done(method, keep(ctx.world, ctx.store, after), ctx)

    return resolve


def _deactivate(method: str) -> Resolver:
    def resolve(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
        found = _found(method, args["id"], ctx)
        if found is None:
            return _refused(method, [_missing(method, "id")])
        return _done(method, keep(ctx.world, ctx.store, deactivated(ctx.world, found)), ctx)

    return resolve


def _delete(method: str, field: str) -> Resolver:
    def resolve(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
        found = _found(method, args["id"], ctx)
        if found is None:
            return {field: None, "userErrors": [_missing(method, "id")]}
        delete(ctx.world, ctx.store, found)
        return {field: args["id"], "userErrors": []}

    return resolve


def _found(method: str, text: str, ctx: Context) -> Discount | None:
    parsed = parse_gid(text)
    if parsed is None or parsed[0] not in (_NODES[method][0], "DiscountNode"):
        return None
    return find_discount(ctx.store, parsed[1], method)


def _done(method: str, discount: Discount, ctx: Context) -> dict[str, Any]:
    _, field, show = _NODES[method]
    return {field: show(discount, ctx), "userErrors": []}


def _refused(method: str, errors: list[dict[str, Any]]) -> dict[str, Any]:
    return {_NODES[method][1]: None, "userErrors": errors}


def _missing(method: str, field: str) -> dict[str, Any]:
    return _error([field], f"{method.capitalize()} discount does not exist.", "INVALID")


def _error(field: list[str], message: str, code: str) -> dict[str, Any]:
    return {"field": field, "message": message, "code": code, "extraInfo": None}


ROOTS: dict[str, Resolver] = {
    "discountAutomaticBasicCreate": _create("automatic", "basic", "automaticBasicDiscount"),
    "discountAutomaticBasicUpdate": _update("automatic", "basic", "automaticBasicDiscount"),
    "discountAutomaticBxgyCreate": _create("automatic", "bxgy", "automaticBxgyDiscount"),
    "discountAutomaticBxgyUpdate": _update("automatic", "bxgy", "automaticBxgyDiscount"),
    "discountAutomaticFreeShippingCreate": _create(
        "automatic", "free_shipping", "freeShippingAutomaticDiscount"
    ),
    "discountAutomaticFreeShippingUpdate": _update(
        "automatic", "free_shipping", "freeShippingAutomaticDiscount"
    ),
    "discountAutomaticActivate": _activate("automatic"),
    "discountAutomaticDeactivate": _deactivate("automatic"),
    "discountAutomaticDelete": _delete("automatic", "deletedAutomaticDiscountId"),
    "discountCodeBasicCreate": _create("code", "basic", "basicCodeDiscount"),
    "discountCodeBasicUpdate": _update("code", "basic", "basicCodeDiscount"),
    "discountCodeBxgyCreate": _create("code", "bxgy", "bxgyCodeDiscount"),
    "discountCodeBxgyUpdate": _update("code", "bxgy", "bxgyCodeDiscount"),
    "discountCodeFreeShippingCreate": _create("code", "free_shipping", "freeShippingCodeDiscount"),
    "discountCodeFreeShippingUpdate": _update("code", "free_shipping", "freeShippingCodeDiscount"),
    "discountCodeActivate": _activate("code"),
    "discountCodeDeactivate": _deactivate("code"),
    "discountCodeDelete": _delete("code", "deletedCodeDiscountId"),
}
