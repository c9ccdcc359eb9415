"""Metafields as staff would write them, of whatever owner, and all there are for tests to look at."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.control import ControlError, body, the_store, the_world
from sandbox.control.order_asks import check_names
from sandbox.metafield_values import BadValue, stored
from sandbox.metafields import Metafield, definition_of, full_namespace, owner_type

blueprint = Blueprint("control_metafields", __name__, url_prefix="/control/<shop>/metafields")


@blueprint.get("")
def read_all(shop: str) -> Response:
    """Of `?owner=`, a gid, or of everybody."""
    wanted = request.args.get("owner")
    with the_world().lock:
        found = the_store(shop).metafields.values()
        return jsonify([_shown(row) for row in found if wanted in (None, row.owner)])


@blueprint.post("")
def write(shop: str) -> Response:
    """The type is the definition's unless told; a value of null takes the metafield away."""
    asked, world = body(), the_world()
    check_names(asked, {"owner", "namespace", "key", "type", "value"})
    namespace = full_namespace(asked.get("namespace"))
    with world.lock:
        store, now = the_store(shop), world.clock.now()
        place = (asked["owner"], namespace, asked["key"])
        if asked.get("value") is None:
            store.metafields.pop(place, None)
            return jsonify({})
        definition = definition_of(store, owner_type(asked["owner"]), namespace, asked["key"])
        kind = asked.get("type") or (definition.type if definition else None)
        if kind is None:
            raise ControlError("a metafield without a definition needs a type")
        try:
            value = stored(kind, asked["value"])
        except BadValue as bad:
            raise ControlError(bad.message, 422) from bad
        made = Metafield(world.ids.take("Metafield"), *place, kind, value, now, now)
        store.metafields[place] = made
        return jsonify(_shown(made))


def _shown(row: Metafield) -> dict[str, Any]:
    return {
        "owner": row.owner,
        "namespace": row.namespace,
        "key": row.key,
        "type": row.type,
        "value": row.value,
    }
