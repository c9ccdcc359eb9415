"""One simulation: how far it is, and what it tells."""

import json
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, current_app, g, make_response, render_template, request
from pydantic import TypeAdapter
from sqlmodel import Session

from app import reports
from app.delivery import Context
from app.models import Report, Shop
from app.models.report import SIMULATION
from app.rules.program import Program
from app.rules.simulation import FLAPPING_DAYS, Simulation
from app.web.simulations.variants import label

MAX_ID = 2**63 - 1
SIMULATIONS = TypeAdapter(Simulation)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the programs; `key` is "one" or "other"."""

    key: str
    label: str
    program: Program
    told: Simulation

    @property
    def benefits_minor(self) -> int:
        """The cost without the discount."""
        return self.told.cost_minor - self.discount_minor

    @property
    def discount_minor(self) -> int:
        return sum(each.discount_minor for each in self.told.totals)


def result(report_id: int) -> Response:
    """The page. For htmx while it is made: how far it is; and once it is made the whole content."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        report = found(session, report_id)
        if "HX-Request" not in request.headers:
            told = _told(report)
            return make_response(render_template("simulations.html", content=_template(report), **told))
        if report.open:
            return make_response(render_template("simulations/_progress.html", **_told(report)))
        answer = make_response(content(session, g.shop, report))
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#simulations", "outerHTML"
    return answer


def found(session: Session, report_id: int) -> Report:
    """404 for any id that is not a simulation of this store."""
    report = reports.get(session, g.shop.id, report_id) if report_id <= MAX_ID else None
    if report is None or report.kind != SIMULATION:
        abort(404)
    return report


def content(_session: Session, shop: Shop, report: Report) -> str:
    return render_template(_template(report), **_told(report) | {"shop": shop})


def sides(report: Report) -> list[Side]:
    """Of a report that is made."""
    asked, made = json.loads(report.params), json.loads(report.result)
    keys = [key for key in ("one", "other") if asked[key]]
    told = [made["told"]] if len(keys) == 1 else [made["told"][key] for key in keys]
    return [
        Side(
            key,
            label(asked[key]),
            Program.model_validate(rules),
            SIMULATIONS.validate_python(simulation | {"members": ()}),
        )
        for key, rules, simulation in zip(keys, made["programs"], told, strict=True)
    ]


def _template(report: Report) -> str:
    return "simulations/_result.html" if report.result else "simulations/_waiting.html"


def _told(report: Report) -> dict[str, Any]:
    asked = json.loads(report.params)
    labels = [label(asked[key]) for key in ("one", "other") if asked[key]]
    told = {"report": report, "labels": labels, "flapping_days": FLAPPING_DAYS}
    if not report.result:
        return told
    made = sides(report)
    months = [month for side in made for month in side.told.months]
    return told | {
        "sides": made,
        "elsewhere": json.loads(report.result)["told"].get("differences", {}).get("elsewhere"),
        "most_members": max((month.members for month in months), default=0),
        "most_cost": max((month.cost_minor for month in months), default=0),
    }
