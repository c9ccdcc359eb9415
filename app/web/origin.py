"""A browser names the page that a POST comes from; another site's page may not act for a merchant.

There is no cookie that it could ride on: this is the second lock on a door that the bearer token closes.
"""

from urllib.parse import urlsplit

from flask import current_app, request
from flask_babel import gettext as _
from werkzeug.exceptions import Forbidden

from app.delivery import Context


def same_origin() -> None:
    """Raises Forbidden for a POST whose Origin is not ours. A client without that header is no browser."""
    if request.method != "POST":
        return
    context: Context = current_app.extensions["laurel"]
    origin = request.headers.get("Origin")
    ours = urlsplit(context.config.app_url)
    if origin is not None and origin != f"{ours.scheme}://{ours.netloc}":
        raise Forbidden(_("This was sent from another page than Laurel's."))
