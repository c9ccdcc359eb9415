"""The first screen of a store with a history: a program of its own, before anything was set."""

from dataclasses import dataclass

from flask import g
from sqlmodel import Session

from app.models import ProgramVersion, Shop
from app.rules.program import Program
from app.rules.suggestion import Suggestion
from app.web.setup import OURS
from app.web.tiers.drawing import Drawing, drawn
from app.web.tiers.figures import TierFigure, tier_figures
from app.web.tiers.kept import is_coming, known, shape, suggestion


@dataclass(frozen=True)
class Coming:
    """The shape of the store's spend, while a worker looks for the tiers."""

    drawing: Drawing | None


@dataclass(frozen=True)
class Start:
    """A suggested program with the shop's own figures."""

    suggestion: Suggestion
    figures: tuple[TierFigure, ...]
    drawing: Drawing | None


def start_of(
    session: Session, shop: Shop, version: ProgramVersion, program: Program
) -> Start | Coming | None:
    """None once somebody chose tiers, and where the orders allow no suggestion of their own."""
    if version.author != OURS or shop.live_at is not None:
        return None
    if is_coming(session, shop, program, g.now):
        return Coming(drawn(shape(session, shop), ()))
    held = known(session, shop, g.now)
    found = suggestion(session, shop, held, version.version, program, g.now)
    if found is None or all(tier.basis == "default" for tier in found.tiers):
        return None
    figures = tier_figures(found.program, held.spread)
    return Start(found, figures, drawn(held.histogram, figures))
