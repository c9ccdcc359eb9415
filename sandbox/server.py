"""The sandbox as an HTTP server, to be started from a test, a bench or the command line."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from threading import Thread
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from sandbox import commerce_control, control, graphql_endpoint, oauth, pages
from sandbox.admin_schema import admin_schema
from sandbox.control import (
    bulk_files,
    customers,
    faults,
    installation,
    staged_uploads,
    state,
    stores,
    the_world,
)
from sandbox.ids import Ids
from sandbox.webhooks import Sender
from sandbox.world import AppConfig, World

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

DEFAULT_SECRET = "shpss_00000000000000000000000000laurel"


class _Handler(WSGIRequestHandler):
    # Connections are kept open between requests, as the platform keeps them.
    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: Any) -> None:
        """Requests are in the request log; only what goes wrong belongs on the terminal."""
        if type != "info":
            super().log(type, message, *args)

    def connection_dropped(self, *_: Any) -> None:
        self.close_connection = True


@dataclass
class Server:
    url: str
    world: World
    _http: BaseWSGIServer
    _thread: Thread

    def stop(self) -> None:
        if self.world.sender is not None:
            self.world.sender.stop()
        self._http.shutdown()
        self._thread.join(timeout=5)
        self._http.server_close()


def start(
    port: int = 0,
    host: str = "127.0.0.1",
    client_id: str = "laurel-client-id",
    client_secret: str = DEFAULT_SECRET,
    app_url: str = "http://localhost:9700",
    seed: int = 7,
) -> Server:
    """Listens when it returns. Port 0 takes a free one."""
    world = World(AppConfig(client_id, client_secret, app_url.rstrip("/")), ids=Ids(seed))
    world.sender = Sender(world)
    app = make_app(world)
    admin_schema()  # half a second, rather now than in the first request
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    http = make_server(host, port, app, threaded=True, request_handler=_Handler)
    named = "127.0.0.1" if host == "0.0.0.0" else host
    world.url = f"http://{named}:{http.server_port}"
    thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, name="sandbox", daemon=True)
    thread.start()
    return Server(world.url, world, http, thread)


def make_app(world: World) -> "WSGIApplication":
    """The platform as it stands in this world."""
    routes = _routes()

    def in_this_world(environ: "WSGIEnvironment", answer: "StartResponse") -> Iterable[bytes]:
        return routes(environ | {control.WORLD: world}, answer)

    return in_this_world


@cache
def _routes() -> Flask:
    """One for all worlds of this process: a request brings its own."""
    app = Flask(__name__, static_folder=None)
    # A cut connection must reach the handler and not become an error page.
    app.config["PROPAGATE_EXCEPTIONS"] = True
    assert isinstance(app.json, DefaultJSONProvider)
    app.json.sort_keys = False
    app.before_request(lambda: the_world().catch_up())
    for module in (stores, installation, customers, faults, state, bulk_files, staged_uploads):
        app.register_blueprint(module.blueprint)
    app.register_blueprint(graphql_endpoint.blueprint)
    app.register_blueprint(oauth.blueprint)
    app.register_error_handler(control.ControlError, control.refused)
    app.register_blueprint(commerce_control.blueprint)
    app.register_blueprint(pages.blueprint)
    return app
