"""Codes of a discount: listing them, adding and deleting many at once.

What is wrong with a deletion is recorded; words about codes that are added follow discountCodeBasicCreate.
"""

from collections.abc import Callable
from typing import Any

from sandbox.api_errors import InputTooLarge
from sandbox.clock import utc_text
from sandbox.connection import Listing
from sandbox.context import Context
from sandbox.discount import Discount
from sandbox.discounts import find_discount
from sandbox.ids import gid, parse_gid
from sandbox.redeem_code import BulkCreation, CodeImport, RedeemCode
from sandbox.redeem_code_bulk import TAKEN, begin, remove
from sandbox.resolvers import Resolver
from sandbox.resolvers.discount_shown import code_node
from sandbox.resolvers.gids import number_of
from sandbox.search import at_number, equals, search

_AT_ONCE = 250
_FILTERS = {"code": equals(lambda c: c.code), "id": at_number(lambda c: c.id)}


def _codes(shown: dict[str, Any], args: dict[str, Any], _: Context) -> Listing:
    fits = search(args.get("query"), _FILTERS)
    return Listing([code for code in shown["codes"] if fits(code)], sort=lambda code: code.id)


def _add(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    codes = [row["code"] for row in args["codes"]]
    if len(codes) > _AT_ONCE:
        raise InputTooLarge(len(codes), _AT_ONCE)
    discount = _discount(args["discountId"], ctx)
    if discount is None:
        return {"bulkCreation": None, "userErrors": [_missing()]}
    if not codes or not all(code.strip() for code in codes):
        return {"bulkCreation": None, "userErrors": [_error(["codes"], "Codes can't be blank", "BLANK")]}
    return {"bulkCreation": begin(ctx.world, ctx.store, discount, codes, ctx.now), "userErrors": []}


def _delete(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    discount = _discount(args["discountId"], ctx)
    errors = _wrong_choice(args, discount)
    if errors or discount is None:
        return {"job": None, "userErrors": errors}
    remove(ctx.world, ctx.store, discount, _chosen(args))
    return {"job": {"id": gid("Job", ctx.world.ids.take("Job")), "done": True}, "userErrors": []}


def _wrong_choice(args: dict[str, Any], discount: Discount | None) -> list[dict[str, Any]]:
    given = [name for name in ("ids", "search", "savedSearchId") if args.get(name) is not None]
    if not given:
        message = "Missing expected argument key: 'ids', 'search' or 'saved_search_id'."
        return [_error(None, message, "MISSING_ARGUMENT")]
    if len(given) > 1:
        message = "Only one of 'ids', 'search' or 'saved_search_id' is allowed."
        return [_error(None, message, "TOO_MANY_ARGUMENTS")]
    if discount is None:
        return [_missing()]
    if given == ["ids"] and not args["ids"]:
        return [_error(None, "Something went wrong, please try again.", None)]
    if given == ["search"] and not args["search"].strip():
        return [_error(["search"], "'Search' can't be blank.", "BLANK")]
    if given == ["savedSearchId"]:
        return [_error(["savedSearchId"], "Invalid 'saved_search_id'.", "INVALID")]
    return []


def _chosen(args: dict[str, Any]) -> Callable[[RedeemCode], bool]:
    if args.get("search"):
        return search(args["search"], _FILTERS)
    numbers = {number_of(text, "DiscountRedeemCode") for text in args["ids"]}
    return lambda code: code.id in numbers


def _creation(_: None, args: dict[str, Any], ctx: Context) -> BulkCreation | None:
    return _by_number(ctx, number_of(args["id"], "DiscountRedeemCodeBulkCreation"))


def _by_number(ctx: Context, number: int) -> BulkCreation | None:
    return ctx.store.code_creations.get(number)


def _discount(text: str, ctx: Context) -> Discount | None:
    parsed = parse_gid(text)
    return find_discount(ctx.store, parsed[1], "code") if parsed else None


def _missing() -> dict[str, Any]:
    return _error(["discountId"], "Code discount does not exist.", "INVALID")


def _error(field: list[str] | None, message: str, code: str | None) -> dict[str, Any]:
    return {"field": field, "message": message, "code": code, "extraInfo": None}


def _import_errors(row: CodeImport, _: dict[str, Any], __: Context) -> list[dict[str, Any]]:
    if row.error is None:
        return []
    return [_error(["code"], row.error, "TAKEN" if row.error == TAKEN else "INVALID")]


def _discount_of(creation: BulkCreation, _: dict[str, Any], ctx: Context) -> dict[str, Any] | None:
    found = find_discount(ctx.store, creation.discount_id, "code")
    return code_node(found, ctx) if found else None


_LISTED: dict[str, Resolver] = {"codes": _codes}

FIELDS: dict[str, dict[str, Resolver]] = {
    "DiscountCodeBasic": _LISTED,
    "DiscountCodeBxgy": _LISTED,
    "DiscountCodeFreeShipping": _LISTED,
    "DiscountRedeemCode": {
        "id": lambda code, _, __: gid("DiscountRedeemCode", code.id),
        "code": lambda code, _, __: code.code,
        "asyncUsageCount": lambda code, _, __: code.used,
        "createdBy": lambda *_: None,
    },
    "DiscountRedeemCodeBulkCreation": {
        "id": lambda c, _, __: gid("DiscountRedeemCodeBulkCreation", c.id),
        "createdAt": lambda c, _, __: utc_text(c.created_at),
        "done": lambda c, _, __: c.done,
        "codesCount": lambda c, _, __: len(c.imports),
        "importedCount": lambda c, _, __: sum(1 for row in c.imports if row.made),
        "failedCount": lambda c, _, __: sum(1 for row in c.imports if row.error),
        "codes": lambda c, _, __: list(c.imports),
        "discountCode": _discount_of,
    },
    "DiscountRedeemCodeBulkCreationCode": {
        "code": lambda row, _, __: row.code,
        "discountRedeemCode": lambda row, _, __: row.made,
        "errors": _import_errors,
    },
}

ROOTS: dict[str, Resolver] = {
    "discountRedeemCodeBulkAdd": _add,
    "discountCodeRedeemCodeBulkDelete": _delete,
    "discountRedeemCodeBulkCreation": _creation,
}
NODES = {"DiscountRedeemCodeBulkCreation": _by_number}
TYPENAMES = {BulkCreation: "DiscountRedeemCodeBulkCreation"}
