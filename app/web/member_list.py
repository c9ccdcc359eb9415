"""Finding members: by the beginning of a name or e-mail or by id, by tier, by spend, fifty at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select

from app.models import Customer

PAGE = 50
MOST_PAGES = 20_000
MAX_ID = 2**63 - 1
LAST = "\U0010ffff"
MAX_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for. `tier` is a rank as text, `members`, or empty for everybody."""

    search: str = ""
    tier: str = ""
    sort: str = ""
    page: int = 1

    @property
    def filtered(self) -> bool:
        return bool(self.search or self.tier)


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


def find(session: Session, shop_id: int, wish: Wish) -> Found:
    """Ids first and the people of one page afterwards: an index holds all that the order needs."""
    conditions = [Customer.shop_id == shop_id, col(Customer.gone).is_(False), *_conditions(wish)]
    number = session.exec(select(func.count()).where(*conditions)).one()
    page = min(wish.page, max(1, -(-number // PAGE)))
    spend: Any = col(Customer.metric_value)
    if wish.search:
        spend = spend + 0  # Those who fit are few: sorting them is faster than walking everybody by spend.
    ids = select(Customer.id).where(*conditions)
    ids = ids.order_by(spend.asc() if wish.sort == "least" else spend.desc(), col(Customer.id))
    found = session.exec(ids.offset((page - 1) * PAGE).limit(PAGE)).all() if number else ()
    return Found(_people(session, shop_id, found), number, page)


def _people(session: Session, shop_id: int, ids: Sequence[int]) -> Sequence[Customer]:
    if not ids:
        return ()
    found = select(Customer).where(Customer.shop_id == shop_id, col(Customer.id).in_(ids))
    people = {each.id: each for each in session.exec(found).all()}
    return [people[each] for each in ids if each in people]


def _conditions(wish: Wish) -> list[Any]:
    found: list[Any] = []
    if wish.tier == "members":
        found.append(Customer.rank > 0)
    elif wish.tier:
        found.append(Customer.rank == int(wish.tier))
    if wish.search:
        found.append(_named(wish.search))
    return found


def _named(text: str) -> ColumnElement[bool]:
    """An exact id, or how an e-mail or a word of the name begins.

    E-mails and ids have an index. Names are looked through, but not for an id or an e-mail.
    """
    begin = text.lower()
    by_email = col(Customer.email).between(begin, begin + LAST)
    number = text.rsplit("/", 1)[-1].removeprefix("#")
    if number.isascii() and number.isdigit() and int(number) <= MAX_ID:
        return or_(by_email, col(Customer.platform_id) == int(number), col(Customer.id) == int(number))
    if "@" in text:
        return by_email
    name = col(Customer.name)
    return or_(by_email, name.istartswith(text, autoescape=True), name.icontains(f" {text}", autoescape=True))
