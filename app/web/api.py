"""Data for programs that act for a store's staff: the same proof as the pages, JSON instead of HTML."""

from flask import Blueprint, Response, current_app, g, jsonify

from app.delivery import Context
from app.evaluate import counts
from app.models import Shop
from app.web.staff import require

blueprint = Blueprint("api", __name__)
blueprint.before_request(require)


@blueprint.get("/app/state")
def state() -> Response:
    """Where the store stands, and how many customers are in each tier (rank 0: none)."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        shop = session.get_one(Shop, g.shop.id)
        ranks = counts(session, shop.id)
    return jsonify(state=shop.state, ranks={str(rank): ranks[rank] for rank in sorted(ranks)})
