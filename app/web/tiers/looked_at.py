"""The tiers page as it is told: the draft or the live program, on the shop's own customers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.compare.lint_facts import months_known, payoffs
from app.cutoffs import newest
from app.drops.enforcement import is_enforced
from app.models import ProgramVersion, Shop
from app.programs import draft_of, parsed, published, scheduled
from app.rules import lint
from app.rules.program import Program
from app.rules.tier_marks import COLORS, SIGNS, contrast_tenths
from app.web.finding_words import findings_in_words
from app.web.tiers.drawing import drawn, slider_place
from app.web.tiers.figures import average_order, best_tenth, tier_figures, years_of
from app.web.tiers.form import Form, Typed, as_it_is, as_typed
from app.web.tiers.kept import Known, is_at_hand, known, suggestion

MOST_FINDINGS = 6
MOST_LINES = 24


@dataclass(frozen=True, slots=True)
class Versions:
    """Which versions there are, as the merchant sees them."""

    edited: ProgramVersion
    program: Program
    live: ProgramVersion | None
    scheduled: ProgramVersion | None
    chain: tuple[ProgramVersion, ...]
    """Those that apply or did, in their order."""

    @property
    def is_draft(self) -> bool:
        return self.edited.from_at is None


def versions_of(session: Session, shop: Shop, now: datetime) -> Versions:
    """Raises LookupError before the first draft."""
    chain = published(session, shop.id)
    begun = tuple(each for each in chain if each.from_at is not None and each.from_at <= now)
    live = begun[-1] if begun and shop.live_at is not None else None
    row = draft_of(session, shop.id) or live
    if row is None:
        raise LookupError(f"shop {shop.id} has no program")
    return Versions(row, parsed(row.rules), live, scheduled(chain, now), begun)


def told(session: Session, shop: Shop, now: datetime, typed: Typed | None = None) -> dict[str, Any]:
    """All that the page shows. While something typed is wrong, figures are of what was saved before."""
    versions = versions_of(session, shop, now)
    currency = shop.currency
    form = (
        as_it_is(versions.program, currency) if typed is None else as_typed(versions.program, currency, typed)
    )
    program = form.program or versions.program
    held = known(session, shop, now)
    spread, figures = held.spread, tier_figures(program, held.spread)
    drawing = drawn(held.histogram, figures)
    live_program = parsed(versions.live.rules) if versions.live else program
    counted = versions.live or versions.edited
    at_hand = is_at_hand(held, counted.version)
    return {
        "shop": shop,
        "versions": versions,
        "form": form,
        "program": program,
        "figures": _by_row(form, figures),
        "no_tier": figures[0],
        "as_judged": not form.unsaved and (versions.live is None or versions.program == live_program),
        "spread": spread,
        "drawing": drawing,
        "sliders": _sliders(drawing, _by_row(form, figures)) if drawing else {},
        "of_live_money": live_program.measure.unit == "money",
        "lines": newest(session, shop.id, MOST_LINES) if live_program.by_population else (),
        "sketch": spread.sketch() if spread.buyers else None,
        "suggestion": suggestion(session, shop, held, counted.version, live_program, now)
        if at_hand
        else None,
        "suggest_later": not at_hand and bool(spread.buyers) and live_program.measure.unit == "money",
        "other_measure": (live_program.metric, live_program.period, live_program.counting)
        != (program.metric, program.period, program.counting),
        "findings": [] if form.wrong else findings(session, shop, program, live_program, held),
        "colors": {name: (hex_, contrast_tenths(hex_)) for name, hex_ in COLORS.items()},
        "signs": SIGNS,
    }


def _by_row(form: Form, figures: Any) -> Mapping[int, Any]:
    """The figures of each row that is shown, by its place in the form."""
    ranks = {each.rank: each for each in figures}
    if form.wrong:
        return {row.index: ranks[row.index + 1] for row in form.shown if row.index + 1 in ranks}
    return {row.index: ranks[rank] for rank, row in enumerate(form.shown, start=1)}


def _sliders(drawing: Any, figures: Mapping[int, Any]) -> dict[int, int]:
    return {
        at: slider_place(drawing, each.threshold)
        for at, each in figures.items()
        if each.threshold is not None
    }


def findings(session: Session, shop: Shop, program: Program, live: Program, held: Known) -> list[str]:
    """What the linter says, in words, gravest first; it knows what stands on the page."""
    years, first, tenth = years_of(program, held.spread), held.first_order_on, best_tenth(held.spread)
    facts = lint.Facts(
        counts={rank: year.customers for rank, year in years.items()},
        average_order_minor=average_order(years),
        history_months=months_known(first, held.today) if first else None,
        best={10: tenth} if tenth is not None else {},
        payoffs=payoffs(program, years),
        other_automatic_discounts=shop.other_automatic_discounts,
        early_access_enforced=is_enforced(session, shop.id),
        today=held.today,
        previous=live if shop.live_at is not None and live != program else None,
    )
    found = lint.lint(program, facts)[:MOST_FINDINGS]
    return findings_in_words(found, program, shop.currency)
