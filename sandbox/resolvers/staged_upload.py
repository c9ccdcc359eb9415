"""stagedUploadsCreate: where the variables of a bulk mutation are uploaded to."""

from typing import Any
from uuid import UUID

from sandbox.api_errors import NotSupported
from sandbox.context import Context
from sandbox.resolvers import Resolver


def create(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    return {"stagedTargets": [_target(asked, ctx) for asked in args["input"]], "userErrors": []}


def _target(asked: dict[str, Any], ctx: Context) -> dict[str, Any]:
    """The parameters are those recorded of a form, but the signature, which nobody checks here."""
    if asked["resource"] != "BULK_MUTATION_VARIABLES" or asked.get("httpMethod") != "POST":
        raise NotSupported("an upload other than BULK_MUTATION_VARIABLES by POST")
    unique = UUID(int=ctx.world.ids.take("StagedUpload"))
    path = f"tmp/{ctx.store.id}/bulk/{unique}/{asked['filename']}"
    ctx.store.staged_uploads[path] = None
    url = f"{ctx.world.url}/staged-uploads/"
    fields = {
        "Content-Type": asked["mimeType"],
        "success_action_status": "201",
        "acl": "private",
        "key": path,
    }
    parameters = [{"name": name, "value": value} for name, value in fields.items()]
    return {"url": url, "resourceUrl": url, "parameters": parameters}


ROOTS: dict[str, Resolver] = {"stagedUploadsCreate": create}
