"""Wiring: the only place where the parts of the line are put together."""

import sys
from pathlib import Path

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse
from whitenoise import WhiteNoise

from app.config import Config
from app.db import Database
from app.delivery import Context
from app.inbox import Inbox
from app.log import configure
from app.platform.client import Client
from app.platform.sandbox_clock import clock_of
from app.web import api, errors, health, install, language, pages, shopper
from webhooks.receive import Door, receive
from webhooks.topics import TOPICS

ROOT = Path(__file__).resolve().parent.parent
SMALL_BODY = 1024 * 1024


def build_context(config: Config) -> Context:
    configure(config.log_level)
    db = Database(config.database_url)
    return Context(db, config, Client(config), clock_of(config), TOPICS)


def create_app(context: Context) -> Flask:
    app = assemble()
    stand_for(app, context)
    return app


def assemble() -> Flask:
    """Every route and page, with nothing behind them yet."""
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = SMALL_BODY
    language.register(app)
    parts = (install, pages, api, shopper, health)
    for blueprint in (receive, *(part.blueprint for part in parts)):
        app.register_blueprint(blueprint)
    errors.register(app)
    app.add_url_rule("/", view_func=_front)
    app.after_request(_plain_headers)
    files = WhiteNoise(app.wsgi_app, max_age=3600)
    files.add_files(str(ROOT / "static"), prefix="static/")
    app.wsgi_app = files  # type: ignore[method-assign]
    return app


def stand_for(app: Flask, context: Context) -> None:
    """From now on the app speaks for this database and this platform."""
    inbox = Inbox(context.db)
    app.extensions["laurel"] = context
    app.extensions["inbox"] = inbox
    app.extensions["door"] = Door(context.config, context.db, inbox, context.clock)


def _front() -> AnyResponse:
    """Shopify opens the application's address; the pages live below /app."""
    query = request.query_string.decode(errors="replace")
    return redirect(f"/app?{query}" if query else "/app")


def _plain_headers(response: Response) -> Response:
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Security-Policy", "frame-ancestors 'none';")
    return response


if sys.getswitchinterval() > 0.001:
    # A worker's thread hands the interpreter to a waiting request after 1 ms instead of 5.
    sys.setswitchinterval(0.001)
