"""Carries out an ordered fault on any request: in place of the work, before it, or after it."""

import os
import socket
import struct
import time
from collections.abc import Callable, Iterator
from itertools import chain
from zlib import compressobj

from flask import Response, jsonify, request

from sandbox.faults import ApiFault

_BLANKS = b" " * 2**20
_GZIP = 31  # zlib's window bits for a gzip wrapper
_INTERNAL_ERROR = {
    "errors": [
        {
            "message": "Internal error. Looks like something went wrong on our end.",
            "extensions": {"code": "INTERNAL_SERVER_ERROR"},
        }
    ],
    "data": None,
}


class ConnectionCut(ConnectionError):
    """The connection was reset. The server treats it as it treats a client that went away."""


def does_the_work(fault: ApiFault) -> bool:
    """Whether the request is carried out now in spite of the fault."""
    return fault.action.partition(":")[0] in ("late", "partial_user_errors", *_AFTER_THE_WORK)


def disturb(fault: ApiFault | None, work: Callable[[], Response]) -> Response:
    if fault is None:
        return work()
    action, _, detail = fault.action.partition(":")
    if action == "late":
        time.sleep(float(detail))
        return work()
    if action in _AFTER_THE_WORK:
        return _AFTER_THE_WORK[action](detail, work())
    if action in _IN_ITS_PLACE:
        return _IN_ITS_PLACE[action](detail)
    raise ValueError(f"the fault {action!r} is not for this request")


def cut() -> Response:
    """Resets the connection: linger 0 makes the kernel send RST, as a dying proxy does."""
    connection: socket.socket = request.environ["werkzeug.socket"]
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(connection.detach())  # close() alone would wait for the file objects around the socket
    raise ConnectionCut


def _silence(seconds: str) -> Response:
    time.sleep(float(seconds))
    return cut()


def _status(code: str) -> Response:
    response = jsonify({"errors": "Service Unavailable"})
    response.status_code = int(code)
    return response


def _swollen(answer: Response, mebibytes: int, packed: bool) -> Response:
    """The answer behind that much blank: still JSON, for who reads it all."""
    blanks = (_BLANKS for _ in range(mebibytes))
    parts = chain(blanks, (answer.get_data(),))
    if not packed:
        return Response(parts, content_type=answer.content_type)
    packer = compressobj(wbits=_GZIP)
    squeezed = b"".join([*(packer.compress(part) for part in parts), packer.flush()])
    return Response(squeezed, headers={"Content-Encoding": "gzip"}, content_type=answer.content_type)


def _dripping(answer: Response, seconds: float) -> Response:
    whole = answer.get_data()

    def bytewise() -> Iterator[bytes]:
        for at in range(len(whole)):
            time.sleep(seconds)
            yield whole[at : at + 1]

    headers = {"Content-Length": str(len(whole))}
    return Response(bytewise(), answer.status_code, headers, content_type=answer.content_type)


def _garbage() -> Response:
    return Response("<html><body>upstream connect error", 200, content_type="text/html")


def _unauthorized() -> Response:
    text = "[API] Invalid API key or access token (unrecognized login or wrong password)"
    response = jsonify({"errors": text})
    response.status_code = 401
    return response


def _kept_back(answer: Response, seconds: float) -> Response:
    time.sleep(seconds)
    return answer


def _halved(answer: Response) -> Response:
    whole = answer.get_data()
    answer.set_data(whole[: len(whole) // 2])
    return answer


_IN_ITS_PLACE: dict[str, Callable[[str], Response]] = {
    "status": _status,
    "garbage": lambda _: _garbage(),
    "unauthorized": lambda _: _unauthorized(),
    "redirect": lambda url: Response("", 302, headers={"Location": url}),
    "reset_before": lambda _: cut(),
    "silence": _silence,
}

# The caller gets to know of the work late, in pieces, in other words, or never.
_AFTER_THE_WORK: dict[str, Callable[[str, Response], Response]] = {
    "hang": lambda seconds, answer: _kept_back(answer, float(seconds)),
    "drip": lambda seconds, answer: _dripping(answer, float(seconds)),
    "status_after": lambda code, _: _status(code),
    "errors_after": lambda *_: jsonify(_INTERNAL_ERROR),
    "wrong_shape": lambda *_: jsonify([]),
    "truncated": lambda _, answer: _halved(answer),
    "huge": lambda size, answer: _swollen(answer, int(size), packed=False),
    "gzip_bomb": lambda size, answer: _swollen(answer, int(size), packed=True),
    "reset_after": lambda *_: cut(),
    "silence_after": lambda seconds, _: _silence(seconds),
}
