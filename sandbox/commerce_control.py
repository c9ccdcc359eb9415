"""The commerce half of the control API: products, orders, checkout, privacy requests, webhooks."""

from flask import Blueprint, Response, jsonify

from sandbox.amounts import BadAmount
from sandbox.control import (
    checkout,
    collections,
    discounts,
    functions,
    metafields,
    orders,
    privacy,
    products,
    store_credit,
    webhooks,
)
from sandbox.refused import Missing, Refused

blueprint = Blueprint("commerce", __name__)
for part in (
    products,
    collections,
    discounts,
    functions,
    orders,
    checkout,
    metafields,
    privacy,
    store_credit,
    webhooks,
):
    blueprint.register_blueprint(part.blueprint)


@blueprint.app_errorhandler(Refused)
@blueprint.app_errorhandler(BadAmount)
def refused(error: ValueError) -> Response:
    response = jsonify({"error": str(error)})
    response.status_code = 404 if isinstance(error, Missing) else 422
    return response
