"""The settings of the process, read once from the environment (and `.env`) into one frozen value."""

import base64
import os
from collections.abc import Mapping
from typing import Literal, Self

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import Url

from app.errors import ConfigError

API_VERSION = "2026-10"
DEFAULT_DATABASE = "sqlite:///var/laurel.db"
LOOPBACK = ("localhost", "127.0.0.1", "::1")

REQUIRED = {
    "SHOPIFY_API_KEY": "Copy the client id from Dev Dashboard → your app → Settings.",
    "SHOPIFY_API_SECRET": "Copy the client secret from Dev Dashboard → your app → Settings.",
    "APP_URL": "The https address under which Shopify reaches this app, such as https://vip.example.com.",
    "LAUREL_KEYS": "Keys that encrypt tokens, as id:base64 of 32 bytes. Make one with: laurel new-key",
}


class Config(BaseModel):
    model_config = ConfigDict(frozen=True)

    client_id: str
    client_secret: str = Field(repr=False)
    old_client_secret: str = Field(default="", repr=False)
    app_url: str
    keys: dict[str, bytes] = Field(repr=False)
    """Encryption keys by id; the first one encrypts, all of them decrypt."""
    database_url: str = DEFAULT_DATABASE
    sandbox_url: str = ""
    cdn_url: str = "https://cdn.shopify.com/shopifycloud"
    webhook_subscriptions: Literal["api", "toml"] = "api"
    metrics_token: str = Field(default="", repr=False)
    host: str = "127.0.0.1"
    port: int = 9700
    threads: int = 16
    delivery_threads: int = 4
    body_days_done: int = 3
    body_days_dead: int = 30
    log_level: str = "INFO"

    @property
    def secrets(self) -> list[str]:
        """Current secret first; during a rotation the previous one still verifies."""
        return [secret for secret in (self.client_secret, self.old_client_secret) if secret]

    @property
    def on_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Raises ConfigError that names every missing or wrong setting and where it comes from."""
        given = dict(environment) if environment is not None else {**_dotenv(), **os.environ}
        problems = [f"{name} is not set. {where}" for name, where in REQUIRED.items() if not given.get(name)]
        values = {}
        for name, field in NAMES.items():
            text = given.get(name, "")
            if text:
                try:
                    values[field] = _read(field, text)
                except ValueError as wrong:
                    problems.append(f"{name} is wrong: {wrong}")
        if not problems:
            problems = _contradictions(values)
        if problems:
            raise ConfigError("\n".join([*problems, 'Or run "laurel demo" to work without Shopify.']))
        return cls.model_validate(values)


NAMES = {
    "SHOPIFY_API_KEY": "client_id",
    "SHOPIFY_API_SECRET": "client_secret",
    "SHOPIFY_API_SECRET_PREVIOUS": "old_client_secret",
    "APP_URL": "app_url",
    "LAUREL_KEYS": "keys",
    "DATABASE_URL": "database_url",
    "SANDBOX_URL": "sandbox_url",
    "SHOPIFY_CDN_URL": "cdn_url",
    "WEBHOOK_SUBSCRIPTIONS": "webhook_subscriptions",
    "METRICS_TOKEN": "metrics_token",
    "HOST": "host",
    "PORT": "port",
    "WEB_THREADS": "threads",
    "DELIVERY_THREADS": "delivery_threads",
    "BODY_DAYS_DONE": "body_days_done",
    "BODY_DAYS_DEAD": "body_days_dead",
    "LOG_LEVEL": "log_level",
}


def database_address() -> str:
    """DATABASE_URL alone, for the commands that only look. Raises ConfigError."""
    text = {**_dotenv(), **os.environ}.get("DATABASE_URL") or DEFAULT_DATABASE
    try:
        return _database(text)
    except ValueError as wrong:
        raise ConfigError(f"DATABASE_URL is wrong: {wrong}") from wrong


def sandbox_address() -> str:
    """SANDBOX_URL alone: commands that only look take the time from there. Empty in production."""
    text = {**_dotenv(), **os.environ}.get("SANDBOX_URL", "")
    try:
        return _address(text) if text else ""
    except ValueError as wrong:
        raise ConfigError(f"SANDBOX_URL is wrong: {wrong}") from wrong


def _dotenv() -> dict[str, str]:
    return {name: value for name, value in dotenv_values(".env").items() if value is not None}


def _read(field: str, text: str) -> object:
    if field == "keys":
        return parse_keys(text)
    if field in ("port", "threads", "delivery_threads", "body_days_done", "body_days_dead"):
        if not text.isascii() or not text.isdigit() or int(text) > 65535:
            raise ValueError("a whole number is expected")
        return int(text)
    if field in ("app_url", "sandbox_url", "cdn_url"):
        return _address(text)
    if field == "webhook_subscriptions" and text not in ("api", "toml"):
        raise ValueError('"api" or "toml" is expected')
    if field == "database_url":
        return _database(text)
    return text


def parse_keys(text: str) -> dict[str, bytes]:
    """`id:base64[,id:base64]`, 32 bytes each."""
    keys = {}
    for part in text.split(","):
        name, colon, encoded = part.strip().partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError:
            key = b""
        if not colon or not name.isalnum() or len(key) != 32:
            raise ValueError("id:base64 of 32 bytes is expected; make one with: laurel new-key")
        keys[name] = key
    return keys


def key_text(name: str, key: bytes) -> str:
    """A key in the form that LAUREL_KEYS takes."""
    return f"{name}:{base64.b64encode(key).decode()}"


def _address(text: str) -> str:
    """The address as a browser writes it in an Origin: small letters, no port where it is the usual one."""
    parts = Url(text)
    if parts.scheme not in ("http", "https") or not parts.host:
        raise ValueError("an address such as https://vip.example.com is expected")
    if parts.scheme == "http" and parts.host not in LOOPBACK:
        raise ValueError("http is only for this machine; https is expected")
    return str(parts).rstrip("/")


def _database(text: str) -> str:
    for scheme in ("postgres://", "postgresql://"):
        if text.startswith(scheme):
            return "postgresql+psycopg://" + text.removeprefix(scheme)
    if text.startswith(("sqlite:///", "postgresql+psycopg://")):
        return text
    raise ValueError("sqlite:///path or postgresql://… is expected")


def _contradictions(values: Mapping[str, object]) -> list[str]:
    """The sandbox is only for this machine: with it a public address or a real secret is refused."""
    sandbox = str(values.get("sandbox_url", ""))
    if not sandbox:
        short = [
            f"{name} is too short to be a client secret. {REQUIRED['SHOPIFY_API_SECRET']}"
            for name, field in NAMES.items()
            if field in ("client_secret", "old_client_secret") and 0 < len(str(values.get(field, ""))) < 16
        ]
        if short:
            return short
        if str(values["app_url"]).startswith("http://"):
            return ["APP_URL must be https; http works only beside a sandbox (SANDBOX_URL)."]
        return []
    public = [
        name
        for name, field in (("SANDBOX_URL", "sandbox_url"), ("APP_URL", "app_url"))
        if Url(str(values[field])).host not in LOOPBACK
    ]
    if public or not str(values["client_secret"]).startswith("sandbox-"):
        return [
            "SANDBOX_URL is set beside a public address or a real secret. Remove SANDBOX_URL for production, "
            "or use addresses of this machine and a SHOPIFY_API_SECRET that begins with sandbox-."
        ]
    return []
