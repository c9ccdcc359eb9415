"""Activity: what happened, newest first, by kind."""

from urllib.parse import urlencode

from flask import current_app, g, render_template, request

from app.delivery import Context
from app.web.activity.rows import MOST_PAGES, find
from app.web.activity.words import KINDS, line


def page() -> str:
    context: Context = current_app.extensions["laurel"]
    kind = request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    with context.db.read() as session:
        found = find(session, g.shop.id, kind, _page())
    lines = [line(each, g.staff, g.shop.counting_currency) for each in found.events]
    told = {"found": found, "lines": lines, "kinds": KINDS, "kind": kind, "address": address}
    return render_template("activity.html", **told)


def address(kind: str, number: int = 1) -> str:
    kept = {"kind": kind, "page": str(number) if number > 1 else ""}
    query = urlencode({name: value for name, value in kept.items() if value})
    return f"/app/activity?{query}" if query else "/app/activity"


def _page() -> int:
    text = request.args.get("page", "1")
    fits = text.isascii() and text.isdigit() and len(text) <= len(str(MOST_PAGES))
    return max(1, int(text)) if fits else 1
