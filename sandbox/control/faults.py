"""Ordering faults, and looking at what was asked of the platform."""

from dataclasses import asdict
from random import Random
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.clock import utc_text
from sandbox.control import ControlError, body, the_world
from sandbox.faults import ACTIONS, ApiFault, Faults, WebhookFaults

blueprint = Blueprint("control_faults", __name__, url_prefix="/control")


@blueprint.post("/faults")
def order_faults() -> Response:
    asked = body()
    api = [ApiFault(**rule) for rule in asked.get("api", [])]
    for rule in api:
        if rule.action.partition(":")[0] not in ACTIONS:
            raise ControlError(f"there is no fault {rule.action!r}")
    with the_world().lock:
        the_world().faults = Faults(
            webhooks=_webhook_faults(asked.get("webhooks", {})),
            api=api,
            dice=Random(asked.get("seed", 7)),
        )
    return jsonify({})


@blueprint.delete("/faults")
def end_faults() -> Response:
    with the_world().lock:
        the_world().faults = Faults()
    return jsonify({})


@blueprint.post("/bulk")
def pace_bulk_operations() -> Response:
    """How many seconds a bulk operation takes at least."""
    the_world().bulk_seconds = float(body().get("seconds", 0.3))
    return jsonify({"seconds": the_world().bulk_seconds})


@blueprint.get("/requests")
def requests_log() -> Response:
    since_id = request.args.get("since_id", 0, type=int)
    with the_world().lock:
        entries = the_world().requests.since(since_id, request.args.get("shop"))
    return jsonify([{**asdict(e), "roots": list(e.roots), "at": utc_text(e.at)} for e in entries])


def _webhook_faults(asked: dict[str, Any]) -> WebhookFaults:
    given = dict(asked)
    for name in ("delay_ms", "loss_topics"):
        if name in given:
            given[name] = tuple(given[name])
    return WebhookFaults(**given)
