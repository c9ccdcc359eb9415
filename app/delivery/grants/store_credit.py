"""Store credit, by the letter of reliability 1c: look, commit the intent, count it in the store, give, judge.

Killed between any two steps the grant is found in `sending` and treated as unknown: what is unknown is
looked up after two minutes, twice, before it may be sent once more.
"""

import json
import time
from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from app.delivery.context import Turn
from app.delivery.grants.calling import call, nothing_done
from app.delivery.grants.checks import checked, put_aside
from app.delivery.grants.intent import commit
from app.delivery.grants.recipient import Hindered, Recipient
from app.delivery.grants.restored import is_restored
from app.delivery.grants.step import step
from app.errors import PlatformError
from app.grants import states
from app.grants.family import survivor_of
from app.models import Customer, Grant, Outbox, Shop
from app.platform import money_epoch
from app.platform import store_credit as platform
from app.platform.store_credit import Account
from app.rules import credit_matching as matching
from app.rules.credit_matching import Credit, Sought, Verdict
from app.rules.periods import local_day, starts_at
from app.rules.said import Amount, said

CALL_WITHIN_SECONDS = 20
"""From the commit to the call. A worker that slept in between does not wake up and pay: by then another may
have looked, found nothing, and sent it again."""


def send(turn: Turn, row: Outbox, grant: Grant) -> None:
    recipient = checked(turn, row, grant)
    if recipient is None:
        return
    account = platform.read_account(turn.calls, recipient.gid, grant.currency, _since(turn.shop, grant))
    if is_restored(turn, account.epoch):
        return
    if not account.exists:
        put_aside(turn, row, Hindered(said("The store does not know the customer.")))
        return
    verdict = _verdict(turn, grant, recipient.customer, account)
    if verdict.kind != "nothing":
        with step(turn, row) as (session, held):
            judge(session, turn.shop, held, verdict, turn.context.clock())
        return
    sending = _intend(turn, row, grant, recipient, account)
    if sending is not None:
        _pay(turn, row, sending, recipient, account)


def look_up(turn: Turn, row: Outbox, grant: Grant) -> None:
    """What became of it? Read at least two minutes after it was sent, and after the look before."""
    with turn.context.db.read() as session:
        customer = survivor_of(session, turn.shop.id, grant.customer_id)
    verdict = look(turn, grant, customer)
    if verdict is None:
        return
    now = turn.context.clock()
    with step(turn, row) as (session, held):
        if verdict.kind == "nothing":
            states.seen_nothing(held, now)
        else:
            judge(session, turn.shop, held, verdict, now)


def look(turn: Turn, grant: Grant, customer: Customer) -> Verdict | None:
    """Reads the account to which it went, or would go; None where a restored database was noticed."""
    sent_to = json.loads(grant.watermark or "{}").get("customer") if grant.attempts else None
    gid = f"gid://shopify/Customer/{customer.platform_id}"
    account = platform.read_account(turn.calls, gid, grant.currency, _since(turn.shop, grant))
    if not turn.shop.money_stopped_at and is_restored(turn, account.epoch):
        return None
    if not account.exists or sent_to not in (None, gid):
        return Verdict(
            "review", (), said("The account is that of a customer who was merged or deleted meanwhile.")
        )
    return _verdict(turn, grant, customer, account)


def judge(session: Session, shop: Shop, grant: Grant, verdict: Verdict, now: datetime) -> None:
    """It is ours and was paid, or a person must look at what was found."""
    found = verdict.credits
    if verdict.kind == "applied" and not claimed_of(session, shop.id, found):
        states.deliver(grant, found[0].id, now, found[0].expires_at)
        return
    shown = ", ".join(
        f"{Amount(credit.amount_minor, credit.currency)}, "
        f"{local_day(credit.created_at, shop.zone)} ({credit.id.rsplit('/', 1)[-1]})"
        for credit in found
    )
    reason = verdict.reason or said("The account has a credit that stands for another grant.")
    states.review(
        grant,
        said("%(reason)s Found: %(credits)s.", reason=reason, credits=shown) if shown else reason,
        now,
    )
    held = json.loads(grant.watermark or "{}")
    grant.watermark = json.dumps(held | {"doubtful": [credit.id for credit in found]})


def _since(shop: Shop, grant: Grant) -> datetime:
    return starts_at(grant.since_on, shop.zone)


def sought(shop: Shop, grant: Grant, customer: Customer) -> Sought:
    mark = matching.fingerprint(shop.domain, customer.platform_id or 0, grant.benefit, grant.period)
    return Sought(grant.amount_minor, grant.currency, _since(shop, grant), mark if grant.valid_days else None)


def _verdict(turn: Turn, grant: Grant, customer: Customer, account: Account) -> Verdict:
    with turn.context.db.read() as session:
        claimed = claimed_of(session, turn.shop.id, account.credits)
    claimed |= set(json.loads(grant.watermark or "{}").get("not_ours", ()))
    wanted = sought(turn.shop, grant, customer)
    if grant.attempts and grant.sent_at is not None:
        return matching.after_sending(account.credits, wanted, claimed, grant.sent_at)
    return matching.before_sending(account.credits, wanted, claimed)


def claimed_of(session: Session, shop_id: int, credits: Collection[Credit]) -> set[str]:
    """Those of the credits that stand for a grant already."""
    found = select(Grant.platform_id).where(
        Grant.shop_id == shop_id, col(Grant.platform_id).in_([credit.id for credit in credits])
    )
    return set(session.exec(found).all())


def _intend(turn: Turn, row: Outbox, grant: Grant, recipient: Recipient, account: Account) -> Grant | None:
    """The store's count of payments goes up in our books first, then in the store."""

    def note(shop: Shop, _: Grant) -> dict[str, object]:
        shop.money_epoch += 1
        seen: dict[str, object] = {"newest": account.newest, "balance": account.balance_minor}
        return seen | {"epoch": shop.money_epoch}

    shop, expires_at = turn.shop, None
    if grant.valid_days:
        mark = sought(shop, grant, recipient.customer).fingerprint or 0
        today = local_day(turn.context.clock(), shop.zone)
        expires_at = matching.expiry(today, grant.valid_days, shop.zone, mark)
    return commit(turn, row, recipient, note, expires_at)


def _pay(turn: Turn, row: Outbox, grant: Grant, recipient: Recipient, account: Account) -> None:
    committed = time.monotonic()
    try:
        money_epoch.set_epoch(turn.calls, account.epoch, json.loads(grant.watermark)["epoch"])
    except PlatformError as problem:
        nothing_done(turn, row, f"The count of payments was not kept: {problem}", problem)
        return
    if time.monotonic() - committed > CALL_WITHIN_SECONDS:
        nothing_done(turn, row, "It took too long to be sure that nobody else sends it.")
        return
    call(turn, row, lambda: platform.give(
        turn.calls,
        recipient.gid,
        grant.amount_minor,
        grant.currency,
        grant.expires_at,
        recipient.program.money_out.notify,
    ))  # fmt: skip
