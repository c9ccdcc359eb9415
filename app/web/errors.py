"""What people see when something is wrong: plain words, the next step, a reference id."""

import secrets

import structlog
from flask import Flask, Response, render_template, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from app.errors import PlatformError, ShopUnavailable, Throttled
from app.web.language import gettext as say

log = structlog.get_logger()

WORDS: dict[int, tuple[LazyString, LazyString]] = {
    400: (_("This address is not right"), _("Open the page again from the app's menu.")),
    401: (
        _("This page does not know you any more"),
        _(
            "Open Laurel again from the Apps page of your Shopify admin. If the app was removed from the "
            "store, install it again there."
        ),
    ),
    403: (_("This is not allowed"), _("Open the page again from the app's menu.")),
    404: (_("There is nothing here"), _("It may have been removed. Go back and choose it again.")),
    405: (_("This cannot be done here"), _("Open the page again from the app's menu.")),
    409: (_("This is not possible now"), _("Load the page again and look at how it stands.")),
    413: (_("That is too large"), _("Send less at once.")),
    500: (
        _("Something went wrong on our side"),
        _("Try again. If it stays, tell whoever runs Laurel the reference below."),
    ),
    502: (
        _("Shopify did not answer"),
        _("Try again in a minute; nothing was lost. shopifystatus.com says whether Shopify has trouble."),
    ),
    503: (_("Laurel is busy for a moment"), _("Try again in a few seconds; nothing was lost.")),
}
UNKNOWN = (_("This did not work"), _("Go back and try again."))
REFERENCED = (401, 403)
"""Told with a reference, as every failure of ours is: whoever asks for help has something to name."""


def register(app: Flask) -> None:
    app.register_error_handler(HTTPException, _expected)
    app.register_error_handler(PlatformError, _platform)
    app.register_error_handler(Exception, _unexpected)


def refused() -> Response:
    """To a fetch that proved nobody even with a fresh token: told in the page, and to App Bridge."""
    return _page(401, "", _reference(401))


def _expected(error: HTTPException) -> Response:
    """Our own words where we raised it; those of the framework are for developers."""
    ours = error.description if error.description != type(error).description else ""
    status = error.code or 500
    return _page(status, ours or "", _reference(status, ours or ""))


def _platform(error: PlatformError) -> Response:
    """A call to Shopify within a request: what it said, in our words where we know what it means."""
    return _page(502, _said(error), _reference(502, str(error)))


def _said(error: PlatformError) -> str:
    if isinstance(error, Throttled):
        return say("Shopify asks Laurel to wait: this store has been asked too much at once.")
    if isinstance(error, ShopUnavailable):
        return say("Shopify says that this store cannot be reached now: it may be frozen, locked or closed.")
    return ""


def _unexpected(error: Exception) -> Response:
    reference = secrets.token_hex(4)
    log.error("a request failed", reference=reference, path=request.path, exc_info=error)
    status = 503 if isinstance(error, SQLAlchemyError | TimeoutError) else 500
    response = _page(status, "", reference)
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response


def _reference(status: int, problem: str = "") -> str:
    if status < 500 and status not in REFERENCED:
        return ""
    reference = secrets.token_hex(4)
    log.warning(
        "a request was refused", reference=reference, path=request.path, status=status, problem=problem
    )
    return reference


def _page(status: int, detail: str, reference: str = "") -> Response:
    title, advice = WORDS.get(status, UNKNOWN)
    if request.path.startswith(("/webhooks", "/shopper")) or "text/html" not in request.headers.get(
        "Accept", "text/html"
    ):
        return Response(f"{title}. {detail or advice}", status, mimetype="text/plain")
    told = {"title": title, "advice": advice, "detail": detail, "reference": reference}
    if "HX-Request" not in request.headers:
        return Response(render_template("error.html", **told), status, mimetype="text/html")
    part = Response(render_template("_problem.html", **told), status, mimetype="text/html")
    part.headers["HX-Retarget"], part.headers["HX-Reswap"] = ".problem", "innerHTML"
    return part
