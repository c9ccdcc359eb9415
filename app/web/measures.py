"""Values of what members are measured by, and the periods they are measured in, in the page's language."""

from flask import Blueprint
from flask_babel import gettext as _

from app.rules.program import Program
from app.rules.qualifying_period import Lifetime, MembershipYear, Period, Rolling
from app.web.filters import money, ngettext


def measured(value: int, program: Program, currency: str) -> str:
    """Money, or a number of orders where the program counts those."""
    if program.measure.unit == "money":
        return money(value, currency)
    return ngettext("%(num)s order", "%(num)s orders", value)


def measure_in(program: Program) -> str:
    """The heading of a column of such values."""
    period = period_words(program.period)
    if program.measure.unit == "money":
        return str(_("Spend, %(period)s", period=period))
    return str(_("Orders, %(period)s", period=period))


def period_words(period: Period) -> str:
    match period:
        case Rolling(months=months):
            return ngettext("%(num)s month", "%(num)s months", months)
        case MembershipYear():
            return str(_("the membership year"))
        case Lifetime():
            return str(_("all time"))
    return str(_("the calendar year"))


def register(blueprint: Blueprint) -> None:
    for each in (measured, measure_in, period_words):
        blueprint.add_app_template_global(each)
