"""What the linter finds about a program that was compared, on the store's own numbers (GAP-LINT)."""

from datetime import datetime

from sqlmodel import Session

from app.compare.lint_facts import lint_facts
from app.compare.shape import Comparison
from app.drops.enforcement import is_enforced
from app.ledger.tier_years import first_ordered_on
from app.models import Shop
from app.programs import program_of
from app.rules.lint import Finding, lint
from app.rules.periods import local_day
from app.rules.program import Program


def findings(
    session: Session, shop: Shop, rules: Program, told: Comparison, now: datetime
) -> tuple[Finding, ...]:
    """The gravest first; `told` is the comparison of these rules with what is live."""
    live = program_of(session, shop.id, now)[1] if shop.live_at is not None else None
    facts = lint_facts(
        told,
        rules,
        live if live != rules else None,
        first_ordered_on(session, shop.id),
        local_day(now, shop.zone),
        shop.other_automatic_discounts,
        is_enforced(session, shop.id),
    )
    return lint(rules, facts)
