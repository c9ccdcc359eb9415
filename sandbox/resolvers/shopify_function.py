"""The app's Functions, as far as they are deployed to this store."""

from typing import Any

from sandbox.connection import Listing
from sandbox.context import Context
from sandbox.function import Function, functions_of_the_app
from sandbox.ids import gid
from sandbox.metafields import APP_ID
from sandbox.resolvers import Resolver


def deployed(ctx: Context) -> list[Function]:
    return list(functions_of_the_app().values()) if ctx.store.functions_deployed else []


def shopify_functions(_: None, args: dict[str, Any], ctx: Context) -> Listing:
    kind = args.get("apiType")
    found = [function for function in deployed(ctx) if kind in (None, function.api_type)]
    return Listing(found, sort=lambda function: function.id)


def shopify_function(_: None, args: dict[str, Any], ctx: Context) -> Function | None:
    return next((function for function in deployed(ctx) if function.id == args["id"]), None)


def _app(*_: Any) -> dict[str, Any]:
    return {"__typename": "App", "id": gid("App", APP_ID), "handle": "laurel", "title": "Laurel"}


FIELDS: dict[str, dict[str, Resolver]] = {
    "ShopifyFunction": {
        "id": lambda function, _, __: function.id,
        "handle": lambda function, _, __: function.handle,
        "title": lambda function, _, __: function.title,
        "description": lambda function, _, __: function.description,
        "apiType": lambda function, _, __: function.api_type,
        "apiVersion": lambda function, _, __: function.api_version,
        "inputQuery": lambda function, _, __: function.input_query,
        "useCreationUi": lambda *_: False,
        "appKey": lambda _, __, ctx: ctx.world.app.client_id,
        "app": _app,
    },
}

ROOTS: dict[str, Resolver] = {"shopifyFunction": shopify_function, "shopifyFunctions": shopify_functions}
