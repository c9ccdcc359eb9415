"""Bodies about the store and the app in it: shop/update, app/uninstalled, app/scopes_update."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.clock import local_text
from sandbox.ids import gid
from sandbox.store import Store

# plan_name as bodies write it, and the name merchants see.
_PLANS = {
    "basic": ("basic", "Basic"),
    "shopify": ("professional", "Grow"),
    "advanced": ("unlimited", "Advanced"),
    "plus": ("shopify_plus", "Shopify Plus"),
}


def shop(store: Store, now: datetime) -> dict[str, Any]:
    """shop/update and app/uninstalled."""
    email = f"owner@{store.domain}"
    plan, plan_shown = _PLANS.get(store.plan, (store.plan, store.plan.title()))
    amount = "{{amount}}" if store.currency != "JPY" else "{{amount_no_decimals}}"
    return {
        "id": store.id,
        "name": store.name,
        "email": email,
        "domain": store.domain,
        "province": "Illinois",
        "country": "US",
        "address1": "1 Orchard Street",
        "zip": "62701",
        "city": "Springfield",
        "source": None,
        "phone": "",
        "latitude": None,
        "longitude": None,
        "primary_locale": store.primary_locale,
        "address2": None,
        "created_at": local_text(store.created_at, store.timezone),
        "updated_at": local_text(now, store.timezone),
        "country_code": "US",
        "country_name": "United States",
        "currency": store.currency,
        "customer_email": email,
        "timezone": f"({_offset(store.timezone, now)}) {store.timezone}",
        "iana_timezone": store.timezone,
        "shop_owner": f"{store.name} Owner",
        "money_format": f"${amount}",
        "money_with_currency_format": f"${amount} {store.currency}",
        "weight_unit": "kg",
        "province_code": "IL",
        "taxes_included": store.taxes_included,
        "auto_configure_tax_inclusivity": None,
        "tax_shipping": None,
        "county_taxes": True,
        "plan_display_name": plan_shown,
        "plan_name": plan,
        "has_discounts": bool(store.discounts),
        "has_gift_cards": True,
        "myshopify_domain": store.domain,
        "google_apps_domain": None,
        "google_apps_login_enabled": None,
        "money_in_emails_format": f"${amount}",
        "money_with_currency_in_emails_format": f"${amount} {store.currency}",
        "eligible_for_payments": True,
        "requires_extra_payments_agreement": False,
        "password_enabled": False,
        "has_storefront": True,
        "finances": True,
        "primary_location_id": 655441491,
        "checkout_api_supported": True,
        "multi_location_enabled": True,
        "setup_required": False,
        "pre_launch_enabled": False,
        "enabled_presentment_currencies": [store.currency],
        "marketing_sms_consent_enabled_at_checkout": False,
        "transactional_sms_disabled": False,
    }


def scopes_update(
    store: Store, previous: tuple[str, ...], current: tuple[str, ...], now: datetime
) -> dict[str, Any]:
    return {
        "id": gid("AppInstallation", store.installation_id),
        "previous": list(previous),
        "current": list(current),
        "updated_at": local_text(now, store.timezone),
    }


def _offset(timezone: str, now: datetime) -> str:
    text = now.astimezone(ZoneInfo(timezone)).strftime("%z")
    return f"GMT{text[:3]}:{text[3:]}"
