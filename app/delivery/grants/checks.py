"""What is asked before a grant is sent: may anything be sent now, to whom, and is it still deserved?"""

from datetime import datetime

from sqlmodel import Session, col, select

from app.delivery.context import Turn
from app.delivery.grants.proof import proven
from app.delivery.grants.recipient import GIVEN_UP_AFTER, LATER, NEXT_DAY, SOON, Hindered, Recipient
from app.delivery.grants.step import step
from app.grants import states
from app.grants.family import family_of, survivor_of
from app.models import Customer, Grant, Outbox, Shop
from app.models.grant import (
    CANCELLED,
    CODE,
    FAILED,
    GIFT_CARD,
    PROMISED,
    REFUND,
    SENDING,
    STORE_CREDIT,
    TO_APPROVE,
    UNKNOWN,
)
from app.programs import program_of
from app.rules.program import Program
from app.rules.rewards import same_period
from app.rules.said import said

NEEDS = {
    STORE_CREDIT: (
        "read_store_credit_accounts",
        "read_store_credit_account_transactions",
        "write_store_credit_account_transactions",
    ),
    CODE: ("write_discounts",),
    GIFT_CARD: ("read_gift_cards", "write_gift_cards"),
    REFUND: ("write_orders",),
}
"""The scopes of each form (platform 1.5, 1.6, 1.9)."""
ENTRY = "entry_reward"
MONEY_STOPPED = said("Money is stopped until the accounts were read.")


def checked(turn: Turn, row: Outbox, grant: Grant) -> Recipient | None:
    """Who is to have it; None where it was put off or cancelled, which is written down."""
    try:
        with turn.context.db.read() as session:
            shop = session.get_one(Shop, turn.shop.id)
            recipient = _recipient(session, shop, grant, turn.context.clock())
        if grant.benefit == ENTRY:
            proven(turn, grant, recipient.customer)
    except Hindered as hindered:
        put_aside(turn, row, hindered)
        return None
    return recipient


def put_aside(turn: Turn, row: Outbox, hindered: Hindered) -> None:
    now = turn.context.clock()
    with step(turn, row) as (_, grant):
        if grant.state != PROMISED:
            return
        if hindered.due_at is None:
            states.cancel(grant, hindered.words, now)
        else:
            states.put_off(grant, hindered.due_at, hindered.words)


def may_send(shop: Shop, form: str, now: datetime) -> None:
    """Raises Hindered while the program is paused, money is stopped, or a scope was not granted."""
    if shop.paused_at is not None:
        raise Hindered(said("The program is paused."), now + LATER)
    if shop.money_stopped_at is not None:
        raise Hindered(MONEY_STOPPED, now + LATER)
    granted = set(shop.scopes.split(","))
    granted |= {f"read_{scope[6:]}" for scope in granted if scope.startswith("write_")}
    lacking = [scope for scope in NEEDS[form] if scope not in granted]
    if lacking:
        raise Hindered(said("The store has not granted %(scopes)s.", scopes=", ".join(lacking)), now + LATER)


def _recipient(session: Session, shop: Shop, grant: Grant, now: datetime) -> Recipient:
    may_send(shop, grant.form, now)
    _, program = program_of(session, shop.id, now)
    customer = survivor_of(session, shop.id, grant.customer_id)
    if customer.gone:
        raise Hindered(said("The customer is gone from the store."))
    if customer.platform_id is None:
        waits = now - grant.promised_at < GIVEN_UP_AFTER
        raise Hindered(said("The customer has no account in the store."), now + NEXT_DAY if waits else None)
    if customer.dirty:
        raise Hindered(said("The customer is about to be judged anew."), now + SOON)
    if grant.benefit == ENTRY and not _holds(customer, program, grant.tier):
        raise Hindered(said("%(tier)s is not held any more.", tier=grant.tier))
    _means_the_same(shop, grant, now)
    if _promised_elsewhere(session, shop, grant, program):
        raise Hindered(said("Another account of the same person has it."))
    one_at_a_time(session, shop, grant, customer, now)
    return Recipient(customer, program)


def _means_the_same(shop: Shop, grant: Grant, now: datetime) -> None:
    """The amount of a code has no currency but the store's; credits, cards and refunds name theirs. Raises
    Hindered."""
    if grant.form == CODE and grant.amount_minor and grant.currency != shop.currency:
        words = said(
            "It was promised in %(currency)s, which is not the store's currency any more.",
            currency=grant.currency,
        )
        waits = now - grant.promised_at < GIVEN_UP_AFTER
        raise Hindered(words, now + NEXT_DAY if waits else None)


def one_at_a_time(session: Session, shop: Shop, grant: Grant, customer: Customer, now: datetime) -> None:
    """One call of money at a time for a person (I-24): what it left is not to be taken for another's. Raises
    Hindered."""
    under_way = select(Grant.customer_id).where(
        Grant.shop_id == shop.id,
        Grant.id != grant.id,
        Grant.currency == grant.currency,
        col(Grant.state).in_((SENDING, UNKNOWN)),
        col(Grant.customer_id).in_(family_of(session, shop.id, customer.id)),
    )
    if session.exec(under_way).first() is not None:
        raise Hindered(said("Another one for this customer is under way."), now + 6 * SOON)


def _holds(customer: Customer, program: Program, tier: str) -> bool:
    """The tier or a higher one; a tier that the program has no more is held by nobody."""
    ranks = {each.name: rank for rank, each in enumerate(program.tiers, start=1)}
    return tier in ranks and customer.rank >= ranks[tier]


def _promised_elsewhere(session: Session, shop: Shop, grant: Grant, program: Program) -> bool:
    """Did two rows that were merged since both have it promised? The one that was sent, else the first."""
    family = family_of(session, shop.id, grant.customer_id)
    found = select(Grant).where(
        Grant.shop_id == shop.id,
        Grant.benefit == grant.benefit,
        Grant.id != grant.id,
        col(Grant.customer_id).in_(family),
        col(Grant.state).not_in((CANCELLED, FAILED)),
    )
    for other in session.exec(found).all():
        if grant.benefit == ENTRY:
            same = other.tier == grant.tier and same_period(
                program.period, other.occasion_on, grant.occasion_on
            )
        else:
            same = other.period == grant.period
        first = other.state not in (PROMISED, TO_APPROVE) or other.attempts > 0 or other.id < grant.id
        if same and first:
            return True
    return False
