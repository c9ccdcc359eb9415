"""Webhook subscriptions of the app in this store."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from sandbox.admin_schema import API_VERSION, topic_names, topic_scopes
from sandbox.api_errors import NotSupported
from sandbox.clock import utc_text
from sandbox.connection import Listing
from sandbox.context import Context
from sandbox.ids import gid
from sandbox.metafields import full_namespace
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import number_of, user_error
from sandbox.subscriptions import WebhookSubscription

# Errors about the address name the field by its old name (recorded).
_ADDRESS = ["webhookSubscription", "callbackUrl"]
_ADDRESS_LIMIT = 65_535  # bytes

_SORTS = {"ID": lambda s: s.id, "CREATED_AT": lambda s: utc_text(s.created_at)}


def subscriptions(_: None, args: dict[str, Any], ctx: Context) -> Listing:
    if args.get("query"):
        raise NotSupported("webhookSubscriptions(query:)")
    uri = args.get("uri") or args.get("callbackUrl")
    found = [
        s
        for s in ctx.store.webhook_subscriptions.values()
        if (not args.get("topics") or s.topic in args["topics"])
        and (not uri or s.uri == uri)
        and args.get("format") in (None, s.format)
    ]
    return Listing(found, sort=_SORTS[args.get("sortKey") or "ID"])


def subscription(_: None, args: dict[str, Any], ctx: Context) -> WebhookSubscription | None:
    return ctx.store.webhook_subscriptions.get(number_of(args["id"], "WebhookSubscription"))


def subscription_create(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    topic, asked = args["topic"], args["webhookSubscription"]
    address = (asked.get("uri") or asked.get("callbackUrl") or "").strip()
    error = _topic_error(topic, ctx) or _address_error(topic, address, ctx)
    if error:
        return {"webhookSubscription": None, "userErrors": [error]}
    made = _shaped(
        WebhookSubscription(
            id=ctx.world.ids.take("WebhookSubscription"),
            topic=topic,
            uri=address,
            created_at=ctx.now,
            updated_at=ctx.now,
        ),
        asked,
    )
    ctx.store.webhook_subscriptions[made.id] = made
    return {"webhookSubscription": made, "userErrors": []}


def subscription_update(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    asked = args["webhookSubscription"]
    found = subscription(None, args, ctx)
    if found is None:
        errors = [user_error(["id"], "Webhook subscription does not exist")]
        return {"webhookSubscription": None, "userErrors": errors}
    address = (asked.get("uri") or asked.get("callbackUrl") or found.uri).strip()
    error = _address_error(found.topic, address, ctx, besides=found.id)
    if error:
        return {"webhookSubscription": None, "userErrors": [error]}
    changed = _shaped(replace(found, uri=address, updated_at=ctx.now), asked)
    ctx.store.webhook_subscriptions[found.id] = changed
    return {"webhookSubscription": changed, "userErrors": []}


def subscription_delete(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    number = number_of(args["id"], "WebhookSubscription")
    if ctx.store.webhook_subscriptions.pop(number, None) is None:
        errors = [user_error(["id"], "Webhook subscription does not exist")]
        return {"deletedWebhookSubscriptionId": None, "userErrors": errors}
    return {"deletedWebhookSubscriptionId": gid("WebhookSubscription", number), "userErrors": []}


def _shaped(record: WebhookSubscription, asked: dict[str, Any]) -> WebhookSubscription:
    """What the input says about the bodies; what it leaves out stays as it is."""
    if asked.get("format") not in (None, "JSON"):
        raise NotSupported("webhook format XML")
    given: dict[str, Any] = {}
    if "filter" in asked:
        given["filter"] = asked["filter"]
    if "name" in asked:
        given["name"] = asked["name"]
    if "includeFields" in asked:
        given["include_fields"] = tuple(asked["includeFields"] or ())
    if "metafieldNamespaces" in asked:
        namespaces = asked["metafieldNamespaces"] or ()
        given["metafield_namespaces"] = tuple(full_namespace(n) for n in namespaces)
    if "metafields" in asked:
        wanted = asked["metafields"] or ()
        given["metafields"] = tuple((full_namespace(m.get("namespace")), m["key"]) for m in wanted)
    return replace(record, **given)


def _topic_error(topic: str, ctx: Context) -> dict[str, Any] | None:
    needed = topic_scopes()[topic]
    if not needed or ctx.scopes.intersection(needed):
        return None
    name = topic_names()[topic]
    return user_error(
        ["topic"],
        f"You do not have permission to create or update webhooks with {name} topic."
        f" Requires one of: {', '.join(needed)}.",
    )


def _address_error(
    topic: str, address: str, ctx: Context, besides: int | None = None
) -> dict[str, Any] | None:
    if not address:
        return user_error(_ADDRESS, "Address can't be blank")
    if len(address.encode()) > _ADDRESS_LIMIT:
        return user_error(_ADDRESS, "Address is too big (maximum is 64 KB)")
    # The app under test may listen on plain http on this machine; nobody else's address may.
    if not address.startswith(ctx.world.app.app_url):
        wrong = _foreign_address_error(address)
        if wrong:
            return user_error(_ADDRESS, wrong)
    for other in ctx.store.webhook_subscriptions.values():
        if (other.topic, other.uri) == (topic, address) and other.id != besides:
            return user_error(_ADDRESS, "Address for this topic has already been taken")
    return None


def _foreign_address_error(address: str) -> str | None:
    parts = urlsplit(address)
    if parts.scheme in ("pubsub", "arn"):
        raise NotSupported(f"webhooks to {parts.scheme}")
    if not parts.scheme or not parts.netloc:
        return "Address is invalid"
    if parts.scheme != "https":
        return f"Address protocol {parts.scheme}:// is not supported"
    host = parts.hostname or ""
    if host in ("localhost", "127.0.0.1") or host.endswith(
        (".local", ".internal", ".shopify.com", "myshopify.com")
    ):
        return "Address cannot be a Shopify or an internal domain"
    return None


FIELDS: dict[str, dict[str, Resolver]] = {
    "WebhookSubscription": {
        "id": lambda s, _, __: gid("WebhookSubscription", s.id),
        "legacyResourceId": lambda s, _, __: str(s.id),
        "topic": lambda s, _, __: s.topic,
        "uri": lambda s, _, __: s.uri,
        "callbackUrl": lambda s, _, __: s.uri,
        "endpoint": lambda s, _, __: {"__typename": "WebhookHttpEndpoint", "callbackUrl": s.uri},
        "format": lambda s, _, __: s.format,
        "name": lambda s, _, __: s.name,
        "filter": lambda s, _, __: s.filter,
        "includeFields": lambda s, _, __: list(s.include_fields),
        "metafieldNamespaces": lambda s, _, __: list(s.metafield_namespaces),
        "metafields": lambda s, _, __: [{"namespace": n, "key": k} for n, k in s.metafields],
        "apiVersion": lambda *_: {"handle": API_VERSION, "displayName": API_VERSION, "supported": True},
        "createdAt": lambda s, _, __: utc_text(s.created_at),
        "updatedAt": lambda s, _, __: utc_text(s.updated_at),
    },
}

ROOTS: dict[str, Resolver] = {
    "webhookSubscription": subscription,
    "webhookSubscriptions": subscriptions,
    "webhookSubscriptionCreate": subscription_create,
    "webhookSubscriptionUpdate": subscription_update,
    "webhookSubscriptionDelete": subscription_delete,
}

NODES = {"WebhookSubscription": lambda ctx, number: ctx.store.webhook_subscriptions.get(number)}
TYPENAMES = {WebhookSubscription: "WebhookSubscription"}
