"""A quiet store's refresh token would run out after 90 days: it is renewed when 60 are left.

Secrets of webhooks are never renewed: they are sealed with the first key of LAUREL_KEYS, so that an older
one can be taken out.

Source: https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/offline-access-tokens
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from app import outbox
from app.config import Config
from app.delivery import Context
from app.delivery.hooks import secret_kind
from app.delivery.shops import SETTINGS
from app.errors import ConfigError
from app.hooks import open_hooks
from app.models import Shop
from app.platform.vault import resealed
from jobs.done import done

RENEW_WHEN_LEFT = timedelta(days=60)


def run(context: Context, shop: Shop, period: str, now: datetime) -> None:
    """Any call renews an access token that is old, and with it the refresh token."""
    old = shop.refresh_expires_at is not None and shop.refresh_expires_at - now < RENEW_WHEN_LEFT
    with context.db.write() as session:
        if old:
            outbox.want(session, shop.id, outbox.SHOP, [SETTINGS], now)
        moved = reseal_hooks(session, context.config, shop)
        done(session, shop.id, "keep-tokens", period, {"renewed": old, "resealed": moved}, now)


def reseal_hooks(session: Session, config: Config, shop: Shop) -> int:
    """How many were sealed with an older key. One that no key opens stays, for `laurel doctor` to name."""
    moved = 0
    for hook in open_hooks(session, shop.id):
        try:
            sealed = resealed(hook.secret, config.keys, shop.domain, secret_kind(hook.url))
        except ConfigError:
            continue
        moved += sealed != hook.secret
        hook.secret = sealed
        session.add(hook)
    return moved
