"""A surprise by hand: what is typed, a look at it with the numbers, and then the money (BEN-PER-SURPRISE)."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, abort, current_app, g, make_response, render_template, request
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.exceptions import Conflict

from app.delivery import Context
from app.errors import BadInput
from app.grants import review
from app.models import Customer, Shop
from app.models.grant import CODE, GIFT_CARD, STORE_CREDIT
from app.programs import program_of
from app.rules.benefits.reward import Reward
from app.rules.money import BadAmount, minor
from app.web import member
from app.web.actions import actor, done
from app.web.worded import sentence

FIELDS = ("amount", "given_as", "days", "reason", "key")
"""No field is called form: a form element knows its own form by that name."""
GIVEN_BY_HAND = (STORE_CREDIT, CODE, GIFT_CARD)
DAYS, MOST_DAYS = 365, 1826
KEY_BYTES, LONGEST_KEY = 8, 40


@dataclass(frozen=True, slots=True)
class Asked:
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    reward: Reward | None


def ask(customer_id: int) -> Response:
    """The empty form, with the key under which it gives once however often it is sent."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        shop, customer = _whom(session, customer_id)
        typed = {"given_as": STORE_CREDIT, "days": str(DAYS), "key": secrets.token_hex(KEY_BYTES)}
        return _dialog(session, shop, customer, Asked(typed, {}, None))


def give(customer_id: int) -> Response:
    """First the look at what was typed; with `sure` the gift."""
    context: Context = current_app.extensions["laurel"]
    with context.db.write() as session:
        shop, customer = _whom(session, customer_id)
        asked = _read(shop)
        if asked.reward is None or not request.form.get("sure"):
            return _dialog(session, shop, customer, asked)
        try:
            _grant, fresh = review.give(
                session, shop, customer, asked.reward, asked.typed["reason"], actor(), g.now,
                asked.typed["key"],
            )  # fmt: skip
        except BadInput as problem:
            raise Conflict(sentence(problem)) from problem
    words = _("Given: it is on its way") if fresh else _("It was given already")
    return done(words, member.show(customer_id, "member/_content.html"))


def _whom(session: Session, customer_id: int) -> tuple[Shop, Customer]:
    customer = member.find(session, g.shop.id, customer_id)
    if customer is None:
        abort(404)
    shop = session.get_one(Shop, g.shop.id)
    if shop.live_at is None:
        raise Conflict(_("The program is not live yet: nothing is given before it is."))
    return shop, customer


def _read(shop: Shop) -> Asked:
    typed = {name: request.form.get(name, "").strip() for name in FIELDS}
    typed["key"] = typed["key"][:LONGEST_KEY] or secrets.token_hex(KEY_BYTES)
    errors: dict[str, str] = {}
    try:
        amount = minor(typed["amount"], shop.counting_currency)
    except BadAmount:
        amount = 0
    if amount <= 0:
        errors["amount"] = _("Write an amount such as 25.00.")
    days = typed["days"] or "0"
    if not (days.isascii() and days.isdigit() and len(days) < 6 and int(days) <= MOST_DAYS):
        errors["days"] = _("Give a number of days up to %(most)s; 0 is no end.", most=MOST_DAYS)
    if not 0 < len(typed["reason"]) <= review.LONGEST_REASON:
        errors["reason"] = _("Say why, in at most %(most)s characters.", most=review.LONGEST_REASON)
    form = typed["given_as"] if typed["given_as"] in GIVEN_BY_HAND else STORE_CREDIT
    if errors or "\0" in "".join(typed.values()):
        return Asked(typed, errors or {"reason": _("Say why in plain words.")}, None)
    told = {"kind": review.SURPRISE, "form": form, "amount_minor": amount, "valid_days": int(days)}
    return Asked(typed, {}, Reward.model_validate(told))


def _dialog(session: Session, shop: Shop, customer: Customer, asked: Asked) -> Response:
    _version, program = program_of(session, shop.id, g.now)
    above = program.money_out.approve_above_minor
    reward = asked.reward
    waits = bool(reward and above is not None and (reward.amount_minor or 0) > above)
    words = render_template(
        "member/_surprise.html",
        shop=shop,
        customer=customer,
        asked=asked,
        typed=asked.typed,
        errors=asked.errors,
        reward=reward,
        waits=waits,
    )
    answer = make_response(words, 422 if asked.errors else 200)
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#dialog", "innerHTML"
    return answer
