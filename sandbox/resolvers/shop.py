"""The store itself, and its store-credit setting."""

from typing import Any

from sandbox.clock import utc_text
from sandbox.context import Context
from sandbox.ids import gid
from sandbox.resolvers import Resolver
from sandbox.store import Store

_PLANS = {"basic": "Basic", "shopify": "Grow", "advanced": "Advanced", "plus": "Shopify Plus"}


def _plan(store: Store, _: dict[str, Any], __: Context) -> dict[str, Any]:
    return {
        "publicDisplayName": _PLANS.get(store.plan, store.plan.title()),
        "displayName": _PLANS.get(store.plan, store.plan.title()),
        "partnerDevelopment": False,
        "shopifyPlus": store.plan == "plus",
    }


def _customer_accounts(store: Store, _: dict[str, Any], __: Context) -> dict[str, Any]:
    return {
        "customerAccountsVersion": "NEW_CUSTOMER_ACCOUNTS",
        "loginRequiredAtCheckout": False,
        "loginLinksVisibleOnStorefrontAndCheckout": True,
        "url": f"https://shopify.com/{store.id}/account",
    }


def _primary_domain(store: Store, _: dict[str, Any], __: Context) -> dict[str, Any]:
    spoken: dict[str, Any] = {"country": None, "defaultLocale": store.primary_locale, "alternateLocales": []}
    return {"host": store.domain, "url": f"https://{store.domain}", "localization": spoken}


FIELDS: dict[str, dict[str, Resolver]] = {
    "Shop": {
        "id": lambda s, _, __: gid("Shop", s.id),
        "name": lambda s, _, __: s.name,
        "email": lambda s, _, __: f"owner@{s.domain}",
        "contactEmail": lambda s, _, __: f"owner@{s.domain}",
        "myshopifyDomain": lambda s, _, __: s.domain,
        "url": lambda s, _, __: f"https://{s.domain}",
        "currencyCode": lambda s, _, __: s.currency,
        "ianaTimezone": lambda s, _, __: s.timezone,
        "taxesIncluded": lambda s, _, __: s.taxes_included,
        "createdAt": lambda s, _, __: utc_text(s.created_at),
        "plan": _plan,
        "customerAccountsV2": _customer_accounts,
        "primaryDomain": _primary_domain,
    },
}

ROOTS: dict[str, Resolver] = {
    "shop": lambda _, __, ctx: ctx.store,
    "storeCreditConfiguration": lambda _, __, ctx: {"storeCreditEnabled": ctx.store.store_credit_enabled},
}

NODES = {"Shop": lambda ctx, number: ctx.store if number == ctx.store.id else None}
TYPENAMES = {Store: "Shop"}
