"""A quiet store's refresh token would run out after 90 days: it is renewed when 60 are left.

Source: https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/offline-access-tokens
"""

from datetime import datetime, timedelta

from app import outbox
from app.delivery import Context
from app.delivery.shops import SETTINGS
from app.models import Shop
from jobs.done import done

RENEW_WHEN_LEFT = timedelta(days=60)


def run(context: Context, shop: Shop, period: str, now: datetime) -> None:
    """Any call renews an access token that is old, and with it the refresh token."""
    old = shop.refresh_expires_at is not None and shop.refresh_expires_at - now < RENEW_WHEN_LEFT
    with context.db.write() as session:
        if old:
            outbox.want(session, shop.id, outbox.SHOP, [SETTINGS], now)
        done(session, shop.id, "keep-tokens", period, {"renewed": old}, now)
