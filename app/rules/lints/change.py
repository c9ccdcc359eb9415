"""What a new version takes from members of the one that is live (PIT-SURPRISE)."""

from collections.abc import Iterator

from app.rules.lints.benefits import gives_less
from app.rules.lints.facts import Facts
from app.rules.lints.finding import Finding
from app.rules.program import Program, Tier
from app.rules.qualifying_period import Rolling


def change(program: Program, facts: Facts) -> Iterator[Finding]:
    before = facts.previous
    if before is None:
        return
    old = {tier.name: tier for tier in before.tiers}
    gone = len(old.keys() - {tier.name for tier in program.tiers})
    if gone:
        yield Finding("tiers_gone", 0, {"gone": gone})
    same = _same_measure(before, program)
    if not same:
        yield Finding("judged_anew")
    elif _months(program) < _months(before):
        figures = {"before_months": _months(before), "after_months": _months(program)}
        yield Finding("shorter_window", 0, figures)
    for rank, tier in enumerate(program.tiers, start=1):
        if tier.name in old:
            if same:
                yield from _harder(rank, old[tier.name], tier)
            if gives_less(tier, old[tier.name]):
                yield Finding("benefits_taken", rank)


def _same_measure(before: Program, after: Program) -> bool:
    """Rolling periods differ by their months alone, others in kind and settings."""
    if before.metric != after.metric:
        return False
    if isinstance(before.period, Rolling) and isinstance(after.period, Rolling):
        return True
    return before.period == after.period


def _months(program: Program) -> int:
    return program.period.months if isinstance(program.period, Rolling) else 0


def _harder(rank: int, old: Tier, new: Tier) -> Iterator[Finding]:
    before, after = old.keep or old.entry, new.keep or new.entry
    if before is not None and after is not None and after > before:
        yield Finding("raised", rank, {"before_value": before, "after_value": after})
    wide, narrow = old.keep_percent or old.top_percent, new.keep_percent or new.top_percent
    if wide is not None and narrow is not None and narrow < wide:
        yield Finding("narrowed", rank, {"before_percent": wide, "after_percent": narrow})
