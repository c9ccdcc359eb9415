"""Two questions about a member, answered in place: what would an order change, and why was it so on a day."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from flask import Response, abort, current_app, g, make_response, render_template, request
from flask_babel import gettext as _
from sqlmodel import Session

from app.delivery import Context
from app.errors import BadInput
from app.explain.ahead import ahead
from app.explain.member import explained
from app.explain.on_record import on_record
from app.explain.since_then import differences
from app.models import Customer, Shop
from app.models.shop import BACKFILLING, INSTALLING
from app.programs import program_of
from app.rules.export_cells import FIRST_YEAR
from app.rules.money import BadAmount, minor
from app.rules.periods import local_day, starts_at
from app.rules.program import Program
from app.web import member

THEN, NOW = "then", "now"


def order(customer_id: int) -> Response:
    """After an order of `amount`, made on the day `on` (empty: now); the fold that judges live."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        shop, customer = _whom(session, customer_id)
        _version, program = program_of(session, shop.id, g.now)
        errors: dict[str, str] = {}
        amount = _amount(shop, errors)
        on = _day("on", errors)
        found = None
        if not errors:
            try:
                found = ahead(session, shop, customer, g.now, amount, on)
            except BadInput:
                errors["on"] = _("An order can only be made from today on.")
    told = {"found": found, "amount": amount, "on": on or local_day(g.now, shop.zone)}
    return _part("member/_order_form.html", "#what-if", customer, shop, program, errors, told)


def as_of(customer_id: int) -> Response:
    """At the end of the local day `day`: by what was known then, or by all that is known now."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        shop, customer = _whom(session, customer_id)
        errors: dict[str, str] = {}
        day = _day("day", errors)
        if day is None and not errors:
            errors["day"] = _("Choose a day.")
        elif day is not None and day > local_day(g.now, shop.zone):
            errors["day"] = _("This day is still to come; the forecast tells of it.")
        told: dict[str, object] = {"why": None, "differences": ()}
        known = NOW if request.args.get("known") == NOW else THEN
        if day is None or errors:
            _version, program = program_of(session, shop.id, g.now)
        else:
            at = min(_end_of(day, shop.zone), g.now)
            found = on_record(session, shop, customer, at)
            then, program = explained(found, shop, customer, at, at)
            why = then
            if known == NOW:
                why, program = explained(found, shop, customer, at, None)
            told |= {"why": why, "differences": differences(then, why)}
    return _part(
        "member/_as_of_form.html", "#as-of", customer, shop, program, errors, told | {"known": known}
    )


def _whom(session: Session, customer_id: int) -> tuple[Shop, Customer]:
    customer = member.find(session, g.shop.id, customer_id)
    if customer is None or g.shop.state in (INSTALLING, BACKFILLING):
        abort(404)
    return g.shop, customer


def _end_of(day: date, zone: str) -> datetime:
    return starts_at(day + timedelta(days=1), zone) - timedelta(microseconds=1)


def _amount(shop: Shop, errors: dict[str, str]) -> int | None:
    try:
        amount = minor(request.args.get("amount", "").strip(), shop.counting_currency)
    except BadAmount:
        amount = 0
    if amount <= 0:
        errors["amount"] = _("Write an amount such as 120.00.")
        return None
    return amount


def _day(field: str, errors: dict[str, str]) -> date | None:
    text = request.args.get(field, "").strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        errors[field] = _("Write the day as 2027-12-31.")
        return None
    if not FIRST_YEAR <= day.year <= 2199:
        errors[field] = _("Give a day from %(first)s to %(last)s.", first=FIRST_YEAR, last=2199)
        return None
    return day


def _part(
    template: str,
    target: str,
    customer: Customer,
    shop: Shop,
    program: Program,
    errors: Mapping[str, str],
    told: Mapping[str, object],
) -> Response:
    typed = request.args
    words = render_template(
        template, customer=customer, shop=shop, program=program, errors=errors, typed=typed, **told
    )
    answer = make_response(words, 422 if errors else 200)
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = target, "outerHTML"
    return answer
