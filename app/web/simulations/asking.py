"""The form that asks for a simulation: which programs, over which days of the history."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.reports import MAX_NAME
from app.rules.periods import window_starts
from app.web.simulations.variants import DRAFT, Variant

PERIODS = ("12", "24", "36", "all")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Form:
    """As it was typed; `errors` by field. Days of its own come before the period."""

    one: str = ""
    other: str = ""
    period: str = "24"
    first: str = ""
    last: str = ""
    name: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def own_days(self) -> bool:
        return bool(self.first or self.last)


def fresh(known: Sequence[Variant]) -> Form:
    """The live program against the draft, where there are both; else what there is against the suggestion."""
    keys = [each.key for each in known]
    return Form(one=keys[0], other=DRAFT if DRAFT in keys[1:] else (keys[1] if len(keys) > 1 else ""))


def typed(sent: Mapping[str, str], known: Sequence[Variant], began: date, today: date) -> Form:
    told = {name: sent.get(name, "").strip() for name in ("one", "other", "period", "first", "last", "name")}
    return Form(**told, errors=_errors(told, {each.key for each in known}, began, today))


def _errors(told: Mapping[str, str], keys: set[str], began: date, today: date) -> dict[str, str]:
    found: dict[str, str] = {}
    if told["one"] not in keys:
        found["one"] = _("Choose a program.")
    if told["other"] and told["other"] not in keys:
        found["other"] = _("Choose a program, or none.")
    elif told["other"] == told["one"]:
        found["other"] = _("Choose another program than the first, or none.")
    if told["period"] not in PERIODS:
        found["period"] = _("Choose a period.")
    if len(told["name"]) > MAX_NAME or "\0" in told["name"]:
        found["name"] = _("Use at most %(most)s characters.", most=MAX_NAME)
    return found | (_wrong_days(told, began, today) if told["first"] or told["last"] else {})


def _wrong_days(told: Mapping[str, str], began: date, today: date) -> dict[str, str]:
    days = {name: _day(told[name]) for name in ("first", "last")}
    wrong = {name: _("Give a day such as 2026-03-01.") for name, each in days.items() if each is None}
    first, last = days["first"], days["last"]
    if first and first < began:
        wrong["first"] = _("Your first order is of %(day)s.", day=began.isoformat())
    if last and last > today:
        wrong["last"] = _("That day is still to come.")
    elif first and last and first > last:
        wrong["last"] = _("The last day is before the first.")
    return wrong


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None


def params(form: Form, known: Sequence[Variant], began: date, today: date) -> dict[str, Any]:
    """What `reports.ask` takes, of a form without errors."""
    asked = {each.key: each.asked for each in known}
    first = last = None
    if form.own_days:
        first, last = form.first, form.last
    elif form.period != "all":
        day = window_starts(today, int(form.period))
        first = day.isoformat() if day > began else None
    return {"one": asked[form.one], "other": asked.get(form.other), "first": first, "last": last}
