"""What people see when something is wrong: plain words, the next step, a reference id."""

import secrets

import structlog
from flask import Flask, Response, render_template, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

log = structlog.get_logger()

WORDS = {
    403: ("This is not allowed", "Open the page again from the app's menu."),
    409: ("This is not possible now", "Load the page again and look at how it stands."),
    502: ("Shopify did not answer", "Try again in a minute; nothing was lost."),
    400: ("This address is not right", "Open the page again from the app's menu."),
    404: ("There is nothing here", "It may have been removed. Go back and choose it again."),
    405: ("This cannot be done here", "Open the page again from the app's menu."),
    413: ("That is too large", "Send less at once."),
    503: ("Laurel is busy for a moment", "Try again in a few seconds; nothing was lost."),
    500: ("Something went wrong on our side", "Try again. If it stays, tell us the reference below."),
}


def register(app: Flask) -> None:
    app.register_error_handler(HTTPException, _expected)
    app.register_error_handler(Exception, _unexpected)


def _expected(error: HTTPException) -> Response:
    """Our own words where we raised it; those of the framework are for developers."""
    ours = error.description if error.description != type(error).description else ""
    return _page(error.code or 500, ours or "")


def _unexpected(error: Exception) -> Response:
    reference = secrets.token_hex(4)
    log.error("a request failed", reference=reference, path=request.path, exc_info=error)
    status = 503 if isinstance(error, SQLAlchemyError | TimeoutError) else 500
    response = _page(status, "", reference)
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response


def _page(status: int, detail: str, reference: str = "") -> Response:
    title, advice = WORDS.get(status, ("This did not work", "Go back and try again."))
    if request.path.startswith("/webhooks") or "text/html" not in request.headers.get("Accept", "text/html"):
        return Response(f"{title}. {detail or advice}", status, mimetype="text/plain")
    told = {"title": title, "advice": advice, "detail": detail, "reference": reference}
    if "HX-Request" not in request.headers:
        return Response(render_template("error.html", **told), status, mimetype="text/html")
    part = Response(render_template("_problem.html", **told), status, mimetype="text/html")
    part.headers["HX-Retarget"], part.headers["HX-Reswap"] = ".problem", "innerHTML"
    return part
