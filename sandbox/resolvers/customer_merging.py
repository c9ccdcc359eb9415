"""customerMerge: which customer stays, and who cannot be merged. Rules and messages as recorded."""

from typing import Any

from sandbox.context import Context
from sandbox.customer_merge import NOTE_LIMIT, has_gift_cards, merge_customers
from sandbox.customers import Change, Customer
from sandbox.ids import gid
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import number_of, user_error
from sandbox.tag_list import TAGS_LIMIT, added

_SIDES = ("customerOneId", "customerTwoId")


def customer_merge(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    numbers = [number_of(args[side], "Customer") for side in _SIDES]
    errors = _unknown(numbers, ctx) or _blocked(numbers, ctx)
    if errors:
        return {"resultingCustomerId": None, "job": None, "userErrors": errors}
    one, two = (ctx.store.customers[number] for number in numbers)
    keep = _kept(one, two, args.get("overrideFields") or {})
    merge_customers(ctx.world, ctx.store, keep, two if keep is one else one, Change(ctx.now))
    job = {"id": gid("Job", ctx.world.ids.take("Job")), "done": False}
    return {"resultingCustomerId": gid("Customer", keep.id), "job": job, "userErrors": []}


def _unknown(numbers: list[int], ctx: Context) -> list[dict[str, Any]]:
    missing = {
        number: user_error([side], f"Customer does not exist with ID {number}", code="INVALID_CUSTOMER_ID")
        for side, number in reversed(list(zip(_SIDES, numbers, strict=True)))
        if number not in ctx.store.customers
    }
    return list(missing.values())


def _blocked(numbers: list[int], ctx: Context) -> list[dict[str, Any]]:
    if numbers[0] == numbers[1]:
        return [user_error(None, "Customers IDs should not match", code="INVALID_CUSTOMER_ID")]
    one, two = (ctx.store.customers[number] for number in numbers)
    if len(added(one.tags, two.tags)) > TAGS_LIMIT:
        message = f"Customers must have {TAGS_LIMIT} tags or less."
        return [user_error([side], message, code="INVALID_CUSTOMER") for side in _SIDES]
    if len(one.note or "") + len(two.note or "") > NOTE_LIMIT:
        message = f"Customer notes must be {NOTE_LIMIT:,} characters or less."
        return [user_error([side], message, code="INVALID_CUSTOMER") for side in _SIDES]
    whys = [(side, has_gift_cards(ctx.store, who)) for side, who in zip(_SIDES, (one, two), strict=True)]
    return [user_error([side], why, code="INVALID_CUSTOMER") for side, why in whys if why]


def _kept(one: Customer, two: Customer, override: dict[str, Any]) -> Customer:
    """Whose e-mail is kept stays; of equals it is the second."""
    wanted = override.get("customerIdOfEmailToKeep")
    if wanted is not None:
        return one if wanted == gid("Customer", one.id) else two
    return one if one.email and not two.email else two


ROOTS: dict[str, Resolver] = {"customerMerge": customer_merge}
