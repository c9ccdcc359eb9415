"""Installation: the first load of the embedded page by a store's staff makes us part of that store.

The session token is exchanged for an expiring offline token, which is stored sealed; then the store is
read, subscribed to and its history asked for. A store that comes back starts again as a draft.
"""

import re
from datetime import datetime

import structlog
from flask import Blueprint, Response, current_app, render_template, request
from sqlalchemy import update
from sqlmodel import Session, col, select

from app import outbox
from app.delivery import Context, reconcile
from app.delivery.shops import BACKFILL, SETTINGS, SUBSCRIPTIONS
from app.errors import PlatformError
from app.models import AuditEvent, Outbox, PlatformObject, Shop
from app.models.shop import INSTALLING, NEEDS_REOPEN
from app.platform import shops
from app.platform.auth import Staff, TokenPair, exchange, is_shop
from app.platform.tokens import store_pair
from app.programs import back_to_draft, ensure_draft, has_program

blueprint = Blueprint("install", __name__)

OWN_PATH = re.compile(r"/app(?:/[A-Za-z0-9_/-]*)?(?:\?[A-Za-z0-9_.~%&=+-]*)?", re.ASCII)

log = structlog.get_logger()


def install(context: Context, staff: Staff, now: datetime) -> Shop:
    """Makes or renews the connection to the staff member's store; returns its row.

    Raises Refused if Shopify does not take the session token, PlatformError if it does not answer.
    """
    pair = exchange(context.config, staff, now)
    shop = context.db.transact(lambda session: _connect(session, context, staff, pair, now))
    _read(context, shop, now)
    with context.db.read() as session:
        return session.get_one(Shop, shop.id)


def _connect(session: Session, context: Context, staff: Staff, pair: TokenPair, now: datetime) -> Shop:
    """Two pages may load at once: the one that comes second finds the store connected, and changes no more
    than its token. Beginning again would take a live store back to a draft.
    """
    shop = session.exec(select(Shop).where(Shop.domain == staff.shop).with_for_update()).first()
    if shop is None:
        shop = Shop(domain=staff.shop)
    was_there = shop.connected and shop.access_token is not None
    store_pair(shop, pair, context.config)
    shop.trouble, shop.doubted_at = "", None
    session.add(shop)
    session.flush()
    if shop.state == NEEDS_REOPEN:
        _resume(session, shop, now)
    elif not was_there:
        _begin(session, shop, staff, now)
    return shop


def _begin(session: Session, shop: Shop, staff: Staff, now: datetime) -> None:
    """A first installation, or one after an uninstall: what we last wrote there is not known any more."""
    if has_program(session, shop.id):
        back_to_draft(session, shop, now)
    shop.state, shop.installed_at = INSTALLING, now
    shop.live_at = shop.backfilled_at = shop.uninstalled_at = shop.reconciled_at = None
    shop.paused_at = shop.cleaned_at = None
    session.exec(
        update(Outbox)
        .where(col(Outbox.shop_id) == shop.id)
        .values(written="", sent=Outbox.wanted, dead=False)
    )
    session.exec(update(PlatformObject).where(col(PlatformObject.shop_id) == shop.id).values(hash=""))
    outbox.want(session, shop.id, outbox.SHOP, [SETTINGS, SUBSCRIPTIONS, BACKFILL], now)
    session.add(AuditEvent(shop_id=shop.id, at=now, actor=f"staff:{staff.user_id}", action="installed"))


def _resume(session: Session, shop: Shop, now: datetime) -> None:
    """The store may have left and come back without our hearing of it, and its subscriptions with it."""
    shop.state = shop.state_when_connected()
    missed = f"{reconcile.SUBJECT}:reopened:{now:%Y-%m-%dT%H-%M-%S}"
    outbox.want(session, shop.id, outbox.SHOP, [SETTINGS, SUBSCRIPTIONS, missed], now)


def _read(context: Context, shop: Shop, now: datetime) -> None:
    """Currency and zone at once, so that the first page is right; if that fails the worker reads them."""
    try:
        facts = shops.read(context.calls(shop))
    except PlatformError as problem:
        log.warning("the store was not read at installation", shop=shop.domain, problem=str(problem))
        return
    with context.db.write() as session:
        kept = session.get_one(Shop, shop.id)
        kept.name, kept.plan, kept.platform_id = facts.name, facts.plan, facts.platform_id
        kept.currency, kept.zone, kept.taxes_included = facts.currency, facts.zone, facts.taxes_included
        kept.language = facts.language
        kept.scopes = ",".join(facts.scopes)
        session.add(kept)
        ensure_draft(session, kept, now)


@blueprint.get("/auth/token")
def token_page() -> Response:
    """A page that only loads App Bridge, which fetches a fresh session token and reloads where we were."""
    context: Context = current_app.extensions["laurel"]
    back = request.args.get("shopify-reload", "")
    twice = any(len(request.args.getlist(name)) > 1 for name in ("shopify-reload", "shop", "host"))
    wrong = twice or not OWN_PATH.fullmatch(back)
    shop = request.args.get("shop", "")
    known = shop if not twice and is_shop(shop) else None
    told = {"told_shop": known, "admin": _in_the_admin(context, known), "fetches": not wrong}
    page = Response(render_template("token.html", **told), 400 if wrong else 200)
    return framed(page, context, known)


def _in_the_admin(context: Context, shop: str | None) -> str:
    """Where the app stands in a store's admin; empty for no store."""
    if shop is None:
        return ""
    config = context.config
    if config.sandbox_url:
        return f"{config.sandbox_url}/{shop}/admin/apps/laurel"
    return f"https://{shop}/admin/apps/{config.client_id}"


def framed(page: Response, context: Context, shop: str | None) -> Response:
    """Only the admin of this very store may frame a page; nobody may where there is no store."""
    allowed = f"https://{shop} https://admin.shopify.com" if shop else "'none'"
    if shop and context.config.sandbox_url:
        allowed += f" {context.config.sandbox_url}"
    page.headers["Content-Security-Policy"] = f"frame-ancestors {allowed};"
    page.headers["Cache-Control"] = "private, no-store"
    page.headers["Referrer-Policy"] = "origin"
    return page


def cdn(context: Context) -> str:
    """Where App Bridge and Polaris come from: Shopify's CDN, or the stand-ins of the sandbox."""
    return f"{context.config.sandbox_url}/cdn" if context.config.sandbox_url else context.config.cdn_url
