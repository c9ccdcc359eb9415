"""A program tried on a past order export: who would have been in which tier on a day, and who brings what.

Refunds stand in an export without their days, so every refund the file knows of counts, whenever it was.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from app.rules.exported_order import GIFT_CARD, ExportedOrder, net_goods
from app.rules.money import half_up
from app.rules.order_export import in_one_currency
from app.rules.periods import local_day
from app.rules.program import Program
from app.rules.qualifying import first_day
from app.rules.three_tiers import three_tiers
from app.rules.value_metrics import NET_SPEND

TOP_PERCENTS = (1, 5, 10, 20)


class CannotTry(ValueError):
    """What cannot be answered from a file of orders at one glance, in words for the reader."""


class NoOrders(CannotTry):
    """An export without a single order: there is nothing to try a program on."""


@dataclass(frozen=True)
class TierCount:
    """Customers whose earned tier is this one; `tier` None: below the lowest. Shares are of all customers."""

    tier: str | None
    customers: int
    share_basis_points: int


@dataclass(frozen=True)
class TopShare:
    """What the first `customers` = ceil(percent × all) by spend bring of the customers' net spend."""

    percent: int
    customers: int
    revenue_basis_points: int


@dataclass(frozen=True)
class Guests:
    """Orders without an e-mail by that day, and their net spend in the window."""

    orders: int
    net_spend_minor: int


@dataclass(frozen=True)
class Member:
    customer: str
    net_spend_minor: int
    tier: str | None


@dataclass(frozen=True)
class Backtest:
    """Figures at the end of `as_of` in `zone`; net spend is that of customers, guests stand apart."""

    as_of: date
    zone: str
    currency: str
    counted_from: date
    orders_read: int
    customers: int
    net_spend_minor: int
    tiers: tuple[TierCount, ...]  # below the lowest first, then from the lowest up
    top: tuple[TopShare, ...]
    guests: Guests
    members: tuple[Member, ...] | None  # highest spend first, then by e-mail

    def to_json(self) -> dict[str, Any]:
        """Plain data for JSON; without the key `members` where they were not asked for."""
        data = asdict(self) | {"as_of": self.as_of.isoformat(), "counted_from": self.counted_from.isoformat()}
        if self.members is None:
            del data["members"]
        return data


def backtest(
    orders: Iterable[ExportedOrder],
    as_of: date,
    zone: str = "UTC",
    program: Program | None = None,
    gift_card: str = GIFT_CARD,
    *,
    members: bool = False,
) -> Backtest:
    """The earned tiers (no grace) at the end of the local day `as_of`; without a program, the three tiers.

    A customer is a distinct e-mail with any order by that day. Raises NoOrders, BadRow at the first order in
    another currency, and CannotTry for a program that asks for more than net spend of a period.
    """
    if program and (program.metric != NET_SPEND or program.by_population):
        raise CannotTry(
            "A backtest compares net spend with fixed thresholds. This program measures something else: "
            "try it with laurel simulate --orders."
        )
    spend: Counter[str] = Counter()
    currency, read, guest_orders, guest_spend = "", 0, 0, 0
    for order in in_one_currency(orders):
        read += 1
        currency = order.currency
        program = program or three_tiers(currency)
        day = local_day(order.created_at, zone)
        if day > as_of:
            continue
        net = net_goods(order, gift_card) if day >= first_day(program.period, as_of) else 0
        if order.email:
            spend[order.email] += net
        else:
            guest_orders, guest_spend = guest_orders + 1, guest_spend + net
    if program is None or not currency:
        raise NoOrders("the file has no orders")
    ranking = sorted(spend.items(), key=lambda entry: (-entry[1], entry[0]))
    return Backtest(
        as_of=as_of,
        zone=zone,
        currency=currency,
        counted_from=first_day(program.period, as_of),
        orders_read=read,
        customers=len(spend),
        net_spend_minor=spend.total(),
        tiers=_tier_counts(program, spend),
        top=tuple(_top_share(percent, [net for _, net in ranking]) for percent in TOP_PERCENTS),
        guests=Guests(guest_orders, guest_spend),
        members=_members(program, ranking) if members else None,
    )


def _tier_counts(program: Program, spend: Counter[str]) -> tuple[TierCount, ...]:
    counts = Counter(map(program.earned_rank, spend.values()))
    return tuple(
        TierCount(program.name(rank), counts[rank], _basis_points(counts[rank], len(spend)))
        for rank in range(len(program.tiers) + 1)
    )


def _top_share(percent: int, ranked: list[int]) -> TopShare:
    customers = -(-percent * len(ranked) // 100)
    return TopShare(percent, customers, _basis_points(sum(ranked[:customers]), sum(ranked)))


def _members(program: Program, ranking: list[tuple[str, int]]) -> tuple[Member, ...]:
    return tuple(Member(email, net, program.name(program.earned_rank(net))) for email, net in ranking)


def _basis_points(part: int, whole: int) -> int:
    return half_up(part * 10_000, whole) if whole else 0
