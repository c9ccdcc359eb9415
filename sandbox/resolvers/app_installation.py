"""The app's own installation: what it may do here."""

from typing import Any

from sandbox.context import Context
from sandbox.ids import gid
from sandbox.metafields import APP_ID
from sandbox.resolvers import Resolver


def current_app_installation(_: None, __: dict[str, Any], ctx: Context) -> dict[str, Any]:
    return {
        "__typename": "AppInstallation",
        "id": gid("AppInstallation", ctx.store.installation_id),
        "accessScopes": [{"handle": scope, "description": scope} for scope in ctx.store.scopes],
        "launchUrl": f"https://{ctx.store.domain}/admin/apps/laurel",
        "app": {"id": gid("App", APP_ID), "handle": "laurel", "title": "Laurel"},
    }


ROOTS: dict[str, Resolver] = {"currentAppInstallation": current_app_installation}


def _by_id(ctx: Context, number: int) -> dict[str, Any] | None:
    return current_app_installation(None, {}, ctx) if number == ctx.store.installation_id else None


NODES = {"AppInstallation": _by_id}
