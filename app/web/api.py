"""Data for programs that act for a store's staff: the same proof as the pages, JSON instead of HTML."""

from flask import Blueprint, Response, current_app, g, jsonify

from app.delivery import Context
from app.evaluate import counts
from app.models import Shop
from app.web.history import history
from app.web.staff import require

blueprint = Blueprint("api", __name__)
blueprint.before_request(require)


@blueprint.get("/app/state")
def state() -> Response:
    """Where the store stands, whether its history is read and judged, and the customers by rank (0: none)."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        shop = session.get_one(Shop, g.shop.id)
        ranks = counts(session, shop.id)
        counted = not history(session, shop, g.now).busy
    return jsonify(
        state=shop.state, counted=counted, ranks={str(rank): ranks[rank] for rank in sorted(ranks)}
    )
