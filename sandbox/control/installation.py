"""The app's life in a store: install, uninstall, scopes, and session tokens of the merchant's admin."""

from flask import Blueprint, Response, jsonify

from sandbox.control import body, the_store, the_world
from sandbox.installation import install, set_scopes, uninstall
from sandbox.session_token import mint

blueprint = Blueprint("control_installation", __name__, url_prefix="/control/<shop>")


@blueprint.post("/install")
def install_app(shop: str) -> Response:
    with the_world().lock:
        store = the_store(shop)
        install(the_world(), store, body().get("scopes"))
        return jsonify({"installed": True, "scopes": list(store.scopes)})


@blueprint.post("/uninstall")
def uninstall_app(shop: str) -> Response:
    with the_world().lock:
        uninstall(the_world(), the_store(shop))
    return jsonify({"installed": False})


@blueprint.post("/scopes")
def change_scopes(shop: str) -> Response:
    with the_world().lock:
        store = the_store(shop)
        set_scopes(the_world(), store, tuple(body().get("granted", ())))
        return jsonify({"scopes": list(store.scopes)})


@blueprint.post("/session-token")
def session_token(shop: str) -> Response:
    asked = body()
    with the_world().lock:
        token = mint(
            the_world(),
            the_store(shop),
            subject=asked.get("sub", "1"),
            overrides=asked.get("overrides"),
            secret=asked.get("secret"),
        )
    return jsonify({"token": token})
