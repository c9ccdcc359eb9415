"""The population lines that a draft would have, before any is drawn."""

from array import array
from collections.abc import Sequence
from datetime import date

from app.cutoffs import place_of_the_last
from app.rules.program import Program
from app.rules.standing import Line


def lines_from(program: Program, values: Sequence[int], day: date) -> tuple[Line, ...]:
    """What `draw_lines` would draw from these values above nought; none without customers."""
    held = array("q", sorted((value for value in values if value > 0), reverse=True))
    if not held:
        return ()
    return tuple(
        Line(
            tier.name,
            day,
            held[place_of_the_last(tier.top_percent, len(held)) - 1],
            held[place_of_the_last(tier.keep_percent or tier.top_percent, len(held)) - 1],
        )
        for tier in program.tiers
        if tier.top_percent is not None
    )
