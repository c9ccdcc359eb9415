"""POST /{shop}/admin/oauth/access_token: token exchange and refresh."""

import secrets
from dataclasses import dataclass
from typing import Any

import jwt
from flask import Blueprint, Response, jsonify, request

from sandbox.api_faults import disturb
from sandbox.control import the_world
from sandbox.session_token import subject_of
from sandbox.store import Store
from sandbox.tokens import ACCESS_SECONDS, REFRESH_LIFE, AccessToken, RefreshToken
from sandbox.world import World

blueprint = Blueprint("oauth", __name__)

_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
_ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"
_OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token"


@dataclass(frozen=True)
class OAuthError(Exception):
    error: str
    description: str
    status: int = 400


@blueprint.errorhandler(OAuthError)
def refused(error: OAuthError) -> Response:
    response = jsonify({"error": error.error, "error_description": error.description})
    response.status_code = error.status
    return response


@blueprint.post("/<shop>/admin/oauth/access_token")
def access_token(shop: str) -> Response:
    world = the_world()
    with world.lock:
        fault = world.faults.take_api(shop, request.path, None)
    return disturb(fault, lambda: _answered(world, shop))


def _answered(world: World, shop: str) -> Response:
    asked: dict[str, Any] = request.get_json(silent=True) or request.form.to_dict()
    with world.lock:
        store = world.stores.get(shop)
        if store is None:
            raise OAuthError("not_found", "This shop does not exist.", 404)
        _check_app(world, asked)
        if asked.get("grant_type") == _EXCHANGE:
            return jsonify(_exchange(world, store, asked))
        if asked.get("grant_type") == "refresh_token":
            return jsonify(_refresh(world, store, asked))
    raise OAuthError("unsupported_grant_type", "The grant type is not supported.")


def _check_app(world: World, asked: dict[str, Any]) -> None:
    secrets_ = {world.app.client_secret, world.app.old_client_secret} - {None}
    if asked.get("client_id") != world.app.client_id or asked.get("client_secret") not in secrets_:
        raise OAuthError("application_cannot_be_found", "Could not find Shopify API application")


def _exchange(world: World, store: Store, asked: dict[str, Any]) -> dict[str, Any]:
    if asked.get("subject_token_type") != _ID_TOKEN:
        raise OAuthError("invalid_request", "sandbox: only id tokens are exchanged")
    if asked.get("requested_token_type") != _OFFLINE or str(asked.get("expiring")) != "1":
        raise OAuthError("invalid_request", "sandbox: only expiring offline tokens are given")
    try:
        subject_of(str(asked.get("subject_token")), world, store)
    except jwt.InvalidTokenError as error:
        raise OAuthError("invalid_subject_token", "The subject token is invalid or expired.") from error
    if not store.installed:
        raise OAuthError("invalid_request", "The app is not installed on this shop.")
    return _grant(world, store, replaces=None)


def _refresh(world: World, store: Store, asked: dict[str, Any]) -> dict[str, Any]:
    old = store.refresh_tokens.get(str(asked.get("refresh_token")))
    if old is None or not store.installed or old.expires_at <= world.clock.now():
        raise OAuthError("invalid_grant", "This request requires an active refresh_token")
    # The old token may be sent again as long as nobody used what it was exchanged for; whoever lost the
    # answer gets another pair, and the pair that was lost is forgotten.
    for token in [t for t in store.refresh_tokens.values() if t.replaces == old.token]:
        _forget(store, token)
    return _grant(world, store, replaces=old.token)


def _forget(store: Store, refresh: RefreshToken) -> None:
    store.refresh_tokens.pop(refresh.token, None)
    for token in [t for t in store.access_tokens.values() if t.refresh_token == refresh.token]:
        del store.access_tokens[token.token]


def _grant(world: World, store: Store, replaces: str | None) -> dict[str, Any]:
    now = world.clock.now()
    refresh = RefreshToken(f"shprt_{secrets.token_hex(16)}", now + REFRESH_LIFE, replaces)
    access = AccessToken.starting(f"shpat_{secrets.token_hex(16)}", now, refresh.token)
    store.refresh_tokens[refresh.token] = refresh
    store.access_tokens[access.token] = access
    return {
        "access_token": access.token,
        "scope": ",".join(store.scopes),
        "expires_in": ACCESS_SECONDS,
        "refresh_token": refresh.token,
        "refresh_token_expires_in": int(REFRESH_LIFE.total_seconds()),
    }
