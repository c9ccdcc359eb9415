"""Which of our blocks stand in the store's theme: told by App Bridge in the merchant's browser, kept here.

Only the browser can ask (`shopify.app.extensions()`), of the published theme alone. What it says is no proof
of anything and opens nothing: it is shown, and ticks a step of the setup.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Response, current_app, g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.exceptions import BadRequest

from app.delivery import Context
from app.models import Shop

EXTENSION = "vip-theme"
EMBED = "vip_embed"
ACTIVE, AVAILABLE, UNAVAILABLE = STATUSES = ("active", "available", "unavailable")
NAMES = {
    EMBED: lazy_gettext("Badge with the member's tier"),
    "vip_status": lazy_gettext("Status and progress"),
    "vip_benefits": lazy_gettext("What each tier brings"),
    "vip_early_access": lazy_gettext("Early access"),
}
"""By the name of the file in `extensions/vip-theme/blocks/`."""
PAGES = {"vip_status": "customers/account", "vip_benefits": "index", "vip_early_access": "product"}
"""Where in the theme a block is put first; it can stand on any other page too."""


@dataclass(frozen=True, slots=True)
class Block:
    """`status` is None while nobody's browser has told it."""

    handle: str
    name: str
    status: str | None
    link: str
    """To the theme editor, where it is switched on."""


def blocks_of(shop: Shop, client_id: str) -> Sequence[Block]:
    held = held_of(shop)
    return [
        Block(handle, str(name), held.get(handle), editor(handle, client_id))
        for handle, name in NAMES.items()
    ]


def held_of(shop: Shop) -> Mapping[str, str]:
    """The status of each block as it was last told."""
    told: dict[str, str] = json.loads(shop.theme_blocks or "{}")
    return told


def switched_on(shop: Shop) -> bool:
    """Can shoppers see anything of us?"""
    return ACTIVE in held_of(shop).values()


def editor(handle: str, client_id: str) -> str:
    """Source: https://shopify.dev/docs/apps/build/online-store/theme-app-extensions/configuration"""
    block = f"{client_id}/{handle}"
    if handle == EMBED:
        query = {"context": "apps", "activateAppId": block}
    else:
        query = {"template": PAGES[handle], "addAppBlockId": block, "target": "newAppsSection"}
    return f"shopify://admin/themes/current/editor?{urlencode(query, safe='/')}"


def report() -> Response:
    """Keeps what a browser said; the same once more changes nothing."""
    context: Context = current_app.extensions["laurel"]
    told = {handle: request.form[handle] for handle in NAMES if handle in request.form}
    if not told or not set(told.values()) <= set(STATUSES):
        raise BadRequest(_("This says nothing about the blocks of the theme."))
    text = json.dumps(told, sort_keys=True)
    with context.db.write() as session:
        shop = session.get_one(Shop, g.shop.id, with_for_update=True)
        if shop.theme_blocks != text:
            shop.theme_blocks = text
            session.add(shop)
    return Response(status=204)
