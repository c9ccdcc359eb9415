"""The one audited path that erases: a person on a store's request, and a whole store after it left.

Totals of a redacted person stay, under a row that names nobody; a tombstone keeps late events from
bringing the person back. Only here may ledger rows be deleted; the database's triggers see to it.
"""

import json
import re
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.ledger.names import forget_names
from app.ledger.people import mark
from app.models import (
    AuditEvent,
    Customer,
    CustomerAlias,
    Grant,
    Override,
    PrivacyRequest,
    Report,
    Shop,
    Tombstone,
    WebhookBody,
)
from app.models.report import COMPARISON

KEPT = {"audit_event", "privacy_request"}
"""The proof that we erased outlives what was erased."""
SHOPIFY = "shopify"

_WRITTEN_AS_NUMBER = re.compile(r"\\u([0-9a-fA-F]{4})")


def redact(
    session: Session,
    shop: Shop,
    platform_id: int | None,
    email: str | None,
    now: datetime,
    actor: str = SHOPIFY,
) -> dict[str, int]:
    """Forgets a person: e-mail, name, id and kept bodies. Repeating it changes nothing.

    `actor` is who asked for it: Shopify on the person's behalf, or the merchant.
    """
    rows = _rows_of(session, shop.id, platform_id, email)
    marks = {mark(shop, platform_id=row.platform_id) for row in rows if row.platform_id is not None}
    marks |= {mark(shop, email=row.email) for row in rows if row.email}
    if platform_id is not None:
        marks.add(mark(shop, platform_id=platform_id))
    if email:
        marks.add(mark(shop, email=email))
    known = select(Tombstone.mark).where(Tombstone.shop_id == shop.id, col(Tombstone.mark).in_(marks))
    for fresh in marks - set(session.exec(known).all()):
        session.add(Tombstone(shop_id=shop.id, mark=fresh, redacted_at=now))
    bodies = _erase_bodies(session, shop.id, rows, platform_id, email)
    _erase_told(session, shop.id, rows)
    _erase_reasons(session, shop.id, rows)
    _erase_comparisons(session, shop.id)
    forget_names(session, shop.id, [row.id for row in rows])
    for row in rows:
        row.email, row.name, row.birthday, row.gone, row.updated_at = None, "", "", True, None
        session.add(row)
    done = {"customers": len(rows), "bodies": bodies}
    _audit(session, shop.id, "customer redacted", done, now, actor)
    return done


def erase_shop(session: Session, shop: Shop, now: datetime) -> dict[str, int]:
    """Everything of a store that left, except the proof. The store's own row stays, empty."""
    done: dict[str, int] = {}
    for told in session.exec(_data_requests(shop.id)).all():
        told.outcome = ""
        session.add(told)
    shop.state, shop.access_token, shop.refresh_token, shop.name = "erasing", None, None, ""
    session.add(shop)
    session.flush()
    for table in reversed(SQLModel.metadata.sorted_tables):
        if "shop_id" in table.c and table.name not in KEPT:
            found = session.execute(delete(table).where(table.c.shop_id == shop.id))
            done[table.name] = found.rowcount  # type: ignore[attr-defined]
    shop.state = "uninstalled"
    shop.live_at = shop.backfilled_at = shop.installed_at = shop.reconciled_at = None
    session.add(shop)
    _audit(session, shop.id, "store erased", done, now)
    return done


def _rows_of(
    session: Session, shop_id: int, platform_id: int | None, email: str | None
) -> Sequence[Customer]:
    """The person's rows: by id, by e-mail, and those merged into or out of them."""
    found = select(Customer).where(Customer.shop_id == shop_id)
    ids: set[int] = set()
    if platform_id is not None:
        ids |= {row.id for row in session.exec(found.where(Customer.platform_id == platform_id)).all()}
    if email:
        ids |= {row.id for row in session.exec(found.where(Customer.email == email)).all()}
    merged = select(CustomerAlias.customer_id).where(
        CustomerAlias.shop_id == shop_id, col(CustomerAlias.survivor_id).in_(ids)
    )
    ids |= set(session.exec(merged).all())
    return session.exec(found.where(col(Customer.id).in_(ids))).all()


def _erase_bodies(
    session: Session, shop_id: int, rows: Sequence[Customer], platform_id: int | None, email: str | None
) -> int:
    """Bodies that name the person are emptied; the event and what it did stay."""
    needles = {str(platform_id)} if platform_id is not None else set()
    needles |= {str(row.platform_id) for row in rows if row.platform_id is not None}
    needles |= {row.email for row in rows if row.email} | ({email} if email else set())
    kept = session.execute(
        select(WebhookBody.event_id, WebhookBody.body).where(WebhookBody.shop_id == shop_id)
    ).yield_per(200)
    naming = [event_id for event_id, body in kept if _names_any(body, needles)]
    if naming:
        session.exec(
            update(WebhookBody)
            .where(col(WebhookBody.shop_id) == shop_id, col(WebhookBody.event_id).in_(naming))
            .values(body=b"")
        )
    return len(naming)


def _names_any(body: bytes, needles: Collection[str]) -> bool:
    """JSON may write any character as its number: the platform does so for `&`, others beyond ASCII."""
    text = body.decode(errors="replace")
    if "\\u" in text:
        text = _WRITTEN_AS_NUMBER.sub(lambda found: chr(int(found[1], 16)), text)
    text = text.lower()
    return any(needle in text for needle in needles)


def _erase_told(session: Session, shop_id: int, rows: Sequence[Customer]) -> None:
    """What was gathered for a person's own request is theirs as well; that it was asked for stays."""
    people = [f'"id": {row.id},' for row in rows]
    for told in session.exec(_data_requests(shop_id)).all():
        if any(person in told.outcome for person in people):
            told.outcome = ""
            session.add(told)


def _erase_reasons(session: Session, shop_id: int, rows: Sequence[Customer]) -> None:
    """Why somebody was given a tier or a surprise by hand is about them; that it was given stays."""
    session.exec(
        update(Grant)
        .where(col(Grant.shop_id) == shop_id, col(Grant.customer_id).in_([row.id for row in rows]))
        .values(reason="{}")
    )
    session.exec(
        update(Override)
        .where(col(Override.shop_id) == shop_id, col(Override.customer_id).in_([row.id for row in rows]))
        .values(reason="")
    )


def _erase_comparisons(session: Session, shop_id: int) -> None:
    """They name people who would move, and can be asked for again."""
    session.exec(delete(Report).where(col(Report.shop_id) == shop_id, col(Report.kind) == COMPARISON))


def _data_requests(shop_id: int) -> SelectOfScalar[PrivacyRequest]:
    return select(PrivacyRequest).where(
        PrivacyRequest.shop_id == shop_id, PrivacyRequest.topic == "customers/data_request"
    )


def _audit(
    session: Session, shop_id: int, action: str, done: dict[str, int], now: datetime, actor: str = SHOPIFY
) -> None:
    session.add(AuditEvent(shop_id=shop_id, at=now, actor=actor, action=action, detail=json.dumps(done)))


def open_requests(session: Session, shop_id: int) -> Sequence[PrivacyRequest]:
    """Privacy requests that were received and not acted on yet."""
    found = select(PrivacyRequest).where(
        PrivacyRequest.shop_id == shop_id, col(PrivacyRequest.acted_at).is_(None)
    )
    return session.exec(found).all()
