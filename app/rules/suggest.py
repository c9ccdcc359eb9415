"""A ready program of three tiers for a shop's own customers (TIER-SHARE, TIER-NATURAL, TIER-ECON-THRESH).

The entries are those of `tier_entries.py`, the benefits those of the default program; the spend from which
each tier pays, and 20–30 % above it, stand beside.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.rules.break_even import threshold
from app.rules.breaks import natural_breaks
from app.rules.distribution import histogram, stand_out
from app.rules.program import Program
from app.rules.qualifying_period import CalendarYear, MembershipYear, Rolling
from app.rules.shop_spend import CustomerSpend, ShopSpend
from app.rules.spend_ranking import Ranking
from app.rules.suggestion import Note, SuggestedTier, Suggestion
from app.rules.three_tiers import three_tiers
from app.rules.tier_averages import TierYear, cases
from app.rules.tier_entries import Entry, entries

A_YEAR, DAYS_OF_A_MONTH = 12, 28
"""A period is known when there are orders from so many days for each of its months."""


def suggest(shop: ShopSpend) -> Suggestion:
    ranking = Ranking(customer.spend_minor for customer in shop.customers)
    breaks = natural_breaks(ranking, "spend"), natural_breaks(ranking, "log")
    found, notes = entries(ranking, breaks, shop.currency)
    program = _program(shop, found)
    buyers = [customer for customer in shop.customers if customer.spend_minor > 0]
    tiers = tuple(_tiers(program, found, ranking, _years(program, buyers)))
    stands_out = (
        stand_out("spend", [buyer.spend_minor for buyer in buyers]),
        stand_out("orders", [buyer.orders for buyer in buyers]),
    )
    return Suggestion(
        currency=shop.currency,
        as_of=shop.as_of,
        counted_from=shop.counted_from,
        first_order_on=shop.first_order_on,
        customers=len(shop.customers),
        buyers=ranking.buyers,
        spend_minor=ranking.spend_minor,
        program=program,
        tiers=tiers,
        notes=(*notes, *_short_history(shop), *(_about(tiers, program) if buyers else ())),
        breaks=breaks,
        groups_above_average=sum(
            group.least_minor * ranking.buyers > ranking.spend_minor for group in breaks[0].groups
        ),
        histogram=histogram(ranking),
        stand_out=tuple(each for each in stands_out if each),
    )


def _program(shop: ShopSpend, found: Sequence[Entry]) -> Program:
    """The default's tiers at these entries; what the shop decided besides stays as it is."""
    default = three_tiers(shop.currency)
    tiers = tuple(
        tier.model_copy(update={"entry": entry.amount_minor})
        for tier, entry in zip(default.tiers, found, strict=True)
    )
    return shop.program.model_copy(update={"tiers": tiers, "metric": default.metric})


def _tiers(
    program: Program, found: Sequence[Entry], ranking: Ranking, years: Mapping[int, TierYear]
) -> Iterator[SuggestedTier]:
    for rank, (entry, case) in enumerate(zip(found, cases(program, years), strict=True), start=1):
        pays = threshold(case.figures) if case.figures else None
        reaching, year = ranking.reaching(entry.amount_minor), years[rank]
        yield SuggestedTier(
            rank=rank,
            name=case.tier.name,
            entry_minor=entry.amount_minor,
            basis=entry.basis,
            drawn_from_minor=entry.drawn_from_minor,
            reaching=reaching,
            reaching_basis_points=ranking.share(reaching),
            customers=year.customers,
            customers_basis_points=ranking.share(year.customers),
            spend_minor=year.spend_minor,
            spend_basis_points=ranking.spend_share(year.spend_minor),
            break_even_minor=pays.break_even_minor if pays else None,
            pays_from_minor=pays.low_minor if pays else None,
            pays_to_minor=pays.high_minor if pays else None,
        )


def _years(program: Program, buyers: Iterable[CustomerSpend]) -> dict[int, TierYear]:
    """What each tier's customers bought, and at rank 0 those without a tier."""
    customers, spend, orders = Counter[int](), Counter[int](), Counter[int]()
    for buyer in buyers:
        rank = program.earned_rank(buyer.spend_minor)
        customers[rank] += 1
        spend[rank] += buyer.spend_minor
        orders[rank] += buyer.orders
    ranks = range(len(program.tiers) + 1)
    return {rank: TierYear(customers[rank], spend[rank], orders[rank]) for rank in ranks}


def _about(tiers: Iterable[SuggestedTier], program: Program) -> Iterator[Note]:
    yearly = program.period in (
        Rolling(),
        CalendarYear(),
        CalendarYear(through_next_year=True),
        MembershipYear(),
    )
    for tier in tiers:
        if not tier.reaching:
            yield Note("nobody", tier.rank)
        if tier.pays_from_minor is None:
            yield Note("never_pays", tier.rank)
        elif yearly and tier.pays_from_minor > tier.entry_minor:
            yield Note("pays_only_above", tier.rank, tier.pays_from_minor)


def _short_history(shop: ShopSpend) -> Iterator[Note]:
    period, first = shop.program.period, shop.first_order_on
    if first is None:
        return
    months = period.months if isinstance(period, Rolling) else A_YEAR
    days = (shop.as_of - max(first, shop.counted_from)).days + 1
    if days < months * DAYS_OF_A_MONTH:
        yield Note("short_history", figure=max(0, days))
