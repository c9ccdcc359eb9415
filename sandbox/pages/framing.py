"""The address that frames the app, as the admin makes it."""

import hashlib
import hmac
import secrets
from base64 import b64encode
from urllib.parse import parse_qsl, urlencode, urlsplit

from sandbox.session_token import mint
from sandbox.store import Store
from sandbox.world import World


def framing_url(world: World, store: Store, path: str, admin_host: str) -> str:
    """`path` may carry a query of the app's own; `admin_host` is the host and port the admin is read at."""
    target = urlsplit(path)
    query = dict(parse_qsl(target.query, keep_blank_values=True))
    query |= {
        "embedded": "1",
        "host": b64encode(f"{admin_host}/store/{store.domain}".encode()).decode().rstrip("="),
        "id_token": mint(world, store),
        "locale": store.staff_locale,
        "session": secrets.token_hex(32),
        "shop": store.domain,
        "timestamp": str(int(world.clock.now().timestamp())),
    }
    query["hmac"] = signature(query, world.app.client_secret)
    return f"{world.app.app_url}{app_path(target.path)}?{urlencode(query)}"


def signature(query: dict[str, str], secret: str) -> str:
    """Over the sorted and encoded query without the signature itself."""
    message = urlencode(sorted(query.items()))
    return hmac.new(secret.encode(), message.encode(), hashlib.sha256).hexdigest()


def app_path(path: str) -> str:
    """Deep links may name a page with or without the app's own prefix."""
    path = "/" + path.strip("/")
    if path == "/app" or path.startswith("/app/"):
        return path
    return "/app" + path.rstrip("/")
