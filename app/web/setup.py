"""The way to a live program in five steps, ticked from what is so; and whether the merchant put it away."""

from dataclasses import dataclass
from typing import Literal

from sqlmodel import Session, col, select

from app.models import AuditEvent, ProgramVersion, Shop
from app.rules.program import Program
from app.web.blocks import switched_on

DISMISSED = "setup guide put away"
OURS = "laurel"
"""The author of the draft that every store starts with."""

Key = Literal["history", "tiers", "benefits", "theme", "live"]


@dataclass(frozen=True, slots=True)
class Step:
    key: Key
    done: bool


def setup_steps(
    shop: Shop, history_read: bool, version: ProgramVersion, program: Program
) -> tuple[Step, ...]:
    """`version` is what applies, or the draft. Tiers are chosen when somebody of the store saved them; the
    theme shows them when one of our blocks stands in it, as the merchant's browser last told."""
    live = shop.live_at is not None
    chosen = live or version.author != OURS
    brings = all(tier.benefits for tier in program.tiers)
    return (
        Step("history", history_read or live),
        Step("tiers", chosen),
        Step("benefits", chosen and brings),
        Step("theme", switched_on(shop)),
        Step("live", live),
    )


def is_dismissed(session: Session, shop_id: int) -> bool:
    found = select(AuditEvent.id).where(AuditEvent.shop_id == shop_id, col(AuditEvent.action) == DISMISSED)
    return session.exec(found.limit(1)).first() is not None
