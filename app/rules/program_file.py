"""A program as a file: exported, edited by hand, imported again (design 6).

The file has a `format`, names its currency, and has money as text in major units ("5000.00"). A file
without these is the plain form, the model's own JSON with minor units. Both are read here alone.
"""

from dataclasses import dataclass

from app.rules.file_json import Object, read_json, shown
from app.rules.file_problems import Problem, ProgramFileError
from app.rules.file_reading import Reading
from app.rules.file_shape import FORMAT, Terms
from app.rules.file_writing import laid_out, written
from app.rules.money import currency_code
from app.rules.program import Program

__all__ = ["FORMAT", "Problem", "ProgramFile", "ProgramFileError", "read_program", "write_program"]


@dataclass(frozen=True, slots=True)
class ProgramFile:
    program: Program
    currency: str | None
    """None: the plain form, whose amounts are in whatever currency the shop has."""


def write_program(program: Program, currency: str) -> str:
    """The file's text; reading it gives the same program."""
    terms = Terms(currency_code(currency), program.metric)
    head: dict[str, object] = {"format": FORMAT, "currency": currency}
    return f"{laid_out(head | written(program, terms))}\n"


def read_program(raw: bytes, currency: str | None = None) -> ProgramFile:
    """The program in a file; raises ProgramFileError with everything that is wrong.

    With a `currency`, the shop's, a file in another one is refused. What concerns several tiers or settings
    together is judged where those alone are sound.
    """
    value = read_json(raw)
    if not isinstance(value, Object):
        raise ProgramFileError((Problem("", shown(value), "is not a program, which is an object"),))
    reading = Reading(value, currency)
    program = reading.program()
    if program is None:
        raise ProgramFileError(tuple(reading.problems.values()))
    return ProgramFile(program, reading.terms.currency)
