"""What the real endpoint is measured against, on the same server: three handlers of the same requests."""

import os
from datetime import UTC, datetime

from flask import Flask, Response, request
from sqlmodel import select

from app.db import Database
from app.models import Shop, WebhookBody, WebhookEvent
from bench.load import SECRET
from webhooks.strict_json import read_object
from webhooks.verify import signature_holds


def bare() -> Flask:
    """Flask answering 200 and nothing else."""
    app = Flask(__name__)
    app.add_url_rule("/webhooks", view_func=_nothing, methods=["POST"])
    app.add_url_rule("/healthz", view_func=_nothing)
    return app


def hmac_json() -> Flask:
    """The signature and the strict JSON that the real endpoint checks; nothing is stored."""
    app = Flask(__name__)
    app.add_url_rule("/webhooks", view_func=_check, methods=["POST"])
    app.add_url_rule("/healthz", view_func=_nothing)
    return app


def sqlmodel() -> Flask:
    """The usual way: one session a request, which inserts the event and its body and commits."""
    db = Database(os.environ["DATABASE_URL"])
    with db.read() as session:
        shop_id = session.exec(select(Shop.id)).one()

    def keep() -> Response:
        checked = _check()
        if checked.status_code != 200:
            return checked
        event = WebhookEvent(
            shop_id=shop_id,
            webhook_id=request.headers["X-Shopify-Webhook-Id"],
            topic=request.headers["X-Shopify-Topic"],
            received_at=datetime.now(UTC),
        )
        with db.write() as session:
            session.add(event)
            session.flush()
            session.add(WebhookBody(shop_id=shop_id, event_id=event.id, body=request.get_data()))
        return _nothing()

    app = Flask(__name__)
    app.add_url_rule("/webhooks", view_func=keep, methods=["POST"])
    app.add_url_rule("/healthz", view_func=_nothing)
    return app


def _check() -> Response:
    raw = request.get_data()
    if not signature_holds(raw, request.headers.get("X-Shopify-Hmac-Sha256"), [SECRET]):
        return Response("", 401)
    read_object(raw)
    return _nothing()


def _nothing() -> Response:
    return Response("", mimetype="text/plain")
