"""What a tier asks and a period is called, in the language of the page; whatever the program measures."""

from app.rules.program import Program, Tier
from app.rules.qualifying_period import Period, Rolling
from app.web.filters import money, ngettext
from app.web.language import gettext as _


def held(value: int, program: Program, currency: str) -> str:
    """What somebody holds: money, or so many orders."""
    if program.measure.unit == "money":
        return money(value, currency)
    return ngettext("%(num)s order", "%(num)s orders", value)


def asks(tier: Tier, program: Program, currency: str) -> str:
    """What earns a tier: an amount, or a place among the best."""
    if tier.entry is None:
        return _("the best %(percent)s %%", percent=tier.top_percent)
    return held(tier.entry, program, currency)


def period_words(period: Period) -> str:
    """`12 months`, `the calendar year`."""
    if isinstance(period, Rolling):
        return ngettext("%(num)s month", "%(num)s months", period.months)
    names = {
        "calendar_year": _("the calendar year"),
        "membership_year": _("the membership year"),
        "lifetime": _("all time"),
    }
    return names[period.kind]


GLOBALS = (held, asks, period_words)
