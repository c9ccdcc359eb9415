"""The pretend admin: installs the app, frames it, and shows what it wrote to the store."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify, render_template, request

from sandbox.control import the_store, the_world
from sandbox.installation import DEFAULT_SCOPES
from sandbox.pages.framing import app_path, framing_url
from sandbox.pages.missing import page_of_store

blueprint = Blueprint("admin", __name__, url_prefix="/<shop>/admin")

APP_HANDLE = "laurel"
_LANGUAGES = {
    "en": "English",
    "ja": "日本語",
    "ms": "Bahasa Melayu",
    "zh-CN": "简体中文",
    "pt-BR": "Português (Brasil)",
}
_LISTS = ("customers", "segments", "discounts", "orders")


@blueprint.get("")
@blueprint.get(f"/apps/{APP_HANDLE}")
@blueprint.get(f"/apps/{APP_HANDLE}/<path:path>")
def app_view(shop: str, path: str = "") -> Response:
    return _shell(shop, "app", app_path(path))


@blueprint.get("/frame")
def frame(shop: str) -> Response:
    """Where to point the frame next. The token in it lives a minute, so each load asks again."""
    with the_world().lock:
        url = framing_url(the_world(), the_store(shop), request.args.get("path", ""), request.host)
    return jsonify({"url": url})


@blueprint.get("/<any(customers, segments, discounts, orders):view>")
@blueprint.get("/<any(customers, orders, segments):view>/<int:record_id>")
def records(shop: str, view: str, record_id: int | None = None) -> Response:
    return _shell(shop, view, record_id=record_id)


@blueprint.get("/themes/<path:_rest>")
def themes(shop: str, _rest: str) -> Response:
    return _shell(shop, "themes")


@blueprint.get("/<path:rest>")
def elsewhere(shop: str, rest: str) -> Response:
    """The real admin has far more pages; a link to one of them ends here."""
    return _shell(shop, "elsewhere", rest)


def _shell(shop: str, view: str, path: str = "", record_id: int | None = None) -> Response:
    def page() -> str:
        world, store = the_world(), the_store(shop)
        app = urlsplit(world.app.app_url)
        return render_template(
            "admin.html",
            store=store,
            view=view,
            path=path + (f"?{request.query_string.decode()}" if request.query_string else ""),
            record_id=record_id,
            lists=_LISTS,
            languages=_LANGUAGES,
            scopes=DEFAULT_SCOPES,
            app_origin=f"{app.scheme}://{app.netloc}",
            handle=APP_HANDLE,
        )

    return page_of_store(page)
