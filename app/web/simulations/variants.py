"""Which programs can be replayed, and what each is called."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session, col, select

from app.models import ProgramVersion, Shop
from app.programs import draft_of, program_of
from app.reports import SUGGESTION
from app.rules.value_metrics import NET_SPEND
from app.web.filters import day

MOST_VERSIONS = 30
LIVE, DRAFT = "live", "draft"


@dataclass(frozen=True, slots=True)
class Variant:
    """`key` is what the form sends."""

    key: str
    label: str

    @property
    def asked(self) -> str | int:
        """As `reports.ask` takes it."""
        return int(self.key) if self.key.isdigit() else self.key


def variants(session: Session, shop: Shop, now: datetime) -> list[Variant]:
    """The live program and the draft first, then the suggestion, then other versions, the newest first."""
    applying, program = program_of(session, shop.id, now)
    draft, named, found = draft_of(session, shop.id), set(), []
    if shop.live_at is not None:
        named.add(applying.version)
        found.append(Variant(LIVE, label({"as": LIVE, "version": applying.version})))
    if draft is not None:
        named.add(draft.version)
        found.append(Variant(DRAFT, label({"as": DRAFT, "version": draft.version})))
    if program.metric == NET_SPEND:
        found.append(Variant(SUGGESTION, label({"as": SUGGESTION})))
    return found + _others(session, shop, named)


def label(asked: Mapping[str, Any]) -> str:
    """What `reports.ask` kept of a variant, in words."""
    kind, version = asked["as"], asked.get("version")
    if kind == LIVE:
        words = _("Live program (version %(version)s)", version=version)
    elif kind == DRAFT:
        words = _("Draft (version %(version)s)", version=version)
    elif kind == SUGGESTION:
        words = _("Suggestion from your own customers")
    else:
        words = _("Version %(version)s", version=version) if version else _("Another program")
    return str(words)


def _others(session: Session, shop: Shop, named: Collection[int]) -> list[Variant]:
    found = (
        select(ProgramVersion.version, ProgramVersion.from_at, ProgramVersion.created_at)
        .where(ProgramVersion.shop_id == shop.id, col(ProgramVersion.version).not_in(named))
        .order_by(col(ProgramVersion.version).desc())
        .limit(MOST_VERSIONS)
    )
    return [_other(shop, *row) for row in session.exec(found).all()]


def _other(shop: Shop, version: int, from_at: datetime | None, created_at: datetime) -> Variant:
    since, made = day(from_at or created_at, shop.zone), day(created_at, shop.zone)
    if from_at is not None:
        return Variant(str(version), _("Version %(version)s, live from %(day)s", version=version, day=since))
    return Variant(str(version), _("Version %(version)s, a draft of %(day)s", version=version, day=made))
