"""The program as everybody may read it: what each tier asks and brings, and how it is kept and lost.

For the public page and for shoppers who are not logged in (PROG-ACHIEVABLE, PROG-FINDABLE, PROG-PERIOD,
PROG-UNLOCK, DEM-TRANSPARENT). Nothing in it is about one customer, and no cost or margin is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.rules.money import major
from app.rules.note import Note, note
from app.rules.notices import FIRST_DAYS, SECOND_DAYS
from app.rules.program import Counting, Program, Tier
from app.rules.reviews import FixedTerm, Monthly, Weekly
from app.rules.tier_marks import COLORS, SIGNS

WORDS = {
    "earn_money": "What you spend in {period} decides your tier: goods after discounts and returns{also}.",
    "earn_orders": "The number of your orders in {period} decides your tier; returned orders do not count.",
    "rolling": "The {period} move along with every day: an order counts from its own day and leaves "
    "on the same day {period} later.",
    "calendar_year": "Each year begins anew on 1 January.",
    "through_next_year": "What a year earned is yours to the end of the next year.",
    "membership_year": "Your year begins on the day on which you joined; each year earns the next.",
    "lifetime": "Everything that you ever bought counts.",
    "review_continuous": "You move up as soon as you reach a tier.",
    "review_weekly": "Tiers are looked at every {weekday}.",
    "review_monthly": "Tiers are looked at on day {day} of each month.",
    "review_fixed_term": "You move up as soon as you reach a tier, and keep it for at least {months} months.",
    "top_percent": "{tier} is for the best {percent} % of all customers; the line is drawn at each review.",
    "keep": "{tier} is kept with {keep}.",
    "grace": "If you fall below what keeps a tier, you still have it for {months} months.",
    "no_grace": "If you fall below what keeps a tier, it ends once you have been told.",
    "landing": "In that time the discount of {tier} goes down in steps: {steps}.",
    "one_at_a_time": "You never lose more than one tier at a time.",
    "no_surprise": "Nobody loses a tier by surprise: you are told {first} days and {second} days before, and "
    "what keeps it.",
    "returns": "Goods that you send back no longer count, as if they had not been bought.",
}
"""By kind; the values stand in braces, amounts already as they are shown."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Asked:
    """What one tier asks and brings. `asks` is None where a line is drawn over all customers instead."""

    rank: int
    name: str
    asks: str | None
    keeps: str | None
    top_percent: int | None
    brings: tuple[str, ...]
    new: tuple[str, ...]
    """What the tier below does not bring: what is unlocked by reaching this one."""
    color: str | None = None
    sign: str | None = None


@dataclass(frozen=True, slots=True)
class PublicProgram:
    """`tiers` from the lowest up; `rules` in the order in which one would ask."""

    currency: str
    tiers: tuple[Asked, ...]
    rules: tuple[Note, ...]


def public_program(program: Program, currency: str) -> PublicProgram:
    """`currency` is that of the program's amounts. What tiers bring is told in English."""
    below: Tier | None = None
    tiers = []
    for rank, tier in enumerate(program.tiers, start=1):
        tiers.append(_asked(program, rank, tier, below, currency))
        below = tier
    rules = [*_earning(program), *_reviews(program), *_staying(program, currency)]
    return PublicProgram(currency, tuple(tiers), tuple(rules))


def _asked(program: Program, rank: int, tier: Tier, below: Tier | None, currency: str) -> Asked:
    brings = tuple(each.told(currency) for each in tier.benefits)
    held = {each.told(currency) for each in below.benefits} if below else set()
    return Asked(
        rank=rank,
        name=tier.name,
        asks=_amount(program, tier.entry, currency),
        keeps=_amount(program, tier.keep or tier.entry, currency),
        top_percent=tier.top_percent,
        brings=brings,
        new=tuple(words for words in brings if words not in held),
        color=COLORS[tier.color] if tier.color else None,
        sign=SIGNS[tier.icon] if tier.icon else None,
    )


def _amount(program: Program, value: int | None, currency: str) -> str | None:
    if value is None:
        return None
    if program.measure.unit == "money":
        return f"{major(value, currency)} {currency}"
    return f"{value} order" + ("" if value == 1 else "s")


def _earning(program: Program) -> Iterator[Note]:
    period = program.period
    if program.measure.unit == "money":
        yield note(WORDS, "earn_money", period=period.words, also=_also(program.counting))
    else:
        yield note(WORDS, "earn_orders", period=period.words)
    yield note(WORDS, period.kind, period=period.words)
    if period.kind == "calendar_year" and period.through_next_year:
        yield note(WORDS, "through_next_year")


def _also(counting: Counting) -> str:
    more = [name for name, counts in (("tax", counting.tax), ("shipping", counting.shipping)) if counts]
    return f", with {' and '.join(more)}" if more else ", without tax and shipping"


def _reviews(program: Program) -> Iterator[Note]:
    match program.review:
        case Weekly(weekday=weekday):
            yield note(WORDS, "review_weekly", weekday=WEEKDAYS[weekday - 1])
        case Monthly(day=day):
            yield note(WORDS, "review_monthly", day=str(day))
        case FixedTerm(months=months):
            yield note(WORDS, "review_fixed_term", months=str(months))
        case _:
            yield note(WORDS, "review_continuous")
    for tier in program.tiers:
        if tier.top_percent is not None:
            yield note(WORDS, "top_percent", tier=tier.name, percent=str(tier.top_percent))


def _staying(program: Program, currency: str) -> Iterator[Note]:
    for tier in program.tiers:
        if tier.keep is not None and tier.keep != tier.entry:
            yield note(WORDS, "keep", tier=tier.name, keep=_amount(program, tier.keep, currency) or "")
    yield note(WORDS, "returns")
    if program.period.kind == "lifetime":
        return
    months = program.demotion.grace_months
    yield note(WORDS, "grace", months=str(months)) if months else note(WORDS, "no_grace")
    for tier in program.tiers:
        if tier.landing:
            steps = ", ".join(f"{step.percent} %" for step in tier.landing)
            yield note(WORDS, "landing", tier=tier.name, steps=steps)
    if program.demotion.one_at_a_time:
        yield note(WORDS, "one_at_a_time")
    yield note(WORDS, "no_surprise", first=str(FIRST_DAYS), second=str(SECOND_DAYS))
