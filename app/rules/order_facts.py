"""What we know of one order, and how two pieces of knowledge merge (GAP-RECON, reliability I-7).

Merging is commutative, associative and idempotent, so the order of arrival cannot matter:
refunds are a grow-only set by id; everything else comes from the greatest snapshot. All amounts are
minor units of the shop's currency, without tax unless a name says otherwise.
"""

from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from hashlib import sha256
from operator import add, attrgetter, neg, sub
from typing import Any, Literal

from app.rules.applied_discounts import AppliedDiscount
from app.rules.money import BadAmount, minor
from app.rules.value import value

Source = Literal["csv", "webhook", "api"]

_LONG_AGO = datetime.min.replace(tzinfo=UTC)

SOURCE_RANK = {"csv": 0, "webhook": 1, "api": 2}
PAYMENT_RANK = {
    state: rank
    for rank, state in enumerate(
        (
            "pending",
            "authorized",
            "partially_paid",
            "paid",
            "partially_refunded",
            "refunded",
            "expired",
            "voided",
        )
    )
}


@value
class Amounts:
    """Signed money by what it was for. `beyond` is money given back beyond what the order still held."""

    goods: int = 0
    tax: int = 0
    shipping: int = 0
    duties: int = 0
    tips: int = 0
    gift_card: int = 0
    beyond: int = 0

    def parts(self) -> tuple[int, int, int, int, int, int, int]:
        """In the order of the fields; `dataclasses.astuple` copies deeply and takes thirty times as long."""
        return (self.goods, self.tax, self.shipping, self.duties, self.tips, self.gift_card, self.beyond)

    @property
    def total(self) -> int:
        return sum(self.parts())

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(*map(add, self.parts(), other.parts()))

    def __neg__(self) -> "Amounts":
        return Amounts(*map(neg, self.parts()))

    def __sub__(self, other: "Amounts") -> "Amounts":
        return Amounts(*map(sub, self.parts(), other.parts()))

    def __bool__(self) -> bool:
        return any(self.parts())


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


def merge(one: OrderFacts, other: OrderFacts) -> OrderFacts:
    """The join of two pieces of knowledge about the same order."""
    if one.order_id != other.order_id:
        raise ValueError(f"order {one.order_id} cannot be merged with order {other.order_id}")
    refunds = dict(one.refunds)
    for refund_id, refund in other.refunds.items():
        known = refunds.get(refund_id)
        refunds[refund_id] = refund if known is None else max(known, refund, key=_refund_rank)
    return OrderFacts(
        order_id=one.order_id,
        snapshot=_greater(one.snapshot, other.snapshot),
        refunds={refund_id: refunds[refund_id] for refund_id in sorted(refunds)},
        edited_at=max(filter(None, (one.edited_at, other.edited_at)), default=None),
        deleted=one.deleted or other.deleted,
    )


def doubts(before: OrderFacts | None, arrived: OrderFacts, after: OrderFacts) -> tuple[str, ...]:
    """Why the platform must be asked again what this order is; empty when `after` can be trusted.

    An answer of the API never raises a doubt, so asking ends.
    """
    latest = after.snapshot
    if after.deleted or (arrived.snapshot and arrived.snapshot.source == "api"):
        return ()
    found = []
    if latest is None:
        return ("order unknown",)
    if (
        before
        and before.snapshot
        and arrived.snapshot
        and _differ_at_one_instant(before.snapshot, arrived.snapshot)
    ):
        found.append("two versions of one instant")
    if after.edited_at and _is_older(latest, after.edited_at):
        found.append("edited")
    for refund in after.refunds.values():
        if refund.source == "api":
            continue
        if latest.source == "csv":
            found.append("refund of an imported order")
        elif any(code not in (latest.currency, latest.presentment) for code, _ in refund.paid_back):
            found.append("currency missing")
        elif refund.adjustment is None and unsplit(latest, refund):
            found.append("refund not split")
    return tuple(dict.fromkeys(found))


def unsplit(order: Snapshot, refund: Refund) -> bool:
    """Does the refund move money that its parts do not explain? Converted money is never exact."""
    worth = refund.worth(order.taxes_included)
    if not refund.paid_back or (worth and order.presentment != order.currency):
        return False
    try:
        return sum(minor(amount, order.currency) for _, amount in refund.paid_back) != worth
    except BadAmount:
        return True


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


def _greater(one: Snapshot | None, other: Snapshot | None) -> Snapshot | None:
    if one is None or other is None:
        return one or other
    return max(one, other, key=_snapshot_rank)


def _snapshot_rank(snapshot: Snapshot) -> tuple[datetime, int, datetime, int, int, bool, int, str]:
    """Of two exports of one order the later one is known by what only grows: payment, refunds."""
    return (
        snapshot.updated_at,
        SOURCE_RANK[snapshot.source],
        snapshot.read_at or _LONG_AGO,
        len(snapshot.refund_ids),
        PAYMENT_RANK.get(snapshot.payment, 0),
        snapshot.cancelled_at is not None,
        snapshot.refunded,
        _content_hash(snapshot),
    )


def _refund_rank(refund: Refund) -> tuple[bool, int, int, str]:
    """A payment that succeeded stays so; then the better source; then anything, but always the same."""
    return (not refund.unsettled, SOURCE_RANK[refund.source], len(refund.paid_back), _content_hash(refund))


def _is_older(snapshot: Snapshot, edited_at: datetime) -> bool:
    """An answer of the same second may be trusted, a body of the same second may be from before the edit."""
    if snapshot.source == "api":
        return snapshot.updated_at < edited_at
    return snapshot.updated_at <= edited_at


def _content_hash(fact: Snapshot | Refund) -> str:
    return sha256(repr(fact).encode()).hexdigest()


def _differ_at_one_instant(one: Snapshot, other: Snapshot) -> bool:
    """Changes of one second share their `updated_at`; then neither body is surely the later one.

    Not so beside the API, which is asked to decide it, and exports, which have no instant of change.
    """
    return (
        one.updated_at == other.updated_at
        and one.source == other.source == "webhook"
        and _content_hash(one) != _content_hash(other)
    )
