"""What we know of one order; `order_merge` joins two pieces of knowledge about it.

All amounts are minor units of the shop's currency, without tax unless a name says otherwise.
"""

from dataclasses import dataclass, field, fields
from datetime import datetime
from operator import attrgetter
from typing import Any, Literal

from app.rules.amounts import Amounts
from app.rules.applied_discounts import AppliedDiscount
from app.rules.value import value

Source = Literal["csv", "webhook", "api"]


@value
class Line:
    """A line at its full quantity, after its discounts; `current_quantity` is what returns and edits left."""

    line_id: int
    product: str | None
    quantity: int
    current_quantity: int
    goods: int
    tax: int
    gift_card: bool = False


@value
class Snapshot:
    """The whole order as one source showed it at `updated_at`."""

    updated_at: datetime
    source: Source
    name: str
    occurred_at: datetime
    currency: str
    payment: str
    ordered: Amounts
    lines: tuple[Line, ...] = ()
    current: Amounts | None = None
    refund_ids: tuple[int, ...] = ()
    customer: int | None = None
    """The platform's id of the customer; None for guests."""
    person: int | None = None
    """Our own row of a guest or an imported person, known by e-mail only."""
    test: bool = False
    cancelled_at: datetime | None = None
    taxes_included: bool = False
    presentment: str = ""
    rate: tuple[int, int] = (1, 1)
    """The order's own rate: shop minor units over presentment minor units, as a fraction."""
    refunded: int = 0
    """Order exports only: the sum of the refunds, of which nothing else is known."""
    read_at: datetime | None = None
    """API only: when it was asked for. Of two answers about one second the later one knows more."""
    tags: tuple[str, ...] = ()
    """Sorted, in lower case: the platform does not tell case apart."""
    channel: str = ""
    """The sales channel as the platform names it: web, pos, …"""
    discounts: tuple[AppliedDiscount, ...] = ()
    """Those it was placed with, in the platform's order."""


@dataclass(frozen=True, slots=True)
class RefundLine:
    line_id: int
    quantity: int
    subtotal: int
    """After discounts; holds the tax where the order's prices do."""
    tax: int


@dataclass(frozen=True, slots=True)
class Refund:
    """One refund. `paid_back` are its successful payments as (currency or "", plain amount)."""

    refund_id: int
    occurred_at: datetime
    source: Source
    lines: tuple[RefundLine, ...] = ()
    shipping: int = 0
    shipping_tax: int = 0
    duties: int = 0
    tips: int = 0
    adjustment: int | None = None
    """Money beyond the lines, positive towards the customer; None where the source does not split it."""
    adjustment_tax: int = 0
    paid_back: tuple[tuple[str, str], ...] = ()
    unsettled: bool = False
    """It has payments and none of them succeeded yet: no money went back."""
    in_part: bool = False
    """Some of its payments succeeded and others did not, or not yet."""

    def worth(self, taxes_included: bool) -> int:
        """What its parts come to, with tax; money that went back may be more or less."""
        parts = sum(line.subtotal for line in self.lines) + self.shipping + self.duties + self.tips
        taxes = sum(line.tax for line in self.lines) + self.shipping_tax
        return parts if taxes_included else parts + taxes


@value
class OrderFacts:
    order_id: int
    snapshot: Snapshot | None = None
    refunds: dict[int, Refund] = field(default_factory=dict)
    edited_at: datetime | None = None
    """The latest edit we were told of; the message itself carries no money."""
    deleted: bool = False


def with_person(facts: OrderFacts, person: int | None) -> OrderFacts:
    """The facts with the row of the person we know by e-mail only."""
    if facts.snapshot is None:
        return facts
    parts: list[Any] = [*_parts(facts.snapshot)]
    parts[_PERSON] = person
    return OrderFacts(facts.order_id, Snapshot(*parts), facts.refunds, facts.edited_at, facts.deleted)


_NAMES = [each.name for each in fields(Snapshot)]
_PERSON = _NAMES.index("person")
_parts = attrgetter(*_NAMES)
"""`dataclasses.replace` takes ten times as long, and every imported order gets its person."""
