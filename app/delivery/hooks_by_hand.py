"""Adding an address that is told of tier changes, and trying whether it answers: for pages and commands."""

import secrets
from datetime import datetime

from sqlmodel import Session

from app import hooks
from app.config import Config
from app.delivery.hooks import secret_kind
from app.errors import NotFound
from app.models import Hook, Shop
from app.outgoing import post, target
from app.platform.vault import seal, unseal
from app.rules.standard_webhooks import SECRET_BYTES, message, secret_of, signed_headers


def add(
    session: Session, config: Config, shop: Shop, url: str, author: str, now: datetime
) -> tuple[Hook, str]:
    """Returns the hook and its secret, which is shown once. Raises BadInput for an address that cannot be."""
    target(url, beside_sandbox=bool(config.sandbox_url))
    secret = secret_of(secrets.token_bytes(SECRET_BYTES))
    sealed = seal(secret, config.keys, shop.domain, secret_kind(url))
    return hooks.add(session, shop, url, sealed, author, now), secret


def the_hook(session: Session, shop: Shop, hook_id: int) -> Hook:
    """One that is still told. Raises NotFound."""
    hook = session.get(Hook, (shop.id, hook_id))
    if hook is None or hook.ended_at is not None:
        raise NotFound(f"{shop.domain} has no hook {hook_id}.")
    return hook


def send_test(config: Config, shop: Shop, hook: Hook, now: datetime) -> int:
    """Posts a signed message of type `test`, at once; returns the answer's status.

    Outside any transaction: it may take seconds. Raises NotReached.
    """
    secret = unseal(hook.secret, config.keys, shop.domain, secret_kind(hook.url))
    body = message("test", now, {"shop": shop.domain})
    headers = signed_headers(secret, f"msg_test_{secrets.token_hex(8)}", now, body)
    return post(hook.url, headers, body, beside_sandbox=bool(config.sandbox_url))
