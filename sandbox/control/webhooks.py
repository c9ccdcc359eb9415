"""Looking at deliveries and steering them: log, hold, release, resend, quiet."""

from flask import Blueprint, Response, jsonify, request

from sandbox.control import ControlError, body, the_store, the_world
from sandbox.webhooks import Sender

blueprint = Blueprint("control_webhooks", __name__, url_prefix="/control")


@blueprint.get("/webhooks")
def log() -> Response:
    limit = request.args.get("limit", 100, type=int)
    with the_world().lock:
        rows = _sender().log.latest(request.args.get("shop"), limit)
        return jsonify([row.logged() for row in rows])


@blueprint.post("/webhooks/<delivery_id>/resend")
def resend(delivery_id: str) -> Response:
    with the_world().lock:
        try:
            return jsonify(_sender().resend(delivery_id).logged())
        except KeyError as error:
            raise ControlError(f"there is no delivery {delivery_id}", 404) from error


@blueprint.post("/webhooks/quiet")
def quiet() -> Response:
    return jsonify({"quiet": _sender().quiet(float(body().get("timeout", 30)))})


@blueprint.post("/webhooks/drop")
def drop() -> Response:
    """Forgets every delivery that still waits for its time, retries included."""
    _sender().drop_waiting()
    return jsonify({})


@blueprint.post("/webhooks/settings")
def settings() -> Response:
    sender = _sender()
    sender.retry_seconds = float(body().get("retry_seconds", sender.retry_seconds))
    return jsonify({"retry_seconds": sender.retry_seconds})


@blueprint.post("/<shop>/webhooks/hold")
def hold(shop: str) -> Response:
    on = bool(body().get("on", True))
    with the_world().lock:
        _sender().hold(the_store(shop).domain, on)
    return jsonify({"on": on})


@blueprint.get("/<shop>/webhooks/held")
def held(shop: str) -> Response:
    with the_world().lock:
        secret = the_world().app.client_secret
        return jsonify(
            [
                {
                    "id": row.id,
                    "topic": row.topic,
                    "event_id": row.event_id,
                    "body": row.body.decode(),
                    "headers": row.headers(secret),
                }
                for row in _sender().held(shop)
            ]
        )


@blueprint.post("/<shop>/webhooks/release")
def release(shop: str) -> Response:
    ids = body().get("ids", [])
    with the_world().lock:
        try:
            _sender().release(the_store(shop).domain, ids)
        except KeyError as error:
            raise ControlError(f"there is no delivery {error}", 404) from error
    return jsonify({"released": len(ids)})


def _sender() -> Sender:
    sender = the_world().sender
    assert isinstance(sender, Sender)
    return sender
