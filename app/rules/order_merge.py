"""How two pieces of knowledge about an order merge, and when to ask for it (GAP-RECON, reliability I-7).

Merging is commutative, associative and idempotent, so the order of arrival cannot matter:
refunds are a grow-only set by id; everything else comes from the greatest snapshot.
"""

from datetime import UTC, datetime
from hashlib import sha256

from app.rules.money import BadAmount, minor
from app.rules.order_facts import OrderFacts, Refund, Snapshot

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
