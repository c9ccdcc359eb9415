"""What a grant is called: the benefit it comes from, and the form in which it is given."""

from app.models import Grant
from app.rules.change_labels import BENEFITS, VALUES
from app.rules.said import N_, Amount, Said, said

BY_HAND = N_("Surprise")
FORMS = VALUES | {"refund": N_("Refund")}


def benefit_of(grant: Grant) -> Said:
    """`Birthday gift`; what a person gave is a surprise."""
    return said(BENEFITS.get(grant.benefit, BY_HAND))


def form_of(grant: Grant) -> str:
    return said(FORMS[grant.form]) if grant.form in FORMS else grant.form


def occasion_of(grant: Grant) -> str:
    """What it is for. Its key says that too, in a form that is for looking it up (`rules/rewards.py`)."""
    tier, day = grant.tier, grant.occasion_on
    match grant.benefit:
        case "entry_reward":
            return said("For reaching %(tier)s on %(day)s", tier=tier, day=day)
        case "price_protection":
            return said("For a price that fell after an order of %(tier)s", tier=tier)
        case "quarterly":
            return said("For %(tier)s, quarter from %(day)s", tier=tier, day=day)
        case _:
            return said("For %(tier)s: %(period)s", tier=tier, period=grant.period) if tier else grant.period


def grant_words(grant: Grant) -> Said:
    """`Birthday gift, 25.00 USD (Store credit)`."""
    worth = f"{grant.percent} %" if grant.percent else Amount(grant.amount_minor, grant.currency)
    told = {"benefit": benefit_of(grant), "worth": worth, "form": form_of(grant)}
    return said("%(benefit)s, %(worth)s (%(form)s)", **told)
