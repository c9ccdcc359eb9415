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
    conditions = [Customer.shop_id == shop_id, col(Customer.gone).is_(False), *_conditions(wish)]
    number = session.exec(select(func.count()).where(*conditions)).one()
    page = min(wish.page, max(1, -(-number // PAGE)))
    order = col(Customer.metric_minor)
    by_spend = order.asc() if wish.sort == "least" else order.desc()
    found = select(Customer).where(*conditions).order_by(by_spend, col(Customer.id))
    return Found(session.exec(found.offset((page - 1) * PAGE).limit(PAGE)).all(), number, page)


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
    """An exact id, or how an e-mail or a word of the name begins. Names have at most a few words."""
    begin = text.lower()
    ways: list[Any] = [
        col(Customer.email).between(begin, begin + LAST),
        col(Customer.name).istartswith(text, autoescape=True),
        col(Customer.name).icontains(f" {text}", autoescape=True),
    ]
    number = text.rsplit("/", 1)[-1].removeprefix("#")
    if number.isascii() and number.isdigit() and int(number) <= MAX_ID:
        ways += [Customer.platform_id == int(number), Customer.id == int(number)]
    return or_(*ways)
