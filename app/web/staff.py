"""Who is looking: every embedded page is for a staff member whom a session token proves.

The store comes from the token and from nowhere else; a `shop` parameter that differs is refused. No
cookies: a page load carries its token as `id_token`, a fetch as a bearer.
Source: https://shopify.dev/docs/apps/build/authentication-authorization/session-tokens
"""

from urllib.parse import urlencode

from flask import current_app, g, redirect, request
from flask_babel import gettext as _
from sqlmodel import select
from werkzeug.exceptions import BadGateway, BadRequest
from werkzeug.wrappers import Response as AnyResponse

from app.delivery import Context
from app.errors import PlatformError, Refused
from app.models import Shop
from app.platform.auth import Staff, staff_of
from app.web import errors, install
from app.web.worded import sentence

ONCE_ONLY = ("id_token", "shop", "host", "session", "timestamp", "hmac", "embedded", "locale")


def require() -> AnyResponse | None:
    """Sets `g.staff`, `g.shop` and `g.now`, or answers instead of the page."""
    context: Context = current_app.extensions["laurel"]
    for name in ONCE_ONLY:
        if len(request.args.getlist(name)) > 1:
            raise BadRequest(_("%(name)s stands twice in the address.", name=name))
    g.now = context.clock()
    try:
        g.staff = staff_of(_token(), context.config, g.now)
        if request.args.get("shop", g.staff.shop) != g.staff.shop:
            raise Refused("The address names another store than the token.")
    except Refused:
        return _ask_again()
    return _open(context)


def _open(context: Context) -> AnyResponse | None:
    shop = _shop(context, g.staff)
    if shop is None or shop.access_token is None or not shop.connected:
        try:
            shop = install.install(context, g.staff, g.now)
        except Refused:
            return _ask_again()
        except PlatformError as problem:
            raise BadGateway(sentence(problem)) from problem
    g.shop = shop
    return None


def _shop(context: Context, staff: Staff) -> Shop | None:
    with context.db.read() as session:
        return session.exec(select(Shop).where(Shop.domain == staff.shop)).first()


def _token() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme == "Bearer":
        return token
    return request.args.get("id_token", "") if request.method == "GET" else ""


def _ask_again() -> AnyResponse:
    """A fetch is told to come again with a fresh token; a page load goes by way of the page that gets one."""
    if "Authorization" in request.headers or request.method != "GET":
        told = errors.refused()
        told.headers["X-Shopify-Retry-Invalid-Session-Request"] = "1"
        return told
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "id_token"]
    back = f"{request.path}?{urlencode(kept)}" if kept else request.path
    passed = {
        name: request.args[name] for name in ("shop", "host", "embedded", "locale") if name in request.args
    }
    return redirect(f"/auth/token?{urlencode(passed | {'shopify-reload': back})}")
