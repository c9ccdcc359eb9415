"""The card of one shopper: all that the page says about where they stand, and the preview of it."""

from typing import Any

from flask import render_template
from markupsafe import Markup

from app.rules.program import Program
from app.rules.storefront import rules, tiers
from app.rules.tier_marks import COLORS
from app.web.shopper import sentences, theme_words


def accent(program: Program, rank: int) -> str | None:
    """The colour of the tier that somebody has, or who has none looks forward to."""
    color = program.tiers[max(0, rank - 1)].color
    return COLORS[color] if color else None


def card(
    program: Program, status: dict[str, Any], share_tenths: int | None, *, preview: bool = False
) -> Markup:
    """In the language of this request. Links of a preview leave the page that it is shown on alone."""
    currency = status["currency"]
    above = tiers(program, currency)[status["rank"] :][:1]
    told = render_template(
        "shopper/_card.html",
        status=status,
        title=sentences.title(status),
        progress=sentences.progress(status),
        bar=sentences.bar(status),
        risk=sentences.risk(status),
        why=list(sentences.why(status, share_tenths)),
        unlocks=above[0]["new"] if above else [],
        rules=rules(program, currency),
        preview=preview,
        **theme_words.WORDS,
    )
    return Markup(told)
