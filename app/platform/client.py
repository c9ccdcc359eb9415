"""Admin GraphQL over `requests`: shop and token per call, no global state, no hidden retries.

An error says whether nothing was done, something may have been done, or it is no use to ask again. Only of
a mutation may anything have been done, and nothing was only where the connection was never made, or the
answer is 401, 402, 403, 404, 423, 429 or THROTTLED without data (reliability 1c.3).
Source of codes: https://shopify.dev/docs/api/usage/response-codes
"""

import json
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from app.config import API_VERSION, Config
from app.errors import PlatformError
from app.platform.answers import Answer, Cost, read, understood
from app.rules.said import said

TIMEOUTS = (3.05, 25.0)
SENT_WITHIN_MILLISECONDS = 30_000
"""What was not taken by then is given up by this machine too: bytes left in its buffers would otherwise
be sent on for minutes after we stopped waiting. Linux only."""


class Client:
    """One pool of connections; threads share it. Every call names its shop and token."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self.buckets: dict[str, tuple[Cost, float]] = {}
        """By shop what its bucket was last seen to hold, and when: a new turn begins where the last ended."""
        self._http = requests.Session()
        self._http.trust_env = False
        for scheme in ("http://", "https://"):
            self._http.mount(scheme, HTTPAdapter(pool_connections=64, pool_maxsize=64, max_retries=0))

    def run(self, shop: str, token: str, document: str, variables: Mapping[str, Any] | None = None) -> Answer:
        """Sends one document. Raises PlatformError and its kinds; returns data even if parts are missing."""
        return self._run(self._http, shop, token, document, variables)

    def run_alone(
        self, shop: str, token: str, document: str, variables: Mapping[str, Any] | None = None
    ) -> Answer:
        """The same on a connection of its own: on one that was kept, nobody can tell whether it was still
        open when we wrote. For what moves money."""
        with requests.Session() as http:
            http.trust_env = False
            for scheme in ("http://", "https://"):
                http.mount(scheme, _OneCall(max_retries=0))
            return self._run(http, shop, token, document, variables)

    def _run(
        self,
        http: requests.Session,
        shop: str,
        token: str,
        document: str,
        variables: Mapping[str, Any] | None,
    ) -> Answer:
        started, mutates = time.monotonic(), document.lstrip().startswith("mutation")
        asked = json.dumps({"query": document, "variables": variables or {}}, ensure_ascii=False)
        try:
            with http.post(
                self.url(shop),
                data=asked.encode(),
                headers={"X-Shopify-Access-Token": token, "Content-Type": "application/json"},
                timeout=TIMEOUTS,
                allow_redirects=False,
                stream=True,
            ) as response:
                body = read(response, started, mutates)
                return understood(response, body, shop, mutates)
        except requests.exceptions.ConnectTimeout as error:
            raise PlatformError(said("%(shop)s could not be reached.", shop=shop), retry_after=5) from error
        except requests.exceptions.ConnectionError as error:
            nothing_sent = "NewConnectionError" in repr(error) or "Connection refused" in repr(error)
            raise PlatformError(
                said("The connection to %(shop)s broke.", shop=shop),
                retry_after=5,
                unknown_outcome=mutates and not nothing_sent,
            ) from error
        except requests.exceptions.RequestException as error:
            raise PlatformError(
                said("%(shop)s did not answer in time.", shop=shop), retry_after=5, unknown_outcome=mutates
            ) from error

    def url(self, shop: str) -> str:
        base = f"{self._config.sandbox_url}/{shop}" if self._config.sandbox_url else f"https://{shop}"
        return f"{base}/admin/api/{API_VERSION}/graphql.json"

    def upload(self, url: str, form: Mapping[str, str], name: str, content: bytes) -> None:
        """Sends a file to where `stagedUploadsCreate` said. Raises PlatformError; nothing has run by it."""
        try:
            answer = self._http.post(
                url, data=form, files={"file": (name, content)}, timeout=TIMEOUTS, allow_redirects=False
            )
        except requests.exceptions.RequestException as error:
            raise PlatformError(said("A file could not be uploaded to Shopify."), retry_after=10) from error
        if answer.status_code >= 300:
            raise PlatformError(
                said("Shopify's file store answered %(status)s.", status=answer.status_code),
                retry_after=30,
            )

    @contextmanager
    def lines(self, url: str) -> Iterator[Iterator[bytes]]:
        """The lines of a bulk result, streamed. Raises PlatformError, also in the middle."""
        try:
            with self._http.get(url, timeout=TIMEOUTS, stream=True, allow_redirects=False) as response:
                if response.status_code != 200:
                    raise PlatformError(
                        said("The bulk result answered %(status)s.", status=response.status_code),
                        retry_after=30,
                    )
                yield response.iter_lines(64 * 1024)
        except requests.exceptions.RequestException as error:
            raise PlatformError(
                said("The bulk result could not be fetched whole."), retry_after=10
            ) from error


class _OneCall(HTTPAdapter):
    """A connection whose unsent bytes do not outlive our waiting."""

    def init_poolmanager(self, *arguments: Any, **more: Any) -> Any:
        options = [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            options.append((socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SENT_WITHIN_MILLISECONDS))
        return super().init_poolmanager(*arguments, socket_options=options, **more)
