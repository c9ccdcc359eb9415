"""The app's own installation: what it may do here."""

from typing import Any

from sandbox.context import Context
from sandbox.ids import gid
from sandbox.resolvers import Resolver

# Every installation shows one and the same app.
_APP_ID = 2_580_111


def current_app_installation(_: None, __: dict[str, Any], ctx: Context) -> dict[str, Any]:
    return {
        "__typename": "AppInstallation",
        "id": gid("AppInstallation", ctx.store.installation_id),
        "accessScopes": [{"handle": scope, "description": scope} for scope in ctx.store.scopes],
        "launchUrl": f"https://{ctx.store.domain}/admin/apps/laurel",
        "app": {"id": gid("App", _APP_ID), "handle": "laurel", "title": "Laurel"},
    }


ROOTS: dict[str, Resolver] = {"currentAppInstallation": current_app_installation}
