"""A finding as a sentence, in any language that has a catalogue."""

from collections.abc import Callable
from dataclasses import dataclass
from gettext import NullTranslations

from app.rules.lints.finding import Finding
from app.rules.lints.table import RULES
from app.rules.program import Program

NO_BREAK = "\N{NO-BREAK SPACE}"


def plain_share(tenths: int) -> str:
    """312 -> `31.2 %`."""
    return f"{tenths // 10}.{tenths % 10}{NO_BREAK}%"


def plain_number(value: int) -> str:
    return f"{value:,}"


@dataclass(frozen=True, slots=True)
class Figures:
    """How figures are written."""

    money: Callable[[int], str]
    """Minor units of the shop's currency."""
    share: Callable[[int], str] = plain_share
    """Tenths of a percent."""
    number: Callable[[int], str] = plain_number


def words(
    finding: Finding, program: Program, figures: Figures, catalogue: NullTranslations | None = None
) -> str:
    """What the merchant reads."""
    catalogue = catalogue or NullTranslations()
    shown = {
        name: _shown(name, value, program, figures, catalogue) for name, value in finding.figures.items()
    }
    tier, below = program.name(finding.rank) or "", program.name(max(0, finding.rank - 1)) or ""
    return catalogue.gettext(RULES[finding.kind].text).format(tier=tier, below=below, **shown)


def _shown(name: str, value: int, program: Program, figures: Figures, catalogue: NullTranslations) -> str:
    many = catalogue.ngettext
    match name.rpartition("_")[2]:
        case "minor":
            return figures.money(value)
        case "value" if program.measure.unit == "money":
            return figures.money(value)
        case "value":
            return many("{count} order", "{count} orders", value).format(count=figures.number(value))
        case "months":
            return many("{count} month", "{count} months", value).format(count=value)
        case "hours":
            return many("{count} hour", "{count} hours", value).format(count=value)
        case "tenths":
            return figures.share(value)
        case "percent":
            return f"{value}{NO_BREAK}%"
    return figures.number(value)
