"""Why somebody moved between tiers, as one sentence with the numbers that decided."""

from app.explain.shape import Change
from app.models import Shop
from app.rules.program import Program
from app.rules.said import N_, Amount, Counted, Said, said


def why_moved(change: Change, program: Program, shop: Shop) -> Said:
    """`program` is the one that applies; amounts are in its currency."""
    if change.kind == "program" and not change.threshold:
        return said("Your program has no %(tier)s any more.", tier=_tier(change))
    if change.kind in WITHOUT_NUMBERS:
        return said(WITHOUT_NUMBERS[change.kind])
    kind = change.kind if change.order_name else f"{change.kind}, no order"
    return said(
        SENTENCES.get(kind) or SENTENCES.get(change.kind, ANY),
        order=change.order_name or "",
        tier=_tier(change),
        held=measured(change.metric_value or 0, program, shop),
        line=measured(change.threshold or 0, program, shop),
    )


def measured(value: int, program: Program, shop: Shop) -> Amount | Counted:
    """A value of what members are measured by."""
    return Amount(value, shop.counting_currency) if program.measure.unit == "money" else Counted(value)


def _tier(change: Change) -> str:
    """The one that was reached, or the one that was lost."""
    up = change.to_tier.rank > change.from_tier.rank
    return (change.to_tier.name if up else change.from_tier.name) or ""


WITHOUT_NUMBERS = {
    "override": N_("Set by hand."),
    "override_ended": N_("What was set by hand ended."),
}
ANY = N_("%(held)s counted; %(tier)s asks for %(line)s.")
SENTENCES = {
    "spend": N_("%(order)s brought the count to %(held)s; %(tier)s begins at %(line)s."),
    "spend, no order": ANY,
    "went_live": N_("%(held)s counted when the program went live; %(tier)s begins at %(line)s."),
    "time": N_("Time passed: %(held)s counted, and %(tier)s is kept from %(line)s."),
    "reversal": N_(
        "A refund or cancellation of %(order)s lowered the count to %(held)s; %(tier)s asks for %(line)s."
    ),
    "reversal, no order": N_(
        "A refund or cancellation lowered the count to %(held)s; %(tier)s asks for %(line)s."
    ),
    "merge": N_(
        "Customers were merged in your store; together %(held)s count, and %(tier)s asks for %(line)s."
    ),
    "moved": N_(
        "An order was given to another customer; %(held)s count now, and %(tier)s asks for %(line)s."
    ),
}
"""By the kind of the move (`rules.moves.Kind`)."""
