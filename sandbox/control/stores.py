"""Stores, the app's configuration and the clock."""

import re
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify

from sandbox.clock import utc_text
from sandbox.control import ControlError, body, instant, the_store, the_world
from sandbox.store import Store

blueprint = Blueprint("control_stores", __name__, url_prefix="/control")

LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
_SETTINGS = {
    "currency",
    "timezone",
    "plan",
    "taxes_included",
    "restore_rate",
    "store_credit_enabled",
    "primary_locale",
    "staff_locale",
}


@blueprint.get("/health")
def health() -> Response:
    return jsonify({"ok": True})


@blueprint.post("/app")
def configure_app() -> Response:
    world = the_world()
    known = {"client_id", "client_secret", "old_client_secret", "app_url"}
    with world.lock:
        asked = {name: value for name, value in body().items() if name in known}
        if asked.get("app_url"):
            asked["app_url"] = asked["app_url"].rstrip("/")
        world.app = replace(world.app, **asked)
        return jsonify({"client_id": world.app.client_id, "app_url": world.app.app_url})


@blueprint.get("/clock")
def read_clock() -> Response:
    """`exact` is for an app that runs beside us: by whole seconds alone its time would jump about."""
    clock = the_world().clock
    return jsonify({"now": utc_text(clock.now()), "exact": clock.exact().isoformat()})


@blueprint.post("/clock")
def move_clock() -> Response:
    clock, asked = the_world().clock, body()
    with the_world().lock:
        if "run" in asked:
            clock.run() if asked["run"] else clock.stop()
        if "now" in asked:
            clock.move_to(instant(asked["now"]))
        if "advance_seconds" in asked:
            clock.advance(asked["advance_seconds"])
        the_world().catch_up()
    return read_clock()


@blueprint.post("/stores")
def open_store() -> Response:
    asked, world = body(), the_world()
    if not asked.get("domain"):
        raise ControlError("a store needs a domain")
    settings: dict[str, Any] = {name: asked[name] for name in _SETTINGS & asked.keys()}
    if "bucket" in asked:
        settings["bucket_size"] = asked["bucket"]
    with world.lock:
        if asked["domain"] in world.stores:
            raise ControlError(f"{asked['domain']} exists", 409)
        return jsonify(_shown(world.open_store(asked["domain"], asked.get("name"), **settings)))


@blueprint.get("/stores")
def list_stores() -> Response:
    with the_world().lock:
        return jsonify([_shown(store) for store in the_world().stores.values()])


@blueprint.post("/<shop>/language")
def speak(shop: str) -> Response:
    """In which language the staff of this store reads the admin, as `ja` or `pt-BR`."""
    locale = str(body().get("locale", ""))
    if not LOCALE.fullmatch(locale):
        raise ControlError("a locale looks like ja or pt-BR")
    with the_world().lock:
        the_store(shop).staff_locale = locale
    return jsonify({"locale": locale})


@blueprint.delete("/stores/<shop>")
def close_store(shop: str) -> Response:
    with the_world().lock:
        the_store(shop)
        del the_world().stores[shop]
    return jsonify({})


def _shown(store: Store) -> dict[str, Any]:
    return {
        "domain": store.domain,
        "id": store.id,
        "name": store.name,
        "currency": store.currency,
        "timezone": store.timezone,
        "plan": store.plan,
        "taxes_included": store.taxes_included,
        "store_credit_enabled": store.store_credit_enabled,
        "installed": store.installed,
        "scopes": list(store.scopes),
    }
