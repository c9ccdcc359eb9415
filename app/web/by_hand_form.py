"""The form of a tier by hand: what was typed, what is wrong with it by field, and what it means."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from app.errors import BadInput
from app.models import Shop
from app.models.override import CEILING, FLOOR
from app.overrides.by_hand import LONGEST_REASON, checked
from app.overrides.many import What
from app.overrides.rows import until_instant
from app.rules.program import Program
from app.web.worded import sentence

FIELDS = ("kind", "give_tier", "reason", "until", "goodwill")


@dataclass(frozen=True, slots=True)
class Read:
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    what: What | None
    """None where there are errors."""


def read(form: Mapping[str, str], program: Program, shop: Shop, now: datetime) -> Read:
    typed = {name: form.get(name, "") for name in FIELDS}
    errors: dict[str, str] = {}
    kind = typed["kind"] if typed["kind"] in (FLOOR, CEILING) else FLOOR
    tier = typed["give_tier"] or None
    if tier is None and kind == FLOOR:
        errors["give_tier"] = _("Choose a tier; “no tier” can only be the most that somebody has.")
    until = _until(typed["until"], shop, now, errors)
    reason = typed["reason"]
    if not reason.strip():
        errors["reason"] = _("Say why: whoever looks at this member later wants to know.")
    elif len(reason) > LONGEST_REASON:
        errors["reason"] = _("At most %(most)s characters.", most=LONGEST_REASON)
    if errors:
        return Read(typed, errors, None)
    try:
        tier, reason = checked(program, kind, tier, reason)
    except BadInput as problem:
        return Read(typed, {"give_tier": sentence(problem)}, None)
    return Read(typed, {}, What(kind, tier, reason, until, bool(typed["goodwill"])))


def _until(text: str, shop: Shop, now: datetime, errors: dict[str, str]) -> datetime | None:
    if not text.strip():
        return None
    try:
        return until_instant(date.fromisoformat(text.strip()), shop.zone, now)
    except (ValueError, OverflowError):
        errors["until"] = _("Write the day as 2027-12-31.")
    except BadInput:
        errors["until"] = _("Give a day from today to the year 2199, or none for no end at all.")
    return None
