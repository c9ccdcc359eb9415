"""Codes and gift cards: the platform makes each only once, because a code that exists is taken.

So what is unknown is looked up by its code, and asking once more can do no harm; the steps are those of every
grant all the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.delivery.context import Turn
from app.delivery.grants.calling import call
from app.delivery.grants.checks import checked
from app.delivery.grants.intent import commit
from app.delivery.grants.step import step
from app.errors import UserErrors
from app.grants import states
from app.grants.code import code_of
from app.grants.family import survivor_of
from app.models import Grant, Outbox
from app.models.grant import CODE, GIFT_CARD
from app.platform import gift_cards, single_codes
from app.platform.calls import ShopCalls
from app.rules.periods import local_day, starts_at

TAKEN = "TAKEN"


@dataclass(frozen=True, slots=True)
class Form:
    """How it is made for a customer's gid with a code, and found again. Both tell what it is in the store."""

    make: Callable[[ShopCalls, Grant, str, str], str]
    find: Callable[[ShopCalls, Grant, str, str], str | None]


FORMS = {
    CODE: Form(single_codes.make, single_codes.find),
    GIFT_CARD: Form(gift_cards.make, gift_cards.find),
}


def send(turn: Turn, row: Outbox, grant: Grant) -> None:
    """Looks first: a database that was restored from a backup finds what the one before it made."""
    recipient = checked(turn, row, grant)
    if recipient is None:
        return
    form, gid, code = FORMS[grant.form], recipient.gid, code_of(turn.shop, grant, recipient.customer)
    if (made := form.find(turn.calls, grant, gid, code)) is not None:
        _found(turn, row, made)
        return
    sending = commit(turn, row, recipient, lambda *_: {}, _end(turn, grant))
    if sending is not None:
        call(turn, row, lambda: _made(turn.calls, form, sending, gid, code))


def look_up(turn: Turn, row: Outbox, grant: Grant) -> None:
    with turn.context.db.read() as session:
        customer = survivor_of(session, turn.shop.id, grant.customer_id)
    gid = f"gid://shopify/Customer/{customer.platform_id}"
    made = FORMS[grant.form].find(turn.calls, grant, gid, code_of(turn.shop, grant, customer))
    if made is not None:
        _found(turn, row, made)
        return
    with step(turn, row) as (_, held):
        states.seen_nothing(held, turn.context.clock())


def _found(turn: Turn, row: Outbox, made: str) -> None:
    with step(turn, row) as (_, grant):
        states.deliver(grant, made, turn.context.clock())


def _made(calls: ShopCalls, form: Form, grant: Grant, gid: str, code: str) -> str:
    """A code that is taken is ours: nobody else can have derived it."""
    try:
        return form.make(calls, grant, gid, code)
    except UserErrors as refused:
        made = form.find(calls, grant, gid, code) if TAKEN in refused.codes else None
        if made is None:
            raise
        return made


def _end(turn: Turn, grant: Grant) -> datetime | None:
    """The end of the last local day on which it can be used."""
    if not grant.valid_days:
        return None
    today = local_day(turn.context.clock(), turn.shop.zone)
    return starts_at(today + timedelta(days=grant.valid_days + 1), turn.shop.zone)
