"""products/update: what a variant costs now. A lower price may be owed to members who paid more."""

from datetime import datetime

import msgspec
from sqlmodel import Session, col, select

from app import outbox
from app.errors import Unreadable
from app.grants.due import gives_by
from app.models import ProductPrice, Shop, WebhookEvent
from app.programs import program_of
from app.rules.benefits.price_protection import PriceProtection
from app.rules.money import BadAmount, minor
from app.rules.said import said
from webhooks.bodies import Id, Instant, read, why


class Variant(msgspec.Struct):
    id: Id
    price: str


class Body(msgspec.Struct):
    id: Id
    updated_at: Instant
    variants: list[Variant] = []


def act(session: Session, shop: Shop, _event: WebhookEvent, raw: bytes, now: datetime) -> None:
    """Kept only for programs that protect prices."""
    if shop.live_at is None or not gives_by(program_of(session, shop.id, now)[1], PriceProtection):
        return
    body = read(raw, Body)
    for variant in body.variants:
        if _is_news(session, shop, body, variant):
            outbox.want(session, shop.id, outbox.PRICE, [str(variant.id)], now, lane=outbox.PROGRESS)


def _is_news(session: Session, shop: Shop, body: Body, variant: Variant) -> bool:
    """Keeps a price that is new or has changed. One told late changes nothing."""
    try:
        price = minor(variant.price, shop.currency)
    except BadAmount as problem:
        raise Unreadable(
            said(
                "The price of variant %(id)s cannot be read: %(problem)s", id=variant.id, problem=why(problem)
            )
        ) from problem
    found = select(ProductPrice).where(ProductPrice.shop_id == shop.id, ProductPrice.variant_id == variant.id)
    last = session.exec(found.order_by(col(ProductPrice.seen_at).desc())).first()
    if last is not None and (last.seen_at >= body.updated_at or last.price_minor == price):
        return False
    session.add(
        ProductPrice(
            shop_id=shop.id,
            variant_id=variant.id,
            seen_at=body.updated_at,
            product_id=body.id,
            price_minor=price,
        )
    )
    return True
