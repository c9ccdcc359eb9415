"""An embedded app as small as can be, to see that the pretend admin and App Bridge treat it well."""

from threading import Thread
from urllib.parse import quote

import jwt
from flask import Flask, Response, redirect, request
from werkzeug.serving import make_server

from sandbox.server import DEFAULT_SECRET

_NAV = """<s-app-nav><s-link href="/app" rel="home">Home</s-link><s-link href="/app/members">Members</s-link>
<s-link href="/app/settings">Settings</s-link></s-app-nav>"""
_PAGES = {
    "": """<a href="/app/members?tier=gold">plain link</a> <s-link href="/app/members/5">Member five</s-link>
        <s-link href="shopify://admin/customers">Customers</s-link>
        <s-button onclick="shopify.toast.show('Well done')">Toast</s-button>
        <s-button id="fetch">Fetch</s-button>
        <script>document.getElementById("fetch").addEventListener("click", async () => {
          document.title = await (await fetch("/app/whoami")).text();
        })</script>""",
    "settings": """<form id="form" data-save-bar data-discard-confirmation>
        <s-text-field label="Name" name="name" value="Gold"></s-text-field></form>
        <script>form.addEventListener("submit", (event) => {
          event.preventDefault();
          shopify.toast.show("Saved " + new FormData(form).get("name"));
        })</script>""",
}


class TinyApp:
    """`seen` holds each request as path and how it said who it is: query, header or nothing."""

    def __init__(self, sandbox_url: str) -> None:
        self.sandbox_url = sandbox_url
        self.seen: list[tuple[str, str]] = []
        self.refusals = 0  # how many of the next tokens are refused
        app = Flask("tiny")
        app.before_request(self._check)
        app.add_url_rule("/auth/patch", view_func=self._patch)
        app.add_url_rule("/app/whoami", view_func=self._whoami)
        app.add_url_rule("/app", view_func=self._page)
        app.add_url_rule("/app/<path:name>", view_func=self._page)
        self._server = make_server("localhost", 0, app, threaded=True)
        self.url = f"http://localhost:{self._server.server_port}"
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _check(self) -> Response | None:
        if not request.path.startswith("/app"):
            return None
        header = request.headers.get("Authorization", "").removeprefix("Bearer ")
        token = header or request.args.get("id_token", "")
        self.seen.append((request.path, "header" if header else "query" if token else "nothing"))
        if header and self.refusals:
            self.refusals -= 1
            return Response("", 401, {"X-Shopify-Retry-Invalid-Session-Request": "1"})
        try:
            jwt.decode(token, DEFAULT_SECRET, algorithms=["HS256"], audience="laurel-client-id")
        except jwt.InvalidTokenError:
            return redirect(f"/auth/patch?shopify-reload={quote(request.path, safe='')}")  # type: ignore[return-value]
        return None

    def _patch(self) -> str:
        return self._head("Patch")

    def _whoami(self) -> str:
        return f"asked by {request.headers['X-Requested-With']}"

    def _page(self, name: str = "") -> str:
        title = name.split("/")[0].capitalize() or "Home"
        body = _PAGES.get(name, f"<s-text>Page of {name} {request.args.get('tier', '')}</s-text>")
        section = f'<s-section heading="Things">{body}</s-section>'
        return f'{self._head(title)}<body>{_NAV}<s-page heading="{title}">{section}</s-page></body></html>'

    def _head(self, title: str) -> str:
        scripts = "".join(
            f'<script src="{self.sandbox_url}/cdn/{name}"></script>'
            for name in ("app-bridge.js", "polaris-1.js")
        )
        return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
        <meta name="shopify-api-key" content="laurel-client-id">{scripts}</head>"""
