"""What is wrong with a file that a person wrote: every problem, with its place."""

from dataclasses import dataclass

from app.rules.said import N_, Said, said

IS_NOT = N_("is not %(wanted)s")
"""What follows what was found."""

SHOWN = 20
"""So many problems stand in the text of the error; `problems` holds all."""


@dataclass(frozen=True, slots=True)
class Problem:
    path: str
    """Such as `tiers[1].entry`; empty: the file as a whole."""
    found: str
    """What stands there, as JSON; empty: nothing does."""
    words: str
    """What is wrong with it, and what may stand there."""

    @property
    def sentence(self) -> str:
        """Without its place: for whoever sees it beside its field."""
        if isinstance(self.words, Said) and self.words.text == IS_NOT:
            return said("%(found)s is not %(wanted)s", found=self.found, **self.words.values)
        return f"{self.found} {self.words}" if self.found else self.words

    def __str__(self) -> str:
        place = f"{self.path}: " if self.path else ""
        return f"{place}{self.found} {self.words}" if self.found else f"{place}{self.words}"


class ProgramFileError(ValueError):
    """A file that is no program."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(self.lines))

    @property
    def lines(self) -> list[str]:
        told = [str(problem) for problem in self.problems[:SHOWN]]
        more = len(self.problems) - len(told)
        return [*told, f"and {more:,} more"] if more else told
