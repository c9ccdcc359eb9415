"""The embedded pages: who may see them, how they are framed, and which addresses there are.

Every page is for a staff member whom a session token proves. A page is whole sentences in templates and
one query module each; what changes while somebody looks is a fragment that htmx fetches again.
"""

from typing import Any

from flask import Blueprint, Response, abort, current_app, g

from app.delivery import Context
from app.web import actions, filters, home, member, members
from app.web.assets import asset
from app.web.install import cdn, framed
from app.web.origin import same_origin
from app.web.staff import require

blueprint = Blueprint("pages", __name__, url_prefix="/app")
blueprint.before_request(same_origin)
blueprint.before_request(require)
filters.register(blueprint)

blueprint.get("", endpoint="home")(home.page)
blueprint.get("/home", endpoint="home_fragment")(home.fragment)
blueprint.get("/members", endpoint="members")(members.page)
blueprint.get("/members/<int:customer_id>", endpoint="member")(member.page)
blueprint.post("/members/<int:customer_id>/try-again")(actions.try_member_again)
blueprint.post("/go-live")(actions.publish)
blueprint.post("/try-again")(actions.try_again)
blueprint.post("/replay")(actions.replay)


@blueprint.route("/<path:_rest>", methods=["GET", "POST"])
def nowhere(_rest: str) -> Response:
    """An address that is no page of ours is told inside the frame, to staff only."""
    abort(404)


@blueprint.after_request
def frame(response: Response) -> Response:
    """Every answer to proven staff, errors too, may be framed by the admin of their own store alone."""
    staff = g.get("staff")
    if staff is None:
        return response
    return framed(response, current_app.extensions["laurel"], staff.shop)


@blueprint.app_context_processor
def on_every_page() -> dict[str, Any]:
    context: Context = current_app.extensions["laurel"]
    return {
        "client_id": context.config.client_id,
        "cdn": cdn(context),
        "shop": g.get("shop"),
        "asset": asset,
    }
