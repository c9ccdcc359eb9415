"""Session tokens: minted for the pretend admin, verified when they are exchanged."""

import secrets
from typing import Any
from urllib.parse import urlsplit

import jwt

from sandbox.store import Store
from sandbox.world import World

LIFE_SECONDS = 60
_LEEWAY_SECONDS = 10
_CLAIMS = ["iss", "dest", "aud", "sub", "exp", "nbf", "iat", "jti"]


def mint(
    world: World,
    store: Store,
    subject: str = "1",
    overrides: dict[str, Any] | None = None,
    secret: str | None = None,
) -> str:
    """A token as App Bridge gives it. An override of None leaves the claim out."""
    now = int(world.clock.now().timestamp())
    claims: dict[str, Any] = {
        "iss": f"https://{store.domain}/admin",
        "dest": f"https://{store.domain}",
        "aud": world.app.client_id,
        "sub": subject,
        "exp": now + LIFE_SECONDS,
        "nbf": now,
        "iat": now,
        "jti": secrets.token_hex(16),
        "sid": secrets.token_hex(32),
    }
    claims.update(overrides or {})
    present = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(present, secret or world.app.client_secret, algorithm="HS256")


def subject_of(token: str, world: World, store: Store) -> str:
    """The user the token speaks for. Raises jwt.InvalidTokenError unless it is good, and for this store."""
    # Times are checked here and not by the library, which knows only the machine's own clock.
    claims = jwt.decode(
        token,
        world.app.client_secret,
        algorithms=["HS256"],
        audience=world.app.client_id,
        options={"require": _CLAIMS, "verify_exp": False, "verify_nbf": False, "verify_iat": False},
    )
    now = world.clock.now().timestamp()
    if not claims["nbf"] - _LEEWAY_SECONDS <= now < claims["exp"] + _LEEWAY_SECONDS:
        raise jwt.ExpiredSignatureError("not within its time")
    if urlsplit(claims["dest"]).hostname != store.domain or urlsplit(claims["iss"]).hostname != store.domain:
        raise jwt.InvalidTokenError("for another store")
    return str(claims["sub"])
