"""Is the process there, is it fit for work, and its figures for Prometheus. No store is named here."""

import hmac
from datetime import datetime

from flask import Blueprint, Response, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from app.delivery import Context
from app.metrics import lag, registry
from migrations.upgrade import current, head

blueprint = Blueprint("health", __name__)

MOST_LAG_SECONDS = 300


@blueprint.get("/healthz")
def healthz() -> Response:
    return Response("ok", mimetype="text/plain")


@blueprint.get("/readyz")
def readyz() -> Response:
    """503 with the reason while the database is away, not migrated, or work waits too long."""
    context: Context = current_app.extensions["laurel"]
    try:
        problems = _problems(context, context.clock())
    except SQLAlchemyError as error:
        problems = [f"the database does not answer ({type(error).__name__})"]
    words = "; ".join(problems) or "ready"
    return Response(words, 503 if problems else 200, mimetype="text/plain")


@blueprint.get("/metrics")
def metrics() -> Response:
    context: Context = current_app.extensions["laurel"]
    wanted = context.config.metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if wanted and not hmac.compare_digest(given.encode(), wanted.encode()):
        return Response("A token is needed.", 401, mimetype="text/plain")
    direct = request.remote_addr in ("127.0.0.1", "::1") and "X-Forwarded-For" not in request.headers
    if not wanted and not direct:
        return Response("Set METRICS_TOKEN to read the figures from elsewhere.", 403, mimetype="text/plain")
    return Response(generate_latest(registry(context.db, context.clock())), mimetype=CONTENT_TYPE_LATEST)


def _problems(context: Context, now: datetime) -> list[str]:
    if current(context.db.engine) != head():
        return ["the database is not up to date: laurel db upgrade"]
    with context.db.read() as session:
        waits = lag(session, now)
    return [
        f"{name} waits for {seconds:.0f} s" for name, seconds in waits.items() if seconds > MOST_LAG_SECONDS
    ]
