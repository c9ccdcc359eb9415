"""The demotion calendar: weeks by tiers, and behind each number its members and what keeps them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from flask import Response, current_app, g, make_response, render_template, request
from flask_babel import gettext
from sqlalchemy import ColumnElement
from sqlmodel import Session

from app.delivery import Context
from app.explain.calendar import calendar, in_all_weeks, in_week
from app.explain.forecast import Falling, falling_of
from app.models import Shop
from app.programs import has_program, program_of
from app.rules.money import major
from app.rules.periods import local_day
from app.rules.program import Program
from app.web.files import ROWS_AT_ONCE, csv_file
from app.web.member_wish import monday

PAGE = 50
MOST_PAGES = 20_000
HEAD = ("customer_id", "email", "name", "tier", "falls_on", "falls_to", "days", "value", "needed", "unit",
        "by_hand", "warned_60_on", "warned_30_on")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A week by its Monday, a rank, or both; neither is the whole calendar."""

    week: date | None
    rank: int | None
    page: int = 1

    def address(self, page: int = 1, of: str = "/app/demotions") -> str:
        kept = {"week": self.week.isoformat() if self.week else "", "tier": str(self.rank or "")}
        kept["page"] = str(page) if page > 1 else ""
        return f"{of}?{urlencode({name: value for name, value in kept.items() if value})}"


def page() -> Response:
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        shop = session.get_one(Shop, g.shop.id)
        if not has_program(session, shop.id):
            return make_response(render_template("too_early.html", heading=gettext("Demotions")))
        version, program = program_of(session, shop.id, g.now)
        asked = _asked(program)
        told = {"shop": shop, "version": version, "program": program, "asked": asked}
        if asked.week is None and asked.rank is None:
            found = calendar(session, shop, g.now)
            return make_response(render_template("demotions.html", calendar=found, **told))
        total, members = falling_of(
            session, shop, g.now, _conditions(shop, asked), PAGE, (asked.page - 1) * PAGE
        )
        return make_response(
            render_template("demotions_of.html", total=total, members=members, per_page=PAGE, **told)
        )


def export() -> Response:
    """Those of a week, a tier, or all that the calendar shows."""
    context: Context = current_app.extensions["laurel"]
    now, shop = g.now, g.shop
    with context.db.read() as session:
        _, program = program_of(session, shop.id, now)
    conditions = _conditions(shop, _asked(program))

    def rows(session: Session) -> Iterator[tuple[object, ...]]:
        offset, total = 0, 1
        while offset < total:
            total, some = falling_of(session, shop, now, conditions, ROWS_AT_ONCE, offset)
            offset += ROWS_AT_ONCE
            yield from (_row(each, program, shop) for each in some)

    return csv_file(f"demotions-{local_day(now, shop.zone)}.csv", HEAD, rows)


def _row(each: Falling, program: Program, shop: Shop) -> tuple[object, ...]:
    money = program.measure.unit == "money"

    def plain(value: int | None) -> object:
        return Decimal(major(value, shop.currency)) if money and value is not None else value

    return (
        each.platform_id,
        each.email,
        each.name,
        each.tier,
        each.falls_on,
        each.falls_to,
        each.days,
        plain(each.metric_value),
        plain(each.needed),
        shop.currency if money else "orders",
        "yes" if each.by_hand else "no",
        each.warned_60_on,
        each.warned_30_on,
    )


def _asked(program: Program) -> Asked:
    tier, number = request.args.get("tier", ""), request.args.get("page", "1")
    known = {str(rank): rank for rank in range(1, len(program.tiers) + 1)}
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    return Asked(monday(request.args.get("week", "")), known.get(tier), min(max(1, page), MOST_PAGES))


def _conditions(shop: Shop, asked: Asked) -> list[ColumnElement[bool]]:
    if asked.week is None:
        return in_all_weeks(shop, g.now, asked.rank)
    return in_week(shop, g.now, asked.week, asked.rank)
