"""Makes the reports that staff asked for: one at a time in a process, beside everything else.

A report reads page by page and rests after each one as long as the page took, so that posting, evaluating
and delivering go on at their pace. It says how far it is at most once a second, and hears then whether it
is still wanted.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import structlog

from app import report_work
from app.compare import compare, findings
from app.compare.replayed import history_of, replayed, shoppers
from app.db import Database
from app.errors import BadInput, LaurelError
from app.ledger.shop_spend import shop_spend
from app.models import ProgramVersion, Report, Shop
from app.models.report import COMPARISON, SIMULATION, SUGGESTED, YEARS
from app.program_start import evaluation_progress
from app.programs import parsed
from app.report_work import NotWanted
from app.reports import SUGGESTION
from app.rules.program import Program
from app.rules.said import said
from app.rules.simulated_plan import Plan
from app.rules.suggest import suggest
from app.rules.value_metrics import NET_SPEND
from jobs.page_reports import suggested, years

TELL_EVERY_SECONDS = 1.0
LONGEST_REST_SECONDS = 0.05
SWITCH_SECONDS = 0.0005
"""Python's own 5 ms would be what every statement of another thread waits for while a report reckons."""
MOST_NAMED = 50
UNKNOWN_TROUBLE = said(
    "Something went wrong on our side. Ask for it again; if it stays, tell us when it was."
)

log = structlog.get_logger()


class Told:
    """Counts customers for one report. Raises NotWanted out of the midst of the work."""

    def __init__(self, db: Database, report: Report, total: int) -> None:
        self._db, self._report, self._total = db, report, total
        self._done, self._told_at = 0, 0.0
        self._looked_at = time.monotonic()

    def __call__(self, customers: int) -> None:
        self._done += customers
        now = time.monotonic()
        if now - self._told_at >= TELL_EVERY_SECONDS:
            self._told_at = now
            report_work.progress(self._db, self._report, min(self._done, self._total), self._total)
        time.sleep(min(now - self._looked_at, LONGEST_REST_SECONDS))
        self._looked_at = time.monotonic()


def make_one(db: Database, clock: Callable[[], datetime], owner: str) -> bool:
    """Takes the report that waits longest and makes it; False if there was none."""
    report = report_work.claim(db, owner, clock())
    if report is None:
        return False
    try:
        with _others_first():
            result = _made(db, report, clock())
        report_work.finish(db, report, json.dumps(result), clock())
    except NotWanted:
        log.info("a report is not wanted any more", report=report.id)
    except LaurelError as problem:
        _failed(db, report, problem.words, clock())
    except Exception:
        log.exception("a report stumbled", shop=report.shop_id, report=report.id)
        _failed(db, report, UNKNOWN_TROUBLE, clock())
    return True


def _failed(db: Database, report: Report, problem: str, now: datetime) -> None:
    try:
        report_work.fail(db, report, problem, now)
    except NotWanted:
        log.info("a report that failed is not wanted any more", report=report.id)


@contextmanager
def _others_first() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def _made(db: Database, report: Report, now: datetime) -> dict[str, Any]:
    params = json.loads(report.params)
    return MADE[report.kind](db, report, params, now)


def comparison(db: Database, report: Report, params: dict[str, Any], now: datetime) -> dict[str, Any]:
    """`Comparison.to_json()`, with `draft_version` and `findings` without words, the gravest first."""
    with db.read() as session:
        shop = session.get_one(Shop, report.shop_id)
        history_of(session, shop, now)
        rules = _rules(db, report.shop_id, params["draft_version"])
        customers = evaluation_progress(session, shop.id).customers
    start = datetime.fromisoformat(params["start"]) if params.get("start") else None
    told = compare(
        db,
        shop,
        rules,
        now,
        start=start,
        grandfather_months=params.get("grandfather_months", 0),
        most_told=MOST_NAMED,
        advance=Told(db, report, customers),
    )
    with db.read() as session:
        found = findings(session, shop, rules, told, now)
    plain = [
        {"kind": each.kind, "id": each.id, "severity": each.severity, "rank": each.rank}
        | {"figures": dict(each.figures)}
        for each in found
    ]
    return told.to_json() | {"draft_version": params["draft_version"], "findings": plain}


def simulation(db: Database, report: Report, params: dict[str, Any], now: datetime) -> dict[str, Any]:
    """`told`: what `laurel simulate --json` prints; `programs`: the rules of the one, or of both."""
    with db.read() as session:
        shop = session.get_one(Shop, report.shop_id)
        history = history_of(session, shop, now)
    asked = [params[side] for side in ("one", "other") if params.get(side)]
    programs = [_variant(db, shop, each, now) for each in asked]
    first = date.fromisoformat(params["first"]) if params["first"] else history.began
    last = date.fromisoformat(params["last"])
    if first > last:
        raise BadInput(said("There is no day from %(first)s to %(last)s.", first=first, last=last))
    plans = [Plan(program, shop.currency, shop.zone, first, last) for program in programs]
    told = Told(db, report, history.customers)
    found = replayed(shoppers(db, shop, programs, told), plans)
    return {"told": found.to_json(), "programs": [each.model_dump(mode="json") for each in programs]}


def _variant(db: Database, shop: Shop, asked: dict[str, Any], now: datetime) -> Program:
    if asked["as"] == SUGGESTION:
        return _suggested(db, shop, now)
    if "rules" in asked:
        return Program.model_validate(asked["rules"])
    return _rules(db, shop.id, asked["version"])


def _rules(db: Database, shop_id: int, version: int) -> Program:
    with db.read() as session:
        return parsed(session.get_one(ProgramVersion, (shop_id, version)).rules)


def _suggested(db: Database, shop: Shop, now: datetime) -> Program:
    with db.read() as session:
        spend = shop_spend(session, shop, now)
    if spend.program.metric != NET_SPEND:
        raise LaurelError(
            said("A suggestion can be made where the program counts spend, and yours does not.")
        )
    return suggest(spend).program


MADE = {COMPARISON: comparison, SIMULATION: simulation, SUGGESTED: suggested, YEARS: years}
