"""The page: warnings, what a member of each tier costs and brings, a what-if, and what is assumed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from flask import abort, current_app, g, render_template, request
from flask_babel import gettext as _
from sqlmodel import Session

from app.delivery import Context
from app.explain.economics import source_of
from app.models import Shop
from app.models.shop import BACKFILLING, INSTALLING
from app.programs import has_program
from app.rules.economics_look import Look, TierLine, look
from app.rules.member_year import shown
from app.rules.program import Program
from app.rules.tier_averages import cases, year_begins
from app.web.drafting import edited
from app.web.economics.kept import years_of
from app.web.economics.turning import sliders_of
from app.web.filters import money


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of the store: the look at the program that applies, and what is being worked on."""

    look: Look
    working_on: Program
    version: int
    is_draft: bool


@dataclass(frozen=True, slots=True)
class Coming:
    """A worker adds up the year of a large store."""


def page() -> str:
    """The whole page, or for htmx what stands on it."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        told = told_of(session, g.shop)
    part = "HX-Request" in request.headers
    return render_template("economics/_content.html" if part else "economics.html", **told)


def sliders() -> str:
    """The what-if anew for another tier."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        found = found_of(session, g.shop)
    if not isinstance(found, Found):
        abort(404)
    line = _line(found.look, request.args.get("tier"))
    if line is None:
        abort(404)
    return render_template("economics/_what_if.html", **_what_if(found.look, line, found.working_on))


def told_of(session: Session, shop: Shop, **form: Any) -> dict[str, Any]:
    """What the page shows; `form` are the assumptions as they were typed, with what is wrong."""
    found = found_of(session, shop)
    if not isinstance(found, Found):
        return {"look": None, "coming": found is not None}
    told = found.look
    line = _line(told)
    return {
        "look": told,
        "coming": False,
        "version": found.version,
        "is_draft": found.is_draft,
        "working_on": found.working_on,
        "warnings": [words for line in told.tiers for words in warnings(line, told.source.currency)],
        "typed": {},
        "errors": {},
        **(_what_if(told, line, found.working_on) if line else {"line": None}),
    } | form


def found_of(session: Session, shop: Shop) -> Found | Coming | None:
    """None before the history is read. The sums are those of `laurel economics` on what is assumed."""
    if not shop.currency or shop.state in (INSTALLING, BACKFILLING) or not has_program(session, shop.id):
        return None
    source, applying = source_of(session, shop, g.now)
    years = years_of(session, shop, source, g.now)
    if years is None:
        return Coming()
    source = replace(source, first=year_begins(years.last), last=years.last)
    row, working_on = edited(session, shop, g.now)
    program = with_assumptions(applying, working_on)
    found = look(source, program, cases(program, years.by_rank), {})
    return Found(found, working_on, row.version, row.from_at is None)


def with_assumptions(applying: Program, working_on: Program) -> Program:
    """The tiers and benefits that apply, with what is assumed of costs and effects as last saved."""
    costs = {tier.name: tier.cost for tier in working_on.tiers}
    tiers = tuple(
        tier.model_copy(update={"cost": costs.get(tier.name, tier.cost)}) for tier in applying.tiers
    )
    return applying.model_copy(update={"tiers": tiers, "economics": working_on.economics})


def warnings(line: TierLine, currency: str) -> Iterator[str]:
    """ECO-GUARD: what loses money is said before it is used."""
    told, name = line.economics, line.case.tier.name
    if told is None:
        return
    if told.verdict == "loses" and told.year.net_minor < 0:
        cost, margin = (
            money(shown(each), currency) for each in (told.year.cost_minor, told.year.margin_minor)
        )
        yield _(
            "%(tier)s loses money: a member costs %(cost)s a year, of a margin of %(margin)s.",
            tier=name, cost=cost, margin=margin,
        )  # fmt: skip
    elif told.verdict == "loses":
        brings, without = told.loaded.expected_minor, told.loaded.without_minor
        yield _(
            "%(tier)s loses money: with lift and retention a member brings %(brings)s, and without the tier"
            " %(without)s.",
            tier=name, brings=money(shown(brings), currency), without=money(shown(without), currency),
        )  # fmt: skip
    entry, low, pays = line.case.entry_minor, told.threshold.low_minor, told.threshold.break_even_minor
    if entry is not None and low is not None and pays is not None and entry < low:
        yield _(
            "%(tier)s asks for %(asks)s and pays from %(enough)s. Ask for %(least)s, or give less.",
            tier=name, asks=money(entry, currency), enough=money(pays, currency), least=money(low, currency),
        )  # fmt: skip


def _line(told: Look, rank: str | None = None) -> TierLine | None:
    """The tier of this rank, by default the highest, if there is anything to reckon with."""
    reckoned = {str(at): line for at, line in enumerate(told.tiers, start=1) if line.economics is not None}
    return reckoned.get(rank or max(reckoned, key=int, default=""))


def _what_if(told: Look, line: TierLine, working_on: Program) -> dict[str, Any]:
    rank = told.tiers.index(line) + 1
    return {
        "look": told,
        "line": line,
        "rank": rank,
        "currency": told.source.currency,
        "sliders": sliders_of(line.case, told.source.currency, working_on),
        "result": None,
    }
