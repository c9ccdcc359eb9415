"""Who is asking, and our right to call: session tokens, token exchange and refresh.

Exchange and refresh are Shopify's own package; the check of session tokens is ours, because the official
libraries take tokens without expiry, with other audiences and of shoppers (reliability T6, T7).
Source: https://shopify.dev/docs/apps/build/authentication-authorization/session-tokens
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from ssl import SSLContext
from typing import Any
from urllib.parse import urlsplit

import httpx
import jwt
from shopify.utils.shop_url import sanitize_shop_domain
from shopify_app import ShopifyApp, TokenExchangeResult

from app.config import Config
from app.errors import PlatformError, Refused, TokenRefused
from app.rules.said import said

LEEWAY = 10
LONGEST_DOMAIN = 100
REQUIRED = ("iss", "dest", "aud", "sub", "exp", "nbf", "iat", "jti", "sid")
FORCE_REFRESH = "2000-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of a store's staff, proven by a session token. `token` is fit for one exchange."""

    shop: str
    user_id: str
    token: str
    claims: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TokenPair:
    """An offline token and its refresh token; they come from one answer and are stored together."""

    access: str
    refresh: str
    scopes: str
    expires_at: datetime
    refresh_expires_at: datetime


def staff_of(token: str, config: Config, now: datetime) -> Staff:
    """Checks a session token strictly. Raises Refused, saying no more than that.

    HS256 by one of our secrets; the audience equal to our client id; every claim present; within its time
    (10 s leeway); issued by the admin of the store it is for; for a staff member, whose id is digits.
    """
    for secret in config.secrets:
        try:
            header = jwt.get_unverified_header(token)
            claims: dict[str, Any] = jwt.decode(
                token,
                secret,
                algorithms=["HS256"],
                options={
                    "require": list(REQUIRED),
                    "verify_aud": False,
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                },
            )
        except (jwt.InvalidTokenError, ValueError):
            continue
        if "crit" not in header and _claims_hold(claims, config.client_id, now.timestamp()):
            return Staff(urlsplit(claims["dest"]).netloc, claims["sub"], token, claims)
    raise Refused("The session token is not valid.")


def _claims_hold(claims: dict[str, Any], client_id: str, now: float) -> bool:
    times = [claims[name] for name in ("exp", "nbf", "iat")]
    if not all(isinstance(value, int) and not isinstance(value, bool) for value in times):
        return False
    expires, not_before, issued = times
    texts = [claims[name] for name in ("iss", "dest", "sub", "jti", "sid")]
    if not all(isinstance(text, str) and text for text in texts):
        return False
    domain = claims["dest"].removeprefix("https://")
    return bool(
        claims["aud"] == client_id
        and isinstance(claims["aud"], str)
        and not_before - LEEWAY <= now < expires + LEEWAY
        and issued <= now + LEEWAY
        and is_shop(domain)
        and claims["dest"] == f"https://{domain}"
        and claims["iss"] == f"https://{domain}/admin"
        and claims["sub"].isascii()
        and claims["sub"].isdigit()
    )


def is_shop(domain: str) -> bool:
    """A store's own domain, in the one form we accept: lower case, below myshopify.com, nothing around it."""
    fits = 0 < len(domain) <= LONGEST_DOMAIN and domain.islower() and domain.isascii()
    return fits and bool(sanitize_shop_domain(domain) == domain)


def exchange(config: Config, staff: Staff, now: datetime) -> TokenPair:
    """A session token for an expiring offline token. Raises Refused (token too old), PlatformError."""
    with _http(config) as http:
        result = _app(config).exchange_using_token_exchange(
            "offline",
            id_token={"exchangeable": True, "token": staff.token, "claims": staff.claims},
            expiring=True,
            http_client=http,
        )
    return _pair(result, now, Refused("Shopify did not take the session token."))


def refresh(config: Config, shop: str, refresh_token: str, now: datetime) -> TokenPair:
    """A new pair for an old refresh token. Raises TokenRefused if the merchant must open the app again."""
    old = {"shop": shop.removesuffix(".myshopify.com"), "token": "", "scope": "", "accessMode": "offline"} | {
        "access_mode": "offline",
        "expires": FORCE_REFRESH,
        "refresh_token": refresh_token,
        "refresh_token_expires": "2999-01-01T00:00:00Z",
        "user": None,
    }
    with _http(config) as http:
        result = _app(config).refresh_token_exchanged_access_token(old, http_client=http)
    return _pair(
        result,
        now,
        TokenRefused(said("Shopify did not renew the token of %(shop)s.", shop=shop), permanent=True),
    )


def _app(config: Config) -> ShopifyApp:
    return ShopifyApp(config.client_id, config.client_secret)


def _pair(result: TokenExchangeResult, now: datetime, refused: Exception) -> TokenPair:
    token = result.access_token
    if result.ok and token and token.refresh_token:
        return TokenPair(
            token.token,
            token.refresh_token,
            token.scope,
            now + _left(token.expires, timedelta(hours=1)),
            now + _left(token.refresh_token_expires, timedelta(days=90)),
        )
    statuses = [log.res.status for log in result.http_logs if log.res is not None]
    if statuses and 400 <= statuses[-1] < 500 and statuses[-1] != 429:
        raise refused
    raise PlatformError(
        said("Shopify's token endpoint did not answer (%(code)s).", code=result.log.code), retry_after=5
    )


def _left(text: str | None, default: timedelta) -> timedelta:
    """The package tells an instant of its own clock; what matters is how long that is from now."""
    if not text:
        return default
    left = datetime.fromisoformat(text) - datetime.now(UTC)
    return left if left > timedelta(0) else default


def _http(config: Config) -> httpx.Client:
    direct = httpx.HTTPTransport(verify=_trusted(), retries=0)
    transport = _ToSandbox(config.sandbox_url, direct) if config.sandbox_url else direct
    return httpx.Client(transport=transport, timeout=10, follow_redirects=False)


@cache
def _trusted() -> SSLContext:
    """Reading the certificates of all authorities takes longer than the call: once for each process."""
    return httpx.create_ssl_context()


class _ToSandbox(httpx.BaseTransport):
    """The package always calls https://{shop}; beside a sandbox its requests go there instead."""

    def __init__(self, sandbox_url: str, inner: httpx.BaseTransport) -> None:
        self._sandbox, self._inner = sandbox_url, inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = httpx.URL(f"{self._sandbox}/{request.url.host}{request.url.raw_path.decode()}")
        request.url = url
        request.headers["host"] = url.netloc.decode()
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()
