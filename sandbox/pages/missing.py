"""A store that is not there gets a page for people, not JSON."""

from collections.abc import Callable

from flask import Response, make_response, render_template

from sandbox.control import ControlError


def page_of_store(render: Callable[[], str]) -> Response:
    try:
        return make_response(render())
    except ControlError as error:
        return make_response(render_template("missing.html", message=str(error)), error.status)
