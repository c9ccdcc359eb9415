"""The sentence about what happens next, in the page's language: the kinds of `app.explain.notes`, with days
and money as a page writes them. The commands keep the English of the notes themselves."""

from datetime import datetime

from flask_babel import gettext as _

from app.explain.shape import Explanation
from app.models import Shop
from app.rules.program import Program
from app.web.filters import day, day_before, last_day
from app.web.language import N_
from app.web.measures import measured


def keeps_until(why: Explanation, program: Program, shop: Shop) -> str:
    """In one line, as in a headline: until when the tier is kept and what is needed by then; or nothing."""
    if why.fall is None or not why.tier.rank or shop.falls_stop_at is not None:
        return ""
    told = {"tier": why.tier.name, "day": day_before(why.fall.day)}
    if why.fall.needed is None:
        return str(_("Keeps %(tier)s until %(day)s.", **told))
    needed = measured(why.fall.needed, program, shop.counting_currency)
    return str(_("Keeps %(tier)s until %(day)s; needs %(needed)s by then.", needed=needed, **told))


def note_words(why: Explanation, program: Program, shop: Shop) -> str:
    """Raises KeyError for a kind that has no words here."""
    return str(_(_sentence(why, program), **_values(why, program, shop)))


def _sentence(why: Explanation, program: Program) -> str:
    """As it stands in the catalogue; a value that is missing makes a sentence of its own."""
    if why.note.kind == "no_tier" and program.tiers[0].entry is None:
        return LINE_NOT_DRAWN
    if why.note.kind == "by_hand" and _until(why) is None:
        return BY_HAND_FOR_GOOD
    return SENTENCES[why.note.kind]


def _values(why: Explanation, program: Program, shop: Shop) -> dict[str, str]:
    def amount(value: int | None) -> str:
        return measured(value, program, shop.counting_currency) if value is not None else ""

    fall, until = why.fall, _until(why)
    return {
        "tier": why.tier.name or str(_("No tier")),
        "lower": (fall.to.name if fall else None) or str(_("No tier")),
        "day": day(fall.day) if fall else "",
        "needed": amount(fall.needed if fall else None),
        "since": day(why.below_since) if why.below_since else "",
        "first": amount(program.tiers[0].entry),
        "held": amount(why.metric_value),
        "reason": next((each.reason for each in why.by_hand if each.decides), ""),
        "until": last_day(until, shop.zone) if until else "",
        "computed": why.computed.name or str(_("No tier")),
    }


def _until(why: Explanation) -> datetime | None:
    return next((each.until for each in why.by_hand if each.decides), None)


LINE_NOT_DRAWN = N_("A tier begins the moment the line is reached.")
BY_HAND_FOR_GOOD = N_(
    "%(tier)s is set by hand (%(reason)s); what is earned goes on being computed: %(computed)s."
)
SENTENCES = {
    "no_tier": N_("A tier begins the moment %(first)s is reached."),
    "safe": N_("Time alone does not lower this tier: %(held)s are held and nothing of it runs out."),
    "falls": N_(
        "If nothing is bought, %(tier)s becomes %(lower)s on %(day)s. "
        "Another %(needed)s by the day before keeps it."
    ),
    "falls_anyway": N_("%(tier)s becomes %(lower)s on %(day)s; no purchase prevents that."),
    "below": N_(
        "Less than keeps %(tier)s is held since %(since)s; grace runs. It becomes %(lower)s on %(day)s "
        "unless another %(needed)s are bought by the day before."
    ),
    "by_hand": N_(
        "%(tier)s is set by hand (%(reason)s) until %(until)s; what is earned goes on being computed: "
        "%(computed)s."
    ),
    "stopped": N_(
        "The currency of the store changed: nobody falls by time until a new program is published."
    ),
}
"""By the kinds of `app.explain.notes`."""
