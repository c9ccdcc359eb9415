"""The shop's offline token: stored sealed, renewed before it expires, by one caller at a time.

Both tokens of a pair are stored before either is used. On Postgres the shop's row is locked while the
platform is asked, so that nobody else renews it, but deliveries that refer to the shop are still taken; on
SQLite, where such a lock would hold up every writer, the process's own lock serves.
"""

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlmodel import Session, select

from app.config import Config
from app.db import Database
from app.errors import TokenRefused
from app.models import Shop
from app.models.shop import NEEDS_REOPEN
from app.platform import auth, vault
from app.rules.said import said

RENEW_BEFORE = timedelta(minutes=5)

_locks: dict[int, threading.Lock] = defaultdict(threading.Lock)


def store_pair(shop: Shop, pair: auth.TokenPair, config: Config) -> None:
    shop.access_token = vault.seal(pair.access, config.keys, shop.domain, "access")
    shop.refresh_token = vault.seal(pair.refresh, config.keys, shop.domain, "refresh")
    shop.token_expires_at, shop.refresh_expires_at = pair.expires_at, pair.refresh_expires_at
    shop.scopes = pair.scopes


def access_token(db: Database, config: Config, shop_id: int, now: datetime, *, refused: str = "") -> str:
    """A token that is good for some minutes. `refused`: one that the platform just did not take.

    Raises TokenRefused when only the merchant can help; the shop then says so.
    """
    with db.read() as session:
        shop = session.get(Shop, shop_id)
    token = _usable(shop, config, now, refused)
    return token if token else _renewed(db, config, shop_id, now, refused)


def _usable(shop: Shop | None, config: Config, now: datetime, refused: str) -> str | None:
    if shop is None or shop.access_token is None:
        raise TokenRefused(said("The store has no token; the merchant must open the app."), permanent=True)
    if shop.token_expires_at is not None and shop.token_expires_at - RENEW_BEFORE <= now:
        return None
    token = vault.unseal(shop.access_token, config.keys, shop.domain, "access")
    return None if token == refused else token


def _renewed(db: Database, config: Config, shop_id: int, now: datetime, refused: str) -> str:
    with _locks[shop_id], _one_renewal(db, shop_id) as shop:
        token = _usable(shop, config, now, refused)
        if token:
            return token
        if shop is None or shop.refresh_token is None:
            raise TokenRefused(
                said("The store has no token; the merchant must open the app."), permanent=True
            )
        old = vault.unseal(shop.refresh_token, config.keys, shop.domain, "refresh")
        try:
            pair = auth.refresh(config, shop.domain, old, now)
        except TokenRefused:
            if not db.on_sqlite:
                raise
            _needs_reopen(db, shop_id)
            raise
        _store(db, config, shop, pair)
        return pair.access


@contextmanager
def _one_renewal(db: Database, shop_id: int) -> Iterator[Shop | None]:
    wanted = select(Shop).where(Shop.id == shop_id)
    if db.on_sqlite:
        with db.read() as session:
            yield session.exec(wanted).first()
        return
    refused: TokenRefused | None = None
    with db.write() as session:
        try:
            yield session.exec(wanted.with_for_update(key_share=True)).first()
        except TokenRefused as problem:
            refused = problem
            _mark(session, shop_id)
    if refused:
        raise refused


def _store(db: Database, config: Config, shop: Shop, pair: auth.TokenPair) -> None:
    store_pair(shop, pair, config)
    if not db.on_sqlite:
        return  # the row is locked by the session that read it, which commits it
    with db.write() as session:
        kept = session.get_one(Shop, shop.id)
        store_pair(kept, pair, config)
        session.add(kept)


def _needs_reopen(db: Database, shop_id: int) -> None:
    with db.write() as session:
        _mark(session, shop_id)


def _mark(session: Session, shop_id: int) -> None:
    shop = session.get_one(Shop, shop_id)
    if shop.connected:
        shop.state = NEEDS_REOPEN
        shop.trouble = said("Shopify no longer takes our token. Open the app once in your admin to renew it.")
        session.add(shop)
