"""Program files on disk: what every command that takes or makes one shares."""

from pathlib import Path

from app.errors import BadInput
from app.rules.file_json import MAX_BYTES
from app.rules.program import Program
from app.rules.program_file import ProgramFile, ProgramFileError, read_program, write_program


def load_program(path: Path, currency: str | None = None) -> ProgramFile:
    """The program in a file, for a shop of that currency if known. Raises BadInput with all problems."""
    with path.open("rb") as file:
        raw = file.read(MAX_BYTES + 1)
    try:
        return read_program(raw, currency)
    except ProgramFileError as error:
        lines = error.lines
        told = f" {lines[0]}" if len(lines) == 1 else "".join(f"\n  {line}" for line in lines)
        raise BadInput(f"{path.name} is not a program:{told}") from None


def save_program(path: Path, program: Program, currency: str) -> None:
    """Raises BadInput if the file is there already."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(write_program(program, currency))
    except FileExistsError:
        raise BadInput(f"{path} is there already; an export overwrites nothing") from None
