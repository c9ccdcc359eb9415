"""Reading the store itself: name, currency, zone, plan, and what we may do there."""

from dataclasses import dataclass
from functools import cache
from zoneinfo import available_timezones

import structlog

from app.platform.calls import ShopCalls
from app.rules.spoken import nearest

ENGLISH = "en"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ShopFacts:
    platform_id: int
    name: str
    currency: str
    zone: str
    language: str
    """Which of ours is nearest to that of the primary domain; English where none is near. `shopLocales` would
    need a permission more. Source: the Admin reference 2026-10."""
    plan: str
    taxes_included: bool
    scopes: tuple[str, ...]


@cache
def _zones() -> frozenset[str]:
    """Found by walking through all files of the zone database: a twentieth of a second."""
    return frozenset(available_timezones())


def _known_zone(name: str) -> str:
    """A zone that this machine cannot reckon in is UTC rather than a stop of all work for the store."""
    if name in _zones():
        return name
    log.warning("a store's time zone is not known here; its days are those of UTC", zone=name)
    return "UTC"


def read(calls: ShopCalls) -> ShopFacts:
    """Raises PlatformError; TokenRefused if the app is no longer installed."""
    data = calls.named("shop").data
    shop = data["shop"]
    return ShopFacts(
        platform_id=int(shop["id"].rsplit("/", 1)[-1]),
        name=shop["name"],
        currency=shop["currencyCode"],
        zone=_known_zone(shop["ianaTimezone"]),
        language=nearest((shop["primaryDomain"]["localization"] or {}).get("defaultLocale", "")) or ENGLISH,
        plan=(shop.get("plan") or {}).get("publicDisplayName", ""),
        taxes_included=bool(shop["taxesIncluded"]),
        scopes=tuple(sorted(each["handle"] for each in data["currentAppInstallation"]["accessScopes"])),
    )
