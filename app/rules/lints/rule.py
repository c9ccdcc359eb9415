"""A kind of finding: the requirement it stands for, how grave it is, and its words.

Placeholders are `{tier}`, `{below}` (the tier under it) and the finding's figures, shown by the end of
their names: `words.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    severity: Severity
    text: str
    """English; `tools/catalogues.py` takes it from here for the other languages."""


Rules = Mapping[str, Rule]
"""By the kind of finding."""
