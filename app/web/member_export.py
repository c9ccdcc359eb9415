"""Members as a file: exactly those whom the filter of the address finds, in the same order."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from flask import Response, current_app, g, request
from sqlmodel import Session, select

from app.delivery import Context
from app.explain.near import entries
from app.models import Customer, Shop
from app.programs import program_of
from app.rules.money import major
from app.rules.periods import local_day
from app.rules.program import Program
from app.web.files import ROWS_AT_ONCE, csv_file
from app.web.member_list import Asked, matching, order
from app.web.member_wish import wish_of

HEAD = (
    "customer_id",
    "email",
    "name",
    "tier",
    "since",
    "value",
    "unit",
    "to_next",
    "falls_on",
    "falls_to",
    "needed",
    "in_grace_since",
    "by_hand",
)
COLUMNS: tuple[Any, ...] = (
    Customer.platform_id,
    Customer.email,
    Customer.name,
    Customer.rank,
    Customer.since,
    Customer.metric_value,
    Customer.falls_on,
    Customer.falls_to,
    Customer.needed,
    Customer.below_since,
    Customer.by_hand,
)


def export() -> Response:
    """The names of the columns stay English: other programs read them."""
    context: Context = current_app.extensions["laurel"]
    now, shop = g.now, g.shop
    with context.db.read() as session:
        _, program = program_of(session, shop.id, now)
        asked = entries(session, shop, program, now)
    wish = wish_of(request.args, program)
    conditions = matching(shop, program, asked, wish, now)

    def rows(session: Session) -> Iterator[tuple[object, ...]]:
        found = select(*COLUMNS).where(*conditions).order_by(*order(asked, wish))
        for each in session.exec(found.execution_options(yield_per=ROWS_AT_ONCE)):
            yield _row(each, program, asked, shop)

    return csv_file(f"members-{local_day(now, shop.zone)}.csv", HEAD, rows)


def _row(each: Any, program: Program, asked: Asked, shop: Shop) -> tuple[object, ...]:
    number, email, name, rank, since, value, falls_on, falls_to, needed, below, by_hand = each
    above = asked[rank] if rank < len(asked) else None
    money = program.measure.unit == "money"
    return (
        number,
        email,
        name,
        tier_name(program, rank),
        local_day(since, shop.zone) if since else None,
        _plain(value, money, shop.currency),
        shop.currency if money else "orders",
        _plain(max(0, above - value), money, shop.currency) if above is not None else None,
        falls_on,
        tier_name(program, falls_to) if falls_to is not None else None,
        _plain(needed, money, shop.currency) if needed is not None else None,
        below,
        "yes" if by_hand else "no",
    )


def tier_name(program: Program, rank: int) -> str:
    """A stored rank may count the tiers of a version that is over, until the customer is judged again."""
    return (program.name(rank) or "") if rank <= len(program.tiers) else f"tier {rank}"


def _plain(value: int, money: bool, currency: str) -> object:
    return Decimal(major(value, currency)) if money else value
