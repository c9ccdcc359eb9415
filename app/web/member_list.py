"""Finding members: by the beginning of a name or e-mail or by id, by tier, by state, fifty at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, union_all
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.explain.calendar import in_week
from app.explain.forecast import falls
from app.explain.near import entries, gap, near_tiers, usual_gap
from app.models import Customer, CustomerName, Shop, StandingChange
from app.rules.name_words import folded
from app.rules.notices import FIRST_DAYS
from app.rules.periods import local_day
from app.rules.program import Program
from app.web import member_wish
from app.web.member_wish import Wish

PAGE = 50
MAX_ID = 2**63 - 1
LAST = "\U0010ffff"
REFUND_DAYS = 30
MANY_BEGIN_SO = 2_000
Asked = Sequence[int | None]
A_REVERSAL = '%"kind": "reversal"%'
"""As the reason of a move is written when a refund or cancellation decided it."""


@dataclass(frozen=True, slots=True)
class Found:
    customers: Sequence[Customer]
    number: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.number // PAGE))

    @property
    def first(self) -> int:
        return (self.page - 1) * PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.customers) - 1


def find(session: Session, shop: Shop, program: Program, wish: Wish, now: datetime) -> Found:
    """Ids first and the people of one page afterwards: an index holds all that the order needs."""
    common = _is_common(session, shop.id, wish.search)
    asked = entries(session, shop, program, now)
    conditions = matching(shop, program, asked, wish, now, common)
    number = count(session, conditions)
    page = min(wish.page, max(1, -(-number // PAGE)))
    ids = select(Customer.id).where(*conditions).order_by(*order(asked, wish, common))
    found = session.exec(ids.offset((page - 1) * PAGE).limit(PAGE)).all() if number else ()
    return Found(_people(session, shop.id, found), number, page)


def count(session: Session, conditions: Sequence[ColumnElement[bool]]) -> int:
    return session.exec(select(func.count()).select_from(Customer).where(*conditions)).one()


def order(asked: Asked, wish: Wish, common: bool = False) -> tuple[Any, ...]:
    if wish.state == member_wish.NEAR and not wish.sort:
        return gap(asked), col(Customer.id)
    spend: Any = col(Customer.metric_value)
    if (wish.search and not common) or wish.state or wish.falls:
        spend = spend + 0  # Those who fit are few: sorting them is faster than walking everybody by spend.
    return (spend.asc() if wish.sort == "least" else spend.desc()), col(Customer.id)


def matching(
    shop: Shop, program: Program, asked: Asked, wish: Wish, now: datetime, common: bool = False
) -> list[ColumnElement[bool]]:
    """The conditions of a wish: all that a list, a file and an act on everybody found have in common.

    `asked` is what earns each tier today. What is searched for may be known to be common; the same are
    found, and sooner.
    """
    found = [col(Customer.shop_id) == shop.id, col(Customer.gone).is_(False)]
    if wish.tier == "members":
        found.append(col(Customer.rank) > 0)
    elif wish.tier:
        found.append(col(Customer.rank) == int(wish.tier))
    if wish.state:
        found += _state(shop, program, asked, wish.state, now)
    if wish.falls:
        found += in_week(shop, now, wish.falls)
    if wish.search:
        found.append(_named(shop.id, wish.search, common))
    return found


def instead_of_a_discount(program: Program) -> list[ColumnElement[bool]]:
    """By tier: who buys so much at full price that another benefit takes the discount's place."""
    found = []
    for rank, tier in enumerate(program.tiers, start=1):
        shares = [each.unless_full_price_tenths for each in tier.benefits]
        if known := [share for share in shares if share is not None]:
            spared = col(Customer.full_price_tenths) >= min(known)
            found.append(and_(col(Customer.rank) == rank, spared))
    return found


def _state(
    shop: Shop, program: Program, asked: Asked, state: str, now: datetime
) -> list[ColumnElement[bool]]:
    today = local_day(now, shop.zone)
    match state:
        case member_wish.NEAR:
            return [or_(false(), *near_tiers(asked, usual_gap(asked)))]
        case member_wish.RISK:
            return falls(None, today + timedelta(days=FIRST_DAYS))
        case member_wish.GRACE:
            return [col(Customer.rank) > 0, col(Customer.below_since).is_not(None)]
        case member_wish.HAND:
            return [col(Customer.by_hand).is_(True)]
        case member_wish.REFUND:
            return [col(Customer.id).in_(_lowered(shop.id, now - timedelta(days=REFUND_DAYS)))]
    return [or_(false(), *instead_of_a_discount(program))]


def _lowered(shop_id: int, since: datetime) -> Any:
    return select(StandingChange.customer_id).where(
        StandingChange.shop_id == shop_id,
        col(StandingChange.recorded_at) >= since,
        StandingChange.to_rank < StandingChange.from_rank,
        col(StandingChange.reason).like(A_REVERSAL),
    )


def _people(session: Session, shop_id: int, ids: Sequence[int]) -> Sequence[Customer]:
    if not ids:
        return ()
    found = select(Customer).where(Customer.shop_id == shop_id, col(Customer.id).in_(ids))
    people = {each.id: each for each in session.exec(found).all()}
    return [people[each] for each in ids if each in people]


def _is_common(session: Session, shop_id: int, text: str) -> bool:
    """Do very many names or e-mails begin so? Most searches are told apart by two looks into an index."""
    if not text or "@" in text or _id(text) is not None:
        return False
    emails, names = _beginning(shop_id, text)
    return any(
        session.exec(each.offset(MANY_BEGIN_SO).limit(1)).first() is not None for each in (emails, names)
    )


def _named(shop_id: int, text: str, common: bool) -> ColumnElement[bool]:
    """An exact id, or how an e-mail or a word of the name begins: each is a range of an index.

    The few whom a rare text finds are looked up one by one; for a common one everybody is walked once.
    """
    by_email = _begins(col(Customer.email), text.lower())
    if (number := _id(text)) is not None:
        return or_(by_email, col(Customer.platform_id) == number, col(Customer.id) == number)
    if "@" in text:
        return by_email
    emails, names = _beginning(shop_id, text)
    if common:
        return or_(by_email, col(Customer.id).in_(names))
    return col(Customer.id).in_(union_all(emails, names))


def _id(text: str) -> int | None:
    number = text.rsplit("/", 1)[-1].removeprefix("#")
    return int(number) if number.isascii() and number.isdigit() and int(number) <= MAX_ID else None


def _beginning(shop_id: int, text: str) -> tuple[SelectOfScalar[int], SelectOfScalar[int]]:
    """Whose e-mail, and a word of whose name, begins so."""
    by_email = _begins(col(Customer.email), text.lower())
    words = _begins(col(CustomerName.words), folded(text))
    return (
        select(Customer.id).where(Customer.shop_id == shop_id, by_email),
        select(CustomerName.customer_id).where(CustomerName.shop_id == shop_id, words),
    )


def _begins(column: Any, text: str) -> ColumnElement[bool]:
    return and_(column >= text, column < text + LAST)
