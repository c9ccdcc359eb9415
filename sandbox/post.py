"""Posts one delivery over a connection that is kept for the next one."""

from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from sandbox.delivery import Delivery

TIMEOUT_SECONDS = 5.0


class Postman:
    """One for each worker thread, so that no connection is ever shared."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, str], HTTPConnection] = {}

    def post(self, delivery: Delivery, secret: str) -> int | str:
        """The answer's status, or in words why there was none."""
        place = urlsplit(delivery.url)
        key = (place.scheme, place.netloc)
        kept = self._open.pop(key, None)
        connection = kept or _connect(place)
        try:
            try:
                status = _exchange(connection, place, delivery, secret)
            except (HTTPException, ConnectionError):
                if kept is None:
                    raise
                kept.close()  # the other side closed it while it was idle: once more, on a fresh one
                connection = _connect(place)
                status = _exchange(connection, place, delivery, secret)
        except TimeoutError:
            connection.close()
            return "timeout"
        except (HTTPException, OSError) as error:
            connection.close()
            return f"no answer: {type(error).__name__}"
        self._open[key] = connection
        return status

    def close(self) -> None:
        for connection in self._open.values():
            with suppress(OSError):
                connection.close()


def _connect(place: SplitResult) -> HTTPConnection:
    kind = HTTPSConnection if place.scheme == "https" else HTTPConnection
    return kind(place.hostname or "", place.port, timeout=TIMEOUT_SECONDS)


def _exchange(connection: HTTPConnection, place: SplitResult, delivery: Delivery, secret: str) -> int:
    path = f"{place.path or '/'}?{place.query}" if place.query else place.path or "/"
    connection.request("POST", path, body=delivery.body, headers=delivery.headers(secret))
    answer = connection.getresponse()
    answer.read()
    return answer.status
