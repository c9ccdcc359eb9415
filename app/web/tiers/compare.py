"""From a draft to a live program: compare, publish or schedule, cancel, go back. Each may be sent twice."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import Response, current_app, g, make_response, render_template, request
from markupsafe import Markup
from sqlmodel import Session
from werkzeug.exceptions import BadRequest, Conflict

from app import publishing, reports
from app.delivery import Context
from app.errors import CannotPublish, NotFound
from app.models import Shop
from app.models.report import COMPARISON, DONE
from app.web.actions import actor, done
from app.web.language import gettext as _
from app.web.tiers.compared import asked_of, report_of, told
from app.web.tiers.looked_at import versions_of
from app.web.tiers.words import amount
from app.web.worded import sentence

MONTHS = (0, 1, 2, 3, 6, 12)
"""How long those who would be lowered may keep their tier; `publishing` allows up to 24."""


class WrongStart(ValueError):
    """A day and hour at which nothing can begin; the text says why."""


def page() -> Response:
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        shop = session.get_one(Shop, g.shop.id)
        if not shop.currency or shop.backfilled_at is None:
            return make_response(render_template("tiers/too_early.html", shop=shop))
        return make_response(render_template("tiers/compare.html", content=Markup(_content(session, shop))))


def fragment() -> Response:
    """The same again, further on, or with another page of names."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        return make_response(_content(session, session.get_one(Shop, g.shop.id)))


def ask() -> Response:
    """A worker compares everybody under the draft and under what is live."""
    context: Context = current_app.extensions["laurel"]
    months = request.form.get("grandfather_months", "0")
    if months not in map(str, MONTHS):
        raise BadRequest(_("Choose for how many months nobody is lowered."))
    with context.db.write() as session:
        shop = session.get_one(Shop, g.shop.id)
        try:
            start = _start(shop)
            params = {"start": start.isoformat() if start else None, "grandfather_months": int(months)}
            reports.ask(session, shop.id, COMPARISON, params, actor(), g.now)
        except WrongStart as problem:
            return make_response(_content(session, shop, str(problem)), 422)
        except NotFound as problem:
            raise Conflict(sentence(problem)) from problem
    return fragment()


def stop() -> Response:
    """What is being compared is not wanted any more."""
    context: Context = current_app.extensions["laurel"]
    with context.db.write() as session:
        versions = versions_of(session, session.get_one(Shop, g.shop.id), g.now)
        if versions.is_draft and (report := report_of(session, g.shop.id, versions.edited)) is not None:
            reports.cancel(session, g.shop.id, report.id, g.now)
    return fragment()


def publish() -> Response:
    """The draft that was compared goes live, as it was compared: at once or from its hour on."""
    return _decided(_published)


def cancel_schedule() -> Response:
    return _decided(_cancelled)


def undo() -> Response:
    """Back to the version before the live one, if that is still the one that was looked at."""
    return _decided(_undone)


def _decided(decide: Callable[[Session, Shop], str]) -> Response:
    """Decides about the program, once nobody else can; answers with the words for what applies now.

    Raises Conflict when it cannot be.
    """
    context: Context = current_app.extensions["laurel"]
    try:
        with context.db.write() as session:
            words = decide(session, session.get_one(Shop, g.shop.id, with_for_update=True))
    except CannotPublish as problem:
        raise Conflict(sentence(problem)) from problem
    with context.db.read() as session:
        return done(words, _content(session, session.get_one(Shop, g.shop.id)))


def _published(session: Session, shop: Shop) -> str:
    versions = versions_of(session, shop, g.now)
    if not versions.is_draft or not _named(versions.edited.version):
        if any(_named(each.version) for each in (versions.live, versions.scheduled) if each):
            return _("It is published already")
        raise Conflict(_("The draft has changed since you compared it. Compare it again."))
    report = report_of(session, shop.id, versions.edited)
    if report is None or report.state != DONE:
        raise Conflict(_("The draft is not compared yet. Compare it first."))
    asked = asked_of(report)
    if asked.start is not None and asked.start < g.now:
        raise Conflict(_("The moment that you chose is over. Compare it again with another one."))
    publishing.publish(
        session, shop, actor(), g.now, start=asked.start, grandfather_months=asked.grandfather_months
    )
    return _("Your program is scheduled") if asked.start else _("Your program is live")


def _cancelled(session: Session, shop: Shop) -> str:
    waiting = versions_of(session, shop, g.now).scheduled
    if waiting is not None and _named(waiting.version):
        publishing.cancel_schedule(session, shop, actor(), g.now)
    return _("The version is a draft again")


def _undone(session: Session, shop: Shop) -> str:
    live = versions_of(session, shop, g.now).live
    if live is not None and _named(live.version):
        publishing.rollback(session, shop, actor(), g.now)
    return _("The version before applies again")


def _named(version: int) -> bool:
    return request.form.get("version") == str(version)


def _start(shop: Shop) -> datetime | None:
    """The local day and hour that were chosen; without a day: at once. Raises WrongStart."""
    day, hour = request.form.get("day", "").strip(), request.form.get("hour", "0")
    if not day:
        return None
    try:
        local = datetime.combine(date.fromisoformat(day), datetime.min.time()).replace(hour=int(hour))
        zone = ZoneInfo(shop.zone)
        start = local.replace(tzinfo=zone).astimezone(UTC)
        back = start.astimezone(zone).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise WrongStart(_("Write a day as year-month-day, such as 2027-01-31.")) from None
    if back != local:
        raise WrongStart(_("Clocks are set forward then, and this hour is missing. Choose another one."))
    if start < g.now:
        raise WrongStart(_("This moment is over. Choose one that lies ahead."))
    return start


def _content(session: Session, shop: Shop, problem: str = "") -> str:
    pages = {way: _page(request.args.get(way, "1")) for way in ("up", "down")}
    return render_template(
        "tiers/_compare.html",
        amount=amount,
        months=MONTHS,
        problem=problem,
        typed=request.form,
        zone=ZoneInfo(shop.zone),
        **told(session, shop, g.now, **pages),
    )


def _page(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 4 else 1
