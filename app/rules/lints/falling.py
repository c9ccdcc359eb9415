"""How members fall (PIT-SURPRISE, DEM-SOFTLAND, DEM-NEEDED)."""

from collections.abc import Iterator

from app.rules.lints.facts import Facts
from app.rules.lints.finding import Finding
from app.rules.program import Program
from app.rules.qualifying_period import Lifetime
from app.rules.reviews import Continuous


def falling(program: Program, _facts: Facts) -> Iterator[Finding]:
    if isinstance(program.period, Lifetime):
        yield Finding("never_falls")
        return
    grace = program.demotion.grace_months
    if not grace and isinstance(program.review, Continuous):
        yield Finding("no_grace", 0, {"grace_months": grace})
    can_land = any(tier.percent_off > 1 for tier in program.tiers)
    if grace and can_land and not any(tier.landing for tier in program.tiers):
        yield Finding("no_landing", 0, {"grace_months": grace})
