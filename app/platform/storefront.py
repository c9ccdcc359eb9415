"""What the theme reads of the whole store: one metafield of our installation, which only we can write.

Liquid has it as `app.metafields.vip.program`, in blocks of our own extension alone.
Source: https://shopify.dev/docs/apps/build/metafields/owned-metafields
"""

from app.models import PlatformObject
from app.models.platform_object import STOREFRONT
from app.platform.calls import ShopCalls
from app.platform.program_objects import Made
from app.rules.writebacks import fingerprint

NAMESPACE, KEY = "vip", "program"


def ensure_storefront(calls: ShopCalls, value: str, known: PlatformObject | None) -> Made | None:
    """Writes the JSON unless it stands there; None where nothing was to do. Raises PlatformError."""
    hashed = fingerprint(value)
    if known is not None and known.hash == hashed:
        return None
    owner = str(calls.named("storefront_owner").data["currentAppInstallation"]["id"])
    written = {"ownerId": owner, "namespace": NAMESPACE, "key": KEY, "type": "json", "value": value}
    calls.named("storefront_set", {"metafields": [written]}).root("metafieldsSet")
    return Made(STOREFRONT, KEY, owner, hashed)
