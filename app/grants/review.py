"""What a person may do with a grant: approve, refuse, say that it was paid or was not, take back, give.

Each act is on record with its author; whom it is about is not named there.
"""

import json
import re
import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.errors import BadInput, NotFound
from app.grants import states
from app.grants.family import family_of
from app.grants.promise import promise, wake
from app.ledger import people
from app.models import AuditEvent, Customer, Grant, Shop
from app.models.grant import CODE, GIFT_CARD, REFUND, STORE_CREDIT
from app.programs import program_of
from app.rules.benefits.reward import Reward
from app.rules.periods import local_day
from app.rules.rewards import Due
from app.rules.said import said

SURPRISE = "surprise"
LONGEST_REASON = 300
MADE_AS = {
    STORE_CREDIT: "StoreCreditAccountCreditTransaction",
    CODE: "DiscountCodeNode",
    GIFT_CARD: "GiftCard",
    REFUND: "Refund",
}
"""What each form is in the store: the type in its gid."""
A_GID = re.compile(r"gid://shopify/[A-Za-z]{1,60}/[0-9]{1,20}", re.ASCII)
SAME_KEY = timedelta(days=30)
"""A key that is given again after a backup was restored finds on the account what it gave so long ago."""


def find(session: Session, shop: Shop, grant_id: int) -> Grant:
    """The row, locked. Raises NotFound."""
    found = select(Grant).where(Grant.shop_id == shop.id, Grant.id == grant_id).with_for_update()
    grant = session.exec(found.execution_options(populate_existing=True)).first()
    if grant is None:
        raise NotFound(f"{shop.domain} has no grant {grant_id}; laurel grants list shows them.")
    return grant


def approve(session: Session, shop: Shop, grant_id: int, author: str, now: datetime) -> Grant:
    grant = find(session, shop, grant_id)
    states.approve(grant, author, now)
    return _kept(session, grant, author, "grant approved", now)


def refuse(session: Session, shop: Shop, grant_id: int, author: str, now: datetime) -> Grant:
    grant = find(session, shop, grant_id)
    states.cancel(grant, said("Refused by hand."), now)
    grant.author = author
    return _kept(session, grant, author, "grant refused", now)


def cancel(session: Session, shop: Shop, grant_id: int, author: str, now: datetime) -> Grant:
    """Takes back what was not sent, or what a person found unpaid and does not want to send."""
    grant = find(session, shop, grant_id)
    states.cancel(grant, said("Cancelled by hand."), now)
    grant.author = author
    return _kept(session, grant, author, "grant cancelled", now)


def paid(session: Session, shop: Shop, grant_id: int, what: str, author: str, now: datetime) -> Grant:
    """It was paid, by `what`: a transaction, code, gift card or refund of the store that is nobody's yet.

    Its number is enough: as a gid it is claimed for good, and can be asked about. Raises BadInput.
    """
    grant = find(session, shop, grant_id)
    gid = f"gid://shopify/{MADE_AS[grant.form]}/{what}" if what.isdecimal() else what
    taken = select(Grant.id).where(Grant.shop_id == shop.id, Grant.platform_id == gid)
    if not A_GID.fullmatch(gid) or session.exec(taken).first() is not None:
        raise BadInput(
            said(
                "%(what)s cannot be claimed: give the number of the transaction that paid it, which "
                "stands for no other grant",
                what=what or "nothing",
            )
        )
    states.deliver(grant, gid, now)
    return _kept(session, grant, author, "grant told as paid", now, {"by": gid})


def not_paid(session: Session, shop: Shop, grant_id: int, author: str, now: datetime) -> Grant:
    """It was not paid: it is sent again. What was taken for it is not asked about a second time."""
    grant = find(session, shop, grant_id)
    states.send_after_all(grant, author, now)
    held = json.loads(grant.watermark or "{}")
    not_ours = [*held.get("not_ours", ()), *held.pop("doubtful", ())]
    grant.watermark = json.dumps(held | {"not_ours": not_ours})
    return _kept(session, grant, author, "grant told as not paid", now)


def give(
    session: Session,
    shop: Shop,
    customer: Customer,
    reward: Reward,
    reason: str,
    author: str,
    now: datetime,
    key: str = "",
) -> tuple[Grant, bool]:
    """A surprise by hand (BEN-PER-SURPRISE); the same `key` for the same person gives once, and False.

    Raises BadInput without a reason, and for somebody who is gone or has no account.
    """
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        raise BadInput(said("say why, in at most %(most)s characters", most=LONGEST_REASON))
    [member] = people.rows(session, shop.id, [people.follow(session, shop.id, customer.id)])
    if member.gone or member.platform_id is None:
        raise BadInput(said("this customer has no account in the store to give it to"))
    period = key or secrets.token_hex(8)
    before = select(Grant).where(
        Grant.shop_id == shop.id, Grant.benefit == SURPRISE, Grant.period == period,
        col(Grant.customer_id).in_(family_of(session, shop.id, member.id)),
    )  # fmt: skip
    if (held := session.exec(before).first()) is not None:
        return held, False
    _, program = program_of(session, shop.id, now)
    today = local_day(now, shop.zone)
    tier = program.name(min(member.rank, len(program.tiers))) or ""
    due = Due(SURPRISE, period, tier, today, today - SAME_KEY, reward)
    made = promise(session, shop, member.id, due, program, now, reason={"why": reason.strip()}, author=author)
    if made is None:
        raise BadInput(said("somebody gave this at the same moment"))
    return _kept(session, made, author, "surprise given", now), True


def _kept(
    session: Session,
    grant: Grant,
    author: str,
    action: str,
    now: datetime,
    more: dict[str, str] | None = None,
) -> Grant:
    session.add(grant)
    session.flush()
    wake(session, grant, now)
    detail = {"grant": grant.id, "benefit": grant.benefit, "amount_minor": grant.amount_minor}
    detail |= {"state": grant.state} | (more or {})
    session.add(
        AuditEvent(shop_id=grant.shop_id, at=now, actor=author, action=action, detail=json.dumps(detail))
    )
    return grant
