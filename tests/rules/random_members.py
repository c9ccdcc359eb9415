"""Random programs, histories and hands for the properties of the fold."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from app.rules.program import Tier
from app.rules.qualifying_period import CalendarYear, Lifetime, MembershipYear, Rolling
from app.rules.reviews import Continuous, FixedTerm, Monthly, Weekly
from app.rules.standing import Override, Version
from tests.rules.folds import START, ZONE, bought, midnight, program

FIRST, DAYS = date(2023, 1, 1), 365 * 4
NAMES = ("Silver", "Gold", "Platinum")

EDGES = "2024-02-29 2023-12-31 2024-01-01 2024-12-31 2025-01-31 2024-08-31 2025-02-28 2025-03-01"
CLOCKS = "2024-03-10 2024-11-03 2025-03-09 2025-11-02"
edges = st.sampled_from([date.fromisoformat(day) for day in f"{EDGES} {CLOCKS}".split()])
"""Ends of months and years, 29 February, the days on which New York moves its clocks."""

days = st.one_of(edges, st.integers(0, DAYS).map(lambda n: FIRST + timedelta(days=n)))
instants = st.builds(
    lambda day, second: datetime(day.year, day.month, day.day, 5, tzinfo=UTC) + timedelta(seconds=second),
    days.filter(lambda day: day >= date(2024, 1, 2)),
    st.integers(0, 86_399),
)

rolling = st.one_of(st.just(Rolling()), st.builds(Rolling, months=st.integers(1, 18)))
calendar = st.builds(CalendarYear, through_next_year=st.booleans())
periods = st.one_of(rolling, calendar, st.just(MembershipYear()), st.just(Lifetime()))
reviews = st.one_of(
    st.just(Continuous()),
    st.builds(Weekly, weekday=st.integers(1, 7)),
    st.builds(Monthly, day=st.integers(1, 28)),
    st.builds(FixedTerm, months=st.integers(1, 14)),
)


metrics = st.sampled_from(["net_spend", "net_spend", "net_spend", "orders"])


@st.composite
def programs(draw, periods=periods, metrics=metrics):
    """One to three tiers of money or orders, with all that is decided about falling."""
    metric = draw(metrics)
    in_orders = metric == "orders"
    step, entry, ladder = (1 if in_orders else 100), 0, []
    for name in NAMES[: draw(st.integers(1, 3))]:
        entry += draw(st.integers(1, 3)) * step
        keep = draw(st.one_of(st.none(), st.integers(max(1, entry // 2), entry)))
        ladder.append(Tier(name=name, entry=entry, keep=keep))
    return program(
        grace=draw(st.integers(0, 6)),
        tiers=tuple(ladder),
        one_at_a_time=draw(st.booleans()),
        reversals_have_grace=draw(st.booleans()),
        period=draw(periods),
        review=draw(st.one_of(st.just(Continuous()), reviews)),
        metric=metric,
    )


@st.composite
def histories(draw, most=7, refunds=True):
    """Purchases before and after the start, some given back later, in part or in full."""
    spends = []
    for order_id in range(1, draw(st.integers(1, most)) + 1):
        day, amount = draw(days), draw(st.sampled_from([1, 50, 99, 100, 150, 200, 300, 450, 600]))
        spends.append(bought(amount, day.year, day.month, day.day, order_id=order_id))
        if refunds and draw(st.integers(0, 3)) == 0:
            back = day + timedelta(days=draw(st.integers(1, 300)))
            given = draw(st.integers(1, amount))
            spends.append(bought(-given, back.year, back.month, back.day, order_id=order_id))
    return sorted(spends, key=lambda each: (each.at, each.order_id))


@st.composite
def hands(draw, most=2):
    """Floors and ceilings, some without an end."""
    found = []
    for number in range(draw(st.integers(0, most))):
        kind = draw(st.sampled_from(["floor", "floor", "ceiling"]))
        start = draw(instants)
        end = draw(st.one_of(st.none(), st.integers(1, 400).map(lambda n, at=start: at + timedelta(days=n))))
        tier = draw(st.sampled_from([None, *NAMES] if kind == "ceiling" else NAMES))
        found.append(Override(number + 1, kind, tier, start, end))
    return tuple(found)


@st.composite
def chains(draw, periods=periods, most=3, one_metric=False):
    """One to three versions of a program, some of which spare who they would lower."""
    found, start = [], START
    measured_by = st.just(draw(metrics)) if one_metric else metrics
    for number in range(draw(st.integers(1, most))):
        until = draw(st.one_of(st.none(), days))
        found.append(
            Version(number + 1, draw(programs(periods, measured_by)), start, until if number else None)
        )
        ahead = draw(st.integers(20, 500))
        start = start + timedelta(days=ahead, seconds=draw(st.sampled_from([0, 0, 43_200])))
    return tuple(found)


END = midnight(2028, 6, 1, zone=ZONE)
