"""Runs a validated document on a store, field by field, by the resolvers' tables."""

import logging
from collections.abc import Sequence
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLAbstractType,
    GraphQLError,
    GraphQLObjectType,
    GraphQLResolveInfo,
    execute_sync,
    get_named_type,
)

from sandbox.access import check_access
from sandbox.admin_schema import admin_schema
from sandbox.api_errors import NotSupported
from sandbox.connection import Listing, page
from sandbox.context import Context
from sandbox.idempotency import with_key
from sandbox.resolvers.tables import FIELDS, ROOTS, TYPENAMES

_log = logging.getLogger("sandbox")


def run_document(
    document: DocumentNode, variables: dict[str, Any], operation_name: str | None, ctx: Context
) -> ExecutionResult:
    result = execute_sync(
        admin_schema(),
        document,
        context_value=ctx,
        variable_values=variables,
        operation_name=operation_name,
        field_resolver=_resolve,
        type_resolver=_type_name,
    )
    for error in result.errors or ():
        if not isinstance(error.original_error, GraphQLError | None):
            # A fault of the sandbox itself: the answer says INTERNAL_SERVER_ERROR, the terminal says why.
            _log.error("%s failed", error.path, exc_info=error.original_error)
    return result


def _resolve(source: Any, info: GraphQLResolveInfo[Context], **args: Any) -> Any:
    ctx = info.context
    check_access(info.parent_type.name, info.field_name, info.return_type, ctx.scopes)
    value = _value(source, info, args, ctx)
    if isinstance(value, Listing | list) and _is_connection(info):
        if ctx.bulk is not None:
            root = str(info.path.key) if info.path.prev is None else None
            return ctx.bulk.connection(value, args, root)
        return page(value, args)
    return value


def _value(source: Any, info: GraphQLResolveInfo[Context], args: dict[str, Any], ctx: Context) -> Any:
    is_root = info.path.prev is None
    table = ROOTS if is_root else FIELDS.get(info.parent_type.name, {})
    resolver = table.get(info.field_name)
    if resolver is not None:
        return resolver(source, args, with_key(ctx, info) if is_root else ctx)
    if isinstance(source, dict) and info.field_name in source:
        return source[info.field_name]
    raise NotSupported(f"{info.parent_type.name}.{info.field_name}")


def _is_connection(info: GraphQLResolveInfo[Context]) -> bool:
    named = get_named_type(info.return_type)
    return isinstance(named, GraphQLObjectType) and named.name.endswith("Connection")


def _type_name(value: Any, info: GraphQLResolveInfo[Context], abstract: GraphQLAbstractType) -> str:
    if isinstance(value, dict) and "__typename" in value:
        return str(value["__typename"])
    name = TYPENAMES.get(type(value))
    if name is None:
        raise NotSupported(f"{abstract.name} of {type(value).__name__} at {_dotted(info.path.as_list())}")
    return name


def _dotted(path: Sequence[str | int]) -> str:
    return ".".join(str(step) for step in path)
