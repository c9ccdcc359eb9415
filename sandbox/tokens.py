"""Expiring offline tokens and the refresh tokens that go with them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

ACCESS_SECONDS = 3600
REFRESH_LIFE = timedelta(days=90)


@dataclass(frozen=True)
class AccessToken:
    token: str
    expires_at: datetime
    refresh_token: str
    used: bool = False

    @classmethod
    def starting(cls, token: str, now: datetime, refresh_token: str) -> Self:
        return cls(token, now + timedelta(seconds=ACCESS_SECONDS), refresh_token)


@dataclass(frozen=True)
class RefreshToken:
    """`replaces` is the refresh token this one came from: it works until this pair is used."""

    token: str
    expires_at: datetime
    replaces: str | None = None
