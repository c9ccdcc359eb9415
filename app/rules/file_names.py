"""Names in a file: what a misspelt one resembles, and where something stands."""

from collections.abc import Iterable
from difflib import get_close_matches

from app.rules.file_json import shown

LONGEST_NAME = 40
"""A longer unknown name resembles nothing."""

Path = tuple[str | int, ...]


def nearest(name: object, known: Iterable[str]) -> list[str]:
    """The known name that was probably meant, if any."""
    if not isinstance(name, str) or len(name) > LONGEST_NAME:
        return []
    return get_close_matches(name.lower(), known, n=1)


def resembles(name: object, known: Iterable[str]) -> str:
    """`; did you mean entry?`, or nothing."""
    return "".join(f"; did you mean {each}?" for each in nearest(name, known))


def place(path: Path) -> str:
    """("tiers", 1, "entry") -> `tiers[1].entry`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif step.isidentifier() and len(step) <= LONGEST_NAME:
            text += f".{step}" if text else step
        else:
            text += f"[{shown(step)}]"
    return text
