"""Stand-ins for Shopify's two CDN scripts, and a page that shows every element."""

from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Response, render_template, request

blueprint = Blueprint("cdn", __name__, url_prefix="/cdn")

_STATIC = Path(__file__).parent.parent / "static"

# In the order in which they build on one another.
_POLARIS = (
    "element",
    "icons",
    "layout",
    "page",
    "text",
    "actions",
    "feedback",
    "overlays",
    "field",
    "text-fields",
    "select",
    "ticks",
    "choice-list",
    "table",
)
_APP_BRIDGE = ("channel", "requests", "save-bar", "vitals", "shopify", "navigation")


@blueprint.get("/polaris.js")
@blueprint.get("/polaris-1.js")
def polaris() -> Response:
    return _script("polaris", _POLARIS)


@blueprint.get("/app-bridge.js")
def app_bridge() -> Response:
    return _script("app-bridge", _APP_BRIDGE)


@blueprint.get("/gallery")
def gallery() -> str:
    return render_template("gallery.html")


def _script(folder: str, names: tuple[str, ...]) -> Response:
    """One classic script of all parts: the real ones are single files too, loaded without a module type."""
    parts = "\n".join((_STATIC / folder / f"{name}.js").read_text() for name in names)
    text = f"(() => {{\n{parts}\n}})();\n"
    response = Response(text, mimetype="text/javascript")
    response.set_etag(sha256(text.encode()).hexdigest()[:20])
    response.cache_control.no_cache = True
    response.access_control_allow_origin = "*"
    response.make_conditional(request)
    return response
