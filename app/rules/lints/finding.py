"""One thing that the linter found, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.rules.lints.rule import Severity
from app.rules.lints.table import RULES


@dataclass(frozen=True, slots=True)
class Finding:
    kind: str
    """Its line in RULES."""
    rank: int = 0
    """The tier it is about; 0: the whole program."""
    figures: Mapping[str, int] = field(default_factory=dict, hash=False)
    """The numbers that decided. The ends of their names are their units."""

    @property
    def id(self) -> str:
        """The requirement it stands for."""
        return RULES[self.kind].id

    @property
    def severity(self) -> Severity:
        return RULES[self.kind].severity
