"""What a draft would change, as a worker found it: the report, read for the page."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app import reports
from app.models import ProgramVersion, Report, Shop
from app.models.report import CANCELLED, COMPARISON, DONE
from app.program_start import Progress, evaluation_progress
from app.programs import parsed
from app.rules.change_words import Told, Words, told_changes
from app.rules.lint import Finding
from app.rules.program import Program
from app.web.filters import money
from app.web.finding_words import findings_in_words
from app.web.language import gettext as _
from app.web.tiers.looked_at import Versions, versions_of

PAGE = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """From when on the draft would apply, and for how long nobody is lowered."""

    start: datetime | None
    grandfather_months: int


@dataclass(frozen=True, slots=True)
class Names:
    """One page of those who move one way; `listed` are known by name of `customers`."""

    rows: Sequence[Mapping[str, Any]]
    customers: int
    listed: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.listed // PAGE))


def told(session: Session, shop: Shop, now: datetime, up: int = 1, down: int = 1) -> dict[str, Any]:
    """All that the page shows."""
    versions = versions_of(session, shop, now)
    draft = versions.edited if versions.is_draft else None
    report = report_of(session, shop.id, draft) if draft else None
    result = json.loads(report.result) if report is not None and report.state == DONE else None
    progress = evaluation_progress(session, shop.id) if versions.live is not None else Progress(0, 0)
    before = versions.chain[-2] if versions.live is not None and len(versions.chain) > 1 else None
    return {
        "shop": shop,
        "versions": versions,
        "draft": draft,
        "report": report,
        "asked": asked_of(report) if report else Asked(None, 0),
        "result": result,
        "start": datetime.fromisoformat(result["start"]) if result else None,
        "up": _names(result["up"], up) if result else None,
        "down": _names(result["down"], down) if result else None,
        "findings": _findings(result, versions.program, shop.currency) if result else [],
        "progress": progress,
        "before": before,
        "back": _differences(versions, before, shop) if before else [],
        "again": 2 if (report is not None and report.open) or progress.waiting else None,
    }


def report_of(session: Session, shop_id: int, draft: ProgramVersion) -> Report | None:
    """The latest comparison of this very draft that was not cancelled."""
    for each in reports.latest(session, shop_id, COMPARISON, limit=5):
        if each.state != CANCELLED and json.loads(each.params).get("draft_version") == draft.version:
            return each
    return None


def asked_of(report: Report) -> Asked:
    params = json.loads(report.params)
    start = params.get("start")
    return Asked(datetime.fromisoformat(start) if start else None, params.get("grandfather_months", 0))


def _names(movers: Mapping[str, Any], page: int) -> Names:
    listed = movers["told"]
    page = min(page, max(1, -(-len(listed) // PAGE)))
    return Names(listed[PAGE * (page - 1) : PAGE * page], movers["customers"], len(listed), page)


def _findings(result: Mapping[str, Any], program: Program, currency: str) -> list[str]:
    found = [Finding(each["kind"], each["rank"], each["figures"]) for each in result["findings"]]
    return findings_in_words(found, program, currency)


def _differences(versions: Versions, before: ProgramVersion, shop: Shop) -> list[Told]:
    """What going back would change."""
    if versions.live is None:
        return []
    words = Words(lambda minor: money(minor, shop.counting_currency), _)
    return told_changes(parsed(versions.live.rules), parsed(before.rules), words)
