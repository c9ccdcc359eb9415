"""Everything a store holds, for tests to look at after the fact."""

from typing import Any

from flask import Blueprint, Response, jsonify

from sandbox.commerce_state import commerce_state
from sandbox.control import the_store, the_world
from sandbox.ids import gid
from sandbox.metafields import metafields_of
from sandbox.segment_members import members_of
from sandbox.store import Store
from sandbox.validation import Validation

blueprint = Blueprint("control_state", __name__, url_prefix="/control/<shop>")


@blueprint.get("/state")
def state(shop: str) -> Response:
    with the_world().lock:
        store = the_store(shop)
        return jsonify(
            {
                "installed": store.installed,
                "scopes": list(store.scopes),
                "customers": {c.id: _customer(store, c.id) for c in store.customers.values()},
                "segments": {
                    s.id: {
                        "name": s.name,
                        "query": s.query,
                        "members": [c.id for c in members_of(store, s.query)],
                    }
                    for s in store.segments.values()
                },
                "metafield_definitions": [_definition(d) for d in store.metafield_definitions.values()],
                "functions_deployed": store.functions_deployed,
                "validations": [_validation(store, v) for v in store.validations.values()],
                "webhook_subscriptions": [_subscription(s) for s in store.webhook_subscriptions.values()],
                **commerce_state(store),
            }
        )


def _customer(store: Store, customer_id: int) -> dict[str, Any]:
    customer = store.customers[customer_id]
    return {
        "email": customer.email,
        "first_name": customer.first_name,
        "last_name": customer.last_name,
        "tags": list(customer.tags),
        "metafields": _metafields(store, gid("Customer", customer_id)),
    }


def _metafields(store: Store, owner: str) -> dict[str, Any]:
    return {f"{m.namespace}.{m.key}": {"type": m.type, "value": m.value} for m in metafields_of(store, owner)}


def _validation(store: Store, validation: Validation) -> dict[str, Any]:
    return {
        "id": validation.id,
        "title": validation.title,
        "function": validation.function,
        "enabled": validation.enabled,
        "block_on_failure": validation.block_on_failure,
        "failure": validation.failure,
        "metafields": _metafields(store, gid("Validation", validation.id)),
    }


def _definition(definition: Any) -> dict[str, Any]:
    return {
        "id": definition.id,
        "owner_type": definition.owner_type,
        "namespace": definition.namespace,
        "key": definition.key,
        "name": definition.name,
        "type": definition.type,
        "access": definition.access,
    }


def _subscription(subscription: Any) -> dict[str, Any]:
    return {
        "id": subscription.id,
        "topic": subscription.topic,
        "uri": subscription.uri,
        "filter": subscription.filter,
        "include_fields": list(subscription.include_fields),
    }
