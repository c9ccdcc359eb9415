"""What the platform answered: its data, what it cost, or an error that says whether anything was done.

Source of codes: https://shopify.dev/docs/api/usage/response-codes
"""

import json
import time
from dataclasses import dataclass, field
from typing import Any

import requests
import structlog

from app.config import API_VERSION
from app.errors import PlatformError, ShopUnavailable, Throttled, TokenRefused, UserErrors
from app.rules.said import N_, said

WHOLE_CALL = 30.0
MAX_ANSWER = 20 * 1024 * 1024
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


def read(response: requests.Response, started: float, mutates: bool) -> bytes:
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


def understood(response: requests.Response, body: bytes, shop: str, mutates: bool) -> Answer:
    """The data of an answer that has it. Raises PlatformError and its kinds, by status and by code."""
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
