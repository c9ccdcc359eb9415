"""A finding as a sentence, in any language that has a catalogue."""

from collections.abc import Callable
from gettext import NullTranslations

from app.rules.lints.finding import Finding
from app.rules.lints.table import RULES
from app.rules.program import Program

NO_BREAK = "\N{NO-BREAK SPACE}"


def words(
    finding: Finding,
    program: Program,
    money: Callable[[int], str],
    catalogue: NullTranslations | None = None,
) -> str:
    """What the merchant reads. `money` shows minor units of the shop's currency."""
    catalogue = catalogue or NullTranslations()
    shown = {name: _shown(name, value, program, money, catalogue) for name, value in finding.figures.items()}
    tier, below = program.name(finding.rank) or "", program.name(max(0, finding.rank - 1)) or ""
    return catalogue.gettext(RULES[finding.kind].text).format(tier=tier, below=below, **shown)


def _shown(
    name: str, value: int, program: Program, money: Callable[[int], str], catalogue: NullTranslations
) -> str:
    many = catalogue.ngettext
    match name.rpartition("_")[2]:
        case "minor":
            return money(value)
        case "value" if program.measure.unit == "money":
            return money(value)
        case "value":
            return many("{count} order", "{count} orders", value).format(count=f"{value:,}")
        case "months":
            return many("{count} month", "{count} months", value).format(count=value)
        case "hours":
            return many("{count} hour", "{count} hours", value).format(count=value)
        case "tenths":
            return f"{value // 10}.{value % 10}{NO_BREAK}%"
        case "percent":
            return f"{value}{NO_BREAK}%"
    return f"{value:,}"
