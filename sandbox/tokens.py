"""Expiring offline tokens and the refresh tokens that go with them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

ACCESS_SECONDS = 3600
REFRESH_LIFE = timedelta(days=90)


@dataclass(frozen=True)
class AccessToken:
    token: str
    expires_at: datetime
    refresh_token: str
    used: bool = False


@dataclass(frozen=True)
class RefreshToken:
    """`replaces` is the refresh token this one came from: it works until this pair is used."""

    token: str
    expires_at: datetime
    replaces: str | None = None
