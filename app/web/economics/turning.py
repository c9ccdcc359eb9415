"""The what-if: sliders over what a tier gives and what is hoped of it, reckoned by the exact rules."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import g, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from app.rules.economics import KNOBS, what_if
from app.rules.member_year import LIMITS, BadFigure, TierFigures
from app.rules.money import exponent
from app.rules.program import Program
from app.rules.tier_averages import TierCase

TURNED = ("discount", "shipping", "gift", "support", "lift", "retention")
BASE = tuple(LIMITS)
LEAST_ROOM, TIMES = 50, 3
"""How far money can be turned up: to this many units, or so many times what it is now."""
MOST_PERCENT = {"discount": 50, "lift": 100, "retention": 100}


@dataclass(frozen=True, slots=True)
class Slider:
    """A native range; money in minor units. `digits` after the point, None for a percent.

    `into` is the field of the assumptions that is this figure and nothing else; empty where there is none.
    """

    knob: str
    label: str
    now: int
    most: int
    step: int
    digits: int | None
    into: str


def sliders_of(case: TierCase, currency: str, working_on: Program) -> list[Slider]:
    if case.figures is None:
        return []
    fields = _fields(case, case.figures, working_on)
    return [_slider(knob, case.figures, exponent(currency), fields.get(knob, "")) for knob in TURNED]


def turned() -> str:
    """What changes, on the figures that the page was told: nothing of the ledger is read for a move."""
    figures = _figures(request.form)
    try:
        changes = {knob: _whole(request.form, knob) for knob in TURNED}
        result = what_if(figures, changes)
    except BadFigure:
        raise BadRequest(_("A figure of the what-if is out of range.")) from None
    return render_template("economics/_turned.html", result=result, currency=g.shop.currency)


def _fields(case: TierCase, figures: TierFigures, working_on: Program) -> dict[str, str]:
    """A discount and gifts that are benefits are promised to members: they are no assumptions."""
    found = {"lift": "economics.spend_lift_percent:int", "retention": "economics.repurchase_percent:int"}
    if figures.shipping_minor:
        found["shipping"] = "economics.shipping:text?"
    names = [tier.name for tier in working_on.tiers]
    if case.tier.name in names:
        cost = f"tiers[{names.index(case.tier.name)}].cost"
        found["support"] = f"{cost}.support"
        if figures.gifts_minor == case.tier.cost.gifts_minor:
            found["gift"] = f"{cost}.gifts"
    return found


def _slider(knob: str, figures: TierFigures, digits: int, into: str) -> Slider:
    field = KNOBS[knob]
    now = int(getattr(figures, field))
    if not field.endswith("_minor"):
        return Slider(knob, _label(knob), now, max(MOST_PERCENT[knob], now), 1, None, into)
    unit = 10**digits
    step = next((each for each in (unit, unit // 10) if each and now % each == 0), 1)
    return Slider(knob, _label(knob), now, max(LEAST_ROOM * unit, TIMES * now), step, digits, into)


def _label(knob: str) -> str:
    labels: dict[str, str] = {
        "discount": _("Discount"),
        "shipping": _("Shipping of an order"),
        "gift": _("Gifts and credits a year"),
        "support": _("Support a year"),
        "lift": _("Rise of a member's spend"),
        "retention": _("Members who buy again"),
    }
    return labels[knob]


def _figures(args: Mapping[str, str]) -> TierFigures:
    try:
        return TierFigures(**{name: _whole(args, name) for name in BASE})
    except BadFigure:
        raise BadRequest(_("A figure of the what-if is out of range.")) from None


def _whole(args: Mapping[str, str], name: str) -> int:
    text = args.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise BadRequest(_("A figure of the what-if is missing. Load the page again."))
    return int(text)
