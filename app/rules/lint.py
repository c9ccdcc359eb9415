"""What a merchant should hear about a program before it is used (GAP-LINT).

Findings are plain values; `words` puts them into a sentence. The topics stand in `app/rules/lints`.
"""

from app.rules.lints.benefits import benefits
from app.rules.lints.change import change
from app.rules.lints.costs import costs
from app.rules.lints.discounts import checkout
from app.rules.lints.facts import Facts, Payoff
from app.rules.lints.falling import falling
from app.rules.lints.finding import Finding
from app.rules.lints.shares import members, shares
from app.rules.lints.table import RULES
from app.rules.lints.thresholds import thresholds
from app.rules.lints.words import Figures, words
from app.rules.program import Program

__all__ = ["RULES", "Facts", "Figures", "Finding", "Payoff", "lint", "shares", "words"]

CHECKS = (members, thresholds, benefits, checkout, falling, costs, change)
GRAVEST_FIRST = ("error", "warning", "note")


def lint(program: Program, facts: Facts) -> tuple[Finding, ...]:
    """All that is found, the gravest first, then from the lowest tier up. What is not known is not judged."""
    found = [finding for check in CHECKS for finding in check(program, facts)]
    return tuple(sorted(found, key=lambda each: (GRAVEST_FIRST.index(each.severity), each.rank)))
