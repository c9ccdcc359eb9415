"""The @idempotent directive: a key under which a mutation is carried out once in 24 hours.

That it is needed, its error and the retention are documented (shopify.dev: implementing idempotency; the
words of the missing directive as other apps met them); nobody recorded them here, so they are assumed.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from graphql import GraphQLError, GraphQLResolveInfo, get_directive_values

from sandbox.admin_schema import admin_schema
from sandbox.api_errors import BadRequest
from sandbox.context import Context

_KEPT = timedelta(hours=24)


@dataclass(frozen=True)
class KeptAnswer:
    fingerprint: str  # of the arguments
    made: int  # id of what the first request made
    at: datetime


class KeyParameterMismatch(GraphQLError):
    def __init__(self) -> None:
        super().__init__(
            "The same idempotency key cannot be used with different operation parameters.",
            extensions={"code": "IDEMPOTENCY_KEY_PARAMETER_MISMATCH"},
        )


def with_key(ctx: Context, info: GraphQLResolveInfo[Context]) -> Context:
    """The context of a root field, with the key its directive gives."""
    directive = admin_schema().get_directive("idempotent")
    assert directive is not None
    given = get_directive_values(directive, info.field_nodes[0], info.variable_values)
    return replace(ctx, idempotency_key=str(given["key"])) if given else ctx


def made_before(mutation: str, args: dict[str, Any], ctx: Context) -> int | None:
    """What the same request made under this key. Raises for a missing key and for another request's key."""
    if ctx.idempotency_key is None:
        raise BadRequest("The @idempotent directive is required for this mutation but was not provided.")
    kept = ctx.store.idempotent_answers.get((mutation, ctx.idempotency_key))
    if kept is None or ctx.now - kept.at >= _KEPT:
        return None
    if kept.fingerprint != _fingerprint(args):
        raise KeyParameterMismatch
    return int(kept.made)


def remember(mutation: str, args: dict[str, Any], made: int, ctx: Context) -> None:
    """Refused requests are not remembered: their key stays free (assumed)."""
    kept = KeptAnswer(_fingerprint(args), made, ctx.now)
    ctx.store.idempotent_answers[mutation, str(ctx.idempotency_key)] = kept


def _fingerprint(args: dict[str, Any]) -> str:
    return json.dumps(args, sort_keys=True, default=str)
