"""Cart and checkout validations: reading, making, changing, deleting."""

from dataclasses import replace
from typing import Any

from sandbox.clock import utc_text
from sandbox.connection import Listing
from sandbox.context import Context
from sandbox.function import functions_of_the_app
from sandbox.ids import gid
from sandbox.metafields import drop_metafields
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import number_of, user_error
from sandbox.resolvers.metafield_setting import metafields_set
from sandbox.resolvers.shopify_function import deployed
from sandbox.validation import MOST_ACTIVE, Validation

_API_TYPE = "cart_checkout_validation"


def validation(_: None, args: dict[str, Any], ctx: Context) -> Validation | None:
    return _found(args, ctx)


def validations(_: None, __: dict[str, Any], ctx: Context) -> Listing:
    return Listing(list(ctx.store.validations.values()), sort=lambda v: v.id)


def validation_create(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    asked = args["validation"]
    handle = _handle(asked, ctx)
    if isinstance(handle, dict):
        return _refused(handle)
    function = functions_of_the_app()[handle]
    made = Validation(
        id=ctx.world.ids.take("Validation"),
        title=asked.get("title") or function.title,
        function=handle,
        enabled=asked["enable"],
        block_on_failure=asked["blockOnFailure"],
    )
    return _kept(made, asked, ctx)


def validation_update(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    """What is left out of `enable` and `blockOnFailure` becomes false (recorded)."""
    asked, before = args["validation"], _found(args, ctx)
    if before is None:
        return _refused(_missing())
    changed = replace(
        before,
        title=asked.get("title") or before.title,
        enabled=asked["enable"],
        block_on_failure=asked["blockOnFailure"],
    )
    return _kept(changed, asked, ctx)


def validation_delete(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    found = _found(args, ctx)
    if found is None:
        return {"deletedId": None, "userErrors": [_missing()]}
    del ctx.store.validations[found.id]
    drop_metafields(ctx.store, gid("Validation", found.id))
    return {"deletedId": gid("Validation", found.id), "userErrors": []}


def _found(args: dict[str, Any], ctx: Context) -> Validation | None:
    return ctx.store.validations.get(number_of(args["id"], "Validation"))


def _handle(asked: dict[str, Any], ctx: Context) -> str | dict[str, Any]:
    """The Function's handle, or why there is none. The codes are the schema's, the words assumed."""
    handle, number = asked.get("functionHandle"), asked.get("functionId")
    if handle is None and number is None:
        message = "Either function_id or function_handle must be provided."
        return _error(["validation", "functionHandle"], message, "MISSING_FUNCTION_IDENTIFIER")
    if handle is not None and number is not None:
        message = "Only one of function_id or function_handle can be provided, not both."
        return _error(["validation"], message, "MULTIPLE_FUNCTION_IDENTIFIERS")
    field = ["validation", "functionHandle" if handle is not None else "functionId"]
    found = next((f for f in deployed(ctx) if handle == f.handle or number == f.id), None)
    if found is None:
        return _error(field, "Function not found.", "FUNCTION_NOT_FOUND")
    if found.api_type != _API_TYPE:
        message = "Function does not implement the required interface for this cart & checkout validation."
        return _error(field, message, "FUNCTION_DOES_NOT_IMPLEMENT")
    return found.handle


def _kept(record: Validation, asked: dict[str, Any], ctx: Context) -> dict[str, Any]:
    """All or nothing: a bad metafield, and the validation stays as it was."""
    others = [v for v in ctx.store.validations.values() if v.enabled and v.id != record.id]
    if record.enabled and len(others) >= MOST_ACTIVE:
        message = f"Cannot have more than {MOST_ACTIVE} active validation functions."
        return _refused(_error([], message, "MAX_VALIDATIONS_ACTIVATED"))
    before = ctx.store.validations.get(record.id)
    ctx.store.validations[record.id] = record
    entries = [{**entry, "ownerId": gid("Validation", record.id)} for entry in asked["metafields"]]
    errors = metafields_set(None, {"metafields": entries}, ctx)["userErrors"]
    if not errors:
        return {"validation": record, "userErrors": []}
    if before is None:
        del ctx.store.validations[record.id]
    else:
        ctx.store.validations[record.id] = before
    return {"validation": None, "userErrors": [_of_metafield(error) for error in errors]}


def _of_metafield(error: dict[str, Any]) -> dict[str, Any]:
    return _error(["validation", *error["field"]], error["message"], error["code"])


def _refused(error: dict[str, Any]) -> dict[str, Any]:
    return {"validation": None, "userErrors": [error]}


def _missing() -> dict[str, Any]:
    return _error(["id"], "Extension not found.", "NOT_FOUND")


def _error(field: list[str], message: str, code: str) -> dict[str, Any]:
    return user_error(field, message, code=code)


def _error_history(record: Validation, *_: Any) -> dict[str, Any] | None:
    if record.failing_since is None:
        return None
    at = utc_text(record.failing_since)
    return {
        "errorsFirstOccurredAt": at,
        "firstOccurredAt": at,
        "hasBeenSharedSinceLastError": False,
        "hasSharedRecentErrors": False,
    }


FIELDS: dict[str, dict[str, Resolver]] = {
    "Validation": {
        "id": lambda v, _, __: gid("Validation", v.id),
        "title": lambda v, _, __: v.title,
        "enabled": lambda v, _, __: v.enabled,
        "blockOnFailure": lambda v, _, __: v.block_on_failure,
        "shopifyFunction": lambda v, _, __: functions_of_the_app()[v.function],
        "errorHistory": _error_history,
    },
}

ROOTS: dict[str, Resolver] = {
    "validation": validation,
    "validations": validations,
    "validationCreate": validation_create,
    "validationUpdate": validation_update,
    "validationDelete": validation_delete,
}

NODES = {"Validation": lambda ctx, number: ctx.store.validations.get(number)}
TYPENAMES = {Validation: "Validation"}
