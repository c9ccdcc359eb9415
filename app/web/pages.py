"""The embedded pages."""

from flask import Blueprint, Response, current_app, g

from app.evaluate import go_live
from app.models import Shop
from app.web.staff import require

blueprint = Blueprint("pages", __name__, url_prefix="/app")
blueprint.before_request(require)


@blueprint.get("")
def home() -> Response:
    return Response("home", mimetype="text/html")


@blueprint.post("/go-live")
def publish() -> Response:
    context = current_app.extensions["laurel"]
    with context.db.write() as session:
        go_live(session, session.get_one(Shop, g.shop.id), f"staff:{g.staff.user_id}", g.now)
    return Response("live")
