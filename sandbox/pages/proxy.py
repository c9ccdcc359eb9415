"""The store's app proxy: signs what a visitor asks below /apps/vip and shows the app's answer in the theme.

Source: https://shopify.dev/docs/apps/build/online-store/app-proxies
"""

import hashlib
import hmac
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from flask import Blueprint, Response, request
from markupsafe import Markup

from sandbox.control import the_world
from sandbox.pages.missing import page_of_store
from sandbox.pages.themed import show, themed, visit_of
from sandbox.theme.objects import objects
from sandbox.theme.render import render_liquid
from sandbox.theme.visit import Visit

blueprint = Blueprint("proxy", __name__, url_prefix="/<shop>")

APP_FILE = Path(__file__).resolve().parents[2] / "shopify.app.toml"
SECONDS = 10
_KEPT = ("Content-Type", "Cache-Control")


def proxy() -> tuple[str, str]:
    """Where the app listens, and where in the store it is shown: `/shopper` and `/apps/vip`."""
    told = tomllib.loads(APP_FILE.read_text())["app_proxy"]
    return urlsplit(told["url"]).path, f"/{told['prefix']}/{told['subpath']}"


def signature(pairs: Iterable[tuple[str, str]], secret: str) -> str:
    """Values of the same name are joined by commas, the parameters sorted and strung together."""
    joined: dict[str, list[str]] = {}
    for name, value in pairs:
        joined.setdefault(name, []).append(value)
    text = "".join(sorted(f"{name}={','.join(values)}" for name, values in joined.items()))
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


@themed(blueprint, "/apps/vip")
@themed(blueprint, "/apps/vip/<path:rest>")
def forward(shop: str, who: str, locale: str, rest: str = "") -> Response:
    visit = visit_of(shop, who, locale)
    answer = asked(visit, rest)
    if not answer.headers.get("Content-Type", "").startswith("application/liquid"):
        kept = {name: answer.headers[name] for name in _KEPT if name in answer.headers}
        return Response(answer.content, answer.status_code, kept)
    with the_world().lock:
        now, given = the_world().clock.now(), objects(visit)
    body = Markup(render_liquid(answer.text, visit, now, given))
    shown = page_of_store(lambda: show("proxied.html", visit, visit.store.name, body=body))
    shown.headers["Cache-Control"] = answer.headers.get("Cache-Control", "")
    return shown


def asked(visit: Visit, rest: str) -> requests.Response:
    """The visitor's own parameters go along and are signed with the others; no cookies."""
    world = the_world()
    listens, place = proxy()
    pairs = [*request.args.items(multi=True)]
    pairs += [
        ("shop", visit.store.domain),
        ("logged_in_customer_id", str(visit.customer.id) if visit.customer else ""),
        ("path_prefix", visit.root + place),
        ("timestamp", str(int(world.clock.now().timestamp()))),
    ]
    pairs.append(("signature", signature(pairs, world.app.client_secret)))
    app = urlsplit(world.app.app_url)
    path = f"{listens}/{rest}" if rest else listens
    url = f"{app.scheme}://{app.netloc}{path}?{urlencode(pairs)}"
    return requests.get(url, headers=_headers(visit), timeout=SECONDS, allow_redirects=False)


def _headers(visit: Visit) -> dict[str, Any]:
    return {"Accept": request.headers.get("Accept", "*/*"), "Accept-Language": visit.locale}
