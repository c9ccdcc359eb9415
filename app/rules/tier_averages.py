"""The average member of each tier, from what customers bought in a year: input of the economics."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.rules.backtest import NoOrders
from app.rules.economics import figures_of
from app.rules.exported_order import GIFT_CARD, ExportedOrder, net_goods
from app.rules.member_year import TierFigures
from app.rules.money import half_up
from app.rules.order_export import in_one_currency
from app.rules.periods import local_day, window_starts
from app.rules.program import Program, Tier
from app.rules.qualifying import first_day
from app.rules.three_tiers import three_tiers

YEAR = 12


@dataclass(frozen=True, slots=True)
class TierYear:
    """What the customers of one rank bought in twelve months, together; goods without tax, refunds gone."""

    customers: int
    spend_minor: int
    orders: int  # of which something stays paid


@dataclass(frozen=True)
class TierCase:
    """A tier with its average member. `basis`: whose year it is.

    `threshold`: nobody is in the tier, so somebody at its entry is taken, with the shop's usual order.
    `nothing`: there is no year to reckon with, and `figures` is None.
    """

    tier: Tier
    members: int
    basis: Literal["members", "threshold", "nothing"]
    figures: TierFigures | None
    entry_minor: int | None  # None where entry is not by spend


@dataclass(frozen=True)
class ExportYear:
    """The twelve months to the end of `as_of`; `first_order_on` is the first day of the file."""

    program: Program
    currency: str
    as_of: date
    first_order_on: date
    years: Mapping[int, TierYear]  # by rank; 0 has no tier


def cases(program: Program, years: Mapping[int, TierYear]) -> tuple[TierCase, ...]:
    """From the lowest tier up; averages are half-up to a minor unit and to a hundredth of an order."""
    spend = sum(year.spend_minor for year in years.values())
    orders = sum(year.orders for year in years.values())
    found = []
    for rank, tier in enumerate(program.tiers, start=1):
        year = years.get(rank, TierYear(0, 0, 0))
        entry = tier.entry if program.measure.unit == "money" else None
        figures = None
        if year.customers and year.spend_minor > 0:
            figures = figures_of(
                tier,
                program.economics,
                max(1, half_up(year.spend_minor, year.customers)),
                half_up(100 * year.orders, year.customers),
            )
        elif not year.customers and entry and spend > 0:
            figures = figures_of(tier, program.economics, entry, half_up(100 * entry * orders, spend))
        basis: Literal["members", "threshold"] = "members" if year.customers else "threshold"
        found.append(TierCase(tier, year.customers, basis if figures else "nothing", figures, entry))
    return tuple(found)


def export_year(
    orders: Iterable[ExportedOrder],
    as_of: date | None = None,
    zone: str = "UTC",
    program: Program | None = None,
    gift_card: str = GIFT_CARD,
) -> ExportYear:
    """The year of every earned tier (no grace) in an order export; `as_of` is else the day of its last order.

    Guests are in no tier. Raises NoOrders, and BadRow at the first order in another currency.
    """
    bought: dict[str, list[tuple[date, int]]] = {}
    currency, days = "", set[date]()
    for order in in_one_currency(orders):
        currency = order.currency
        day = local_day(order.created_at, zone)
        days.add(day)
        net = net_goods(order, gift_card)
        if order.email and net:
            bought.setdefault(order.email, []).append((day, net))
    if not days:
        raise NoOrders("the file has no orders")
    program, as_of = program or three_tiers(currency), as_of or max(days)
    return ExportYear(program, currency, as_of, min(days), _years(program, as_of, bought.values()))


def _years(program: Program, as_of: date, customers: Iterable[list[tuple[date, int]]]) -> dict[int, TierYear]:
    counts, spend, orders = Counter[int](), Counter[int](), Counter[int]()
    since = first_day(program.period, as_of)
    for bought in customers:
        counting = [net for day, net in bought if since <= day <= as_of]
        rank = program.earned_rank(sum(counting) if program.measure.unit == "money" else len(counting))
        year = [net for day, net in bought if year_begins(as_of) <= day <= as_of]
        counts[rank] += 1
        spend[rank] += sum(year)
        orders[rank] += len(year)
    return {rank: TierYear(counts[rank], spend[rank], orders[rank]) for rank in counts}


def year_begins(as_of: date) -> date:
    """The first day of the twelve months to the end of `as_of`."""
    return window_starts(as_of, YEAR)
