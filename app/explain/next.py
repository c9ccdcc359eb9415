"""What happens next to a member: the fall ahead, what was set by hand, and the sentence about it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from app.explain.notes import note
from app.explain.shape import Ahead, ByHand, Rank, Warned
from app.models import Override, Shop
from app.rules.hands import Hands
from app.rules.money import major
from app.rules.note import Note
from app.rules.periods import local_day
from app.rules.program import Program
from app.rules.said import N_
from app.rules.said import said as sentence
from app.rules.standing import Known, Standing


def rank_of(program: Program, rank: int, lost: str | None = None) -> Rank:
    """A later version may have fewer tiers than an old change names; `lost` is one that it has no more."""
    if lost is None and rank > len(program.tiers):
        return Rank(rank, sentence(N_("tier %(rank)s"), rank=rank))
    return Rank(rank, lost or program.name(rank))


def ahead(folded: Standing, knows: Known, program: Program) -> Ahead | None:
    if folded.fall is None:
        return None
    warned = knows.warned or {}
    notices = tuple(
        Warned(each.kind, each.day, warned.get((each.kind, each.occasion))) for each in folded.notices
    )
    fall = folded.fall
    return Ahead(fall.day, rank_of(program, fall.to_rank), fall.kind, fall.needed, notices)


def hands(overrides: Iterable[Override], folded: Standing, knows: Known, at: datetime) -> tuple[ByHand, ...]:
    """The overrides in force at `at`, those of merged-away rows too."""
    version = knows.applying(at)

    def without(override_id: int) -> Rank:
        others = replace(knows, overrides=[each for each in knows.overrides if each.id != override_id])
        held, _ = Hands(others).clamped(folded.computed_rank, at, knows.versions.index(version))
        return rank_of(version.program, held)

    in_force = {
        each.id: each for each in knows.overrides if each.start <= at and (each.end is None or at < each.end)
    }
    return tuple(
        ByHand(
            row.id,
            row.kind,
            row.tier,
            row.reason,
            row.author,
            row.goodwill,
            row.from_at,
            in_force[row.id].end,
            row.id == folded.override_id,
            without(row.id),
        )
        for row in overrides
        if row.id in in_force
    )


def said(
    shop: Shop, program: Program, folded: Standing, fall: Ahead | None, by_hand: tuple[ByHand, ...]
) -> Note:
    """The one sentence about what can change the tier from here."""
    tier = program.name(folded.rank) or "no tier"
    deciding = next((each for each in by_hand if each.decides), None)
    if deciding is not None:
        until = f" until {local_day(deciding.until, shop.zone)}" if deciding.until else ""
        computed = program.name(folded.computed_rank) or "no tier"
        return note("by_hand", tier=tier, reason=deciding.reason, until=until, computed=computed)
    if not folded.rank:
        first = program.tiers[0].entry
        return note("no_tier", first=amount(first, program, shop) if first is not None else "the line")
    if shop.falls_stop_at is not None:
        return note("stopped")
    if fall is None:
        return note("safe", held=amount(folded.metric_value, program, shop))
    lower, day = fall.to.name or "no tier", fall.day.isoformat()
    if fall.needed is None:
        return note("falls_anyway", tier=tier, lower=lower, day=day)
    needed = amount(fall.needed, program, shop)
    if folded.below_since is not None:
        since = folded.below_since.isoformat()
        return note("below", tier=tier, lower=lower, day=day, needed=needed, since=since)
    return note("falls", tier=tier, lower=lower, day=day, needed=needed)


def amount(value: int, program: Program, shop: Shop) -> str:
    """A value of the metric as it is shown: money, or a number of orders."""
    if program.measure.unit == "money":
        return f"{major(value, shop.counting_currency)} {shop.counting_currency}"
    return f"{value} order" + ("" if value == 1 else "s")
