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
from dataclasses import dataclass, field
from typing import Any

import requests
import structlog
from requests.adapters import HTTPAdapter

from app.config import API_VERSION, Config
from app.errors import PlatformError, ShopUnavailable, Throttled, TokenRefused, UserErrors
from app.rules.said import N_, said

TIMEOUTS = (3.05, 25.0)
WHOLE_CALL = 30.0
MAX_ANSWER = 20 * 1024 * 1024
SENT_WITHIN_MILLISECONDS = 30_000
"""What was not taken by then is given up by this machine too: bytes left in its buffers would otherwise
be sent on for minutes after we stopped waiting. Linux only."""
UNAVAILABLE = {
    402: N_("%(shop)s is frozen (402)."),
    403: N_("%(shop)s is closed to us (403)."),
    404: N_("%(shop)s is gone (404)."),
    423: N_("%(shop)s is locked (423)."),
}
UNAVAILABLE_SECONDS = 900.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Cost:
    """Points of one call, and the shop's bucket after it (`extensions.cost`)."""

    requested: float = 0
    actual: float = 0
    available: float = 1000
    maximum: float = 1000
    restore_rate: float = 50


@dataclass(frozen=True, slots=True)
class Answer:
    data: dict[str, Any]
    cost: Cost
    errors: list[dict[str, Any]] = field(default_factory=list)
    """Beside data: fields that were kept from us, such as protected customer data."""

    def root(self, name: str) -> dict[str, Any]:
        """The payload of a mutation; raises UserErrors if the platform refused it."""
        payload: dict[str, Any] = self.data.get(name) or {}
        if payload.get("userErrors"):
            raise UserErrors(payload["userErrors"])
        return payload


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
                body = _read(response, started, mutates)
                return _answer(response, body, shop, mutates)
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


def _read(response: requests.Response, started: float, mutates: bool) -> bytes:
    """The body, bounded in size (also unpacked) and in time."""
    parts, size = [], 0
    for part in response.iter_content(64 * 1024):
        size += len(part)
        if size > MAX_ANSWER or time.monotonic() - started > WHOLE_CALL:
            raise PlatformError(
                said("The answer is too large or too slow."), retry_after=30, unknown_outcome=mutates
            )
        parts.append(part)
    return b"".join(parts)


def _answer(response: requests.Response, body: bytes, shop: str, mutates: bool) -> Answer:
    status = response.status_code
    if status == 401:
        raise TokenRefused(said("%(shop)s refused our token.", shop=shop), permanent=True)
    if status in UNAVAILABLE:
        raise ShopUnavailable(
            said(UNAVAILABLE[status], shop=shop),
            retry_after=UNAVAILABLE_SECONDS,
        )
    if status in (429, 430):
        raise Throttled(
            said("%(shop)s asks us to slow down.", shop=shop),
            retry_after=_seconds(response.headers.get("Retry-After")),
            unknown_outcome=mutates and status != 429,
        )
    if status != 200:
        raise PlatformError(
            said("%(shop)s answered %(status)s.", shop=shop, status=status),
            retry_after=5 if status >= 500 else 60,
            unknown_outcome=mutates,
        )
    _watch_version(response, shop)
    try:
        answer = json.loads(body)
    except ValueError as error:
        raise PlatformError(
            said("%(shop)s answered something else than JSON.", shop=shop),
            retry_after=30,
            unknown_outcome=mutates,
        ) from error
    if not isinstance(answer, dict):
        raise PlatformError(
            said("%(shop)s answered something else than an object.", shop=shop),
            retry_after=30,
            unknown_outcome=mutates,
        )
    return _graphql(answer, shop, mutates)


def _graphql(answer: dict[str, Any], shop: str, mutates: bool) -> Answer:
    cost = _cost(answer)
    errors = [error for error in answer.get("errors") or [] if isinstance(error, dict)]
    codes = {str((error.get("extensions") or {}).get("code", "")) for error in errors}
    words = "; ".join(str(error.get("message", "")) for error in errors)[:400]
    data = answer.get("data")
    if "THROTTLED" in codes and not data:
        wait = max(0.5, (cost.requested - cost.available) / max(cost.restore_rate, 1))
        raise Throttled(said("%(shop)s is throttled.", shop=shop), retry_after=min(wait, 60))
    if "SHOP_INACTIVE" in codes:
        raise ShopUnavailable(
            said("%(shop)s is not active.", shop=shop),
            retry_after=UNAVAILABLE_SECONDS,
            unknown_outcome=mutates,
        )
    if isinstance(data, dict):
        return Answer(data, cost, errors)
    if codes & {"ACCESS_DENIED", "MAX_COST_EXCEEDED"} or (errors and "INTERNAL_SERVER_ERROR" not in codes):
        raise PlatformError(
            said("%(shop)s refused the request: %(words)s", shop=shop, words=words),
            permanent=True,
            unknown_outcome=mutates,
        )
    raise PlatformError(
        said("%(shop)s answered without data: %(words)s", shop=shop, words=words),
        retry_after=10,
        unknown_outcome=mutates,
    )


def _cost(answer: dict[str, Any]) -> Cost:
    told = (answer.get("extensions") or {}).get("cost") or {}
    status = told.get("throttleStatus") or {}
    return Cost(
        requested=float(told.get("requestedQueryCost") or 0),
        actual=float(told.get("actualQueryCost") or 0),
        available=float(status.get("currentlyAvailable", 1000)),
        maximum=float(status.get("maximumAvailable", 1000)),
        restore_rate=float(status.get("restoreRate", 50)),
    )


def _seconds(text: str | None) -> float:
    try:
        return min(max(float(text or 2), 0.5), 300)
    except ValueError:
        return 2.0


def _watch_version(response: requests.Response, shop: str) -> None:
    served = response.headers.get("X-Shopify-API-Version")
    if served and served != API_VERSION:
        log.warning("another API version answered", shop=shop, asked=API_VERSION, served=served)
