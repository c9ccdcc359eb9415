"""JSON that a person wrote: strict as to what it means, plain as to what is wrong with it.

The standard parser takes NaN and doubled keys, rounds decimals, and dies of deep nesting.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from app.rules.file_problems import Problem, ProgramFileError

MAX_BYTES = 1024**2
MAX_DIGITS = 30
"""Python refuses to read numbers of thousands of digits; nobody means one of more than these."""
LONGEST_SHOWN = 40

UTF_8_MARK, UTF_16_MARKS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")


class Object(dict[str, object]):
    """An object, and the keys that stand in it more than once."""

    doubled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Odd:
    """What looks like a number and is none that can be meant: NaN, Infinity, hundreds of digits."""

    text: str

    def __str__(self) -> str:
        return self.text


def read_json(raw: bytes) -> object:
    """The value in `raw`: Object, list, str, int, Decimal, bool, None or Odd. Raises ProgramFileError."""
    if len(raw) > MAX_BYTES:
        raise _refused(f"is larger than {MAX_BYTES:,} bytes")
    try:
        return json.loads(
            _text(raw),
            parse_float=_decimal,
            parse_int=_whole,
            parse_constant=Odd,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        raise _refused(f"is not JSON: line {error.lineno}, column {error.colno}: {_said(error)}") from None
    except RecursionError:
        raise _refused("is nested deeper than any program is") from None


def shown(value: object) -> str:
    """A value as it stands in the file, cut short; objects and lists in words."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, Odd | Decimal):
        text = str(value)
    else:
        text = json.dumps(value, ensure_ascii=False)
    text = printable(text)
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def printable(text: str) -> str:
    """Without what would steer a terminal."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def _text(raw: bytes) -> str:
    if raw.startswith(UTF_16_MARKS):
        raise _refused("is UTF-16 text; save it as UTF-8")
    try:
        return raw.removeprefix(UTF_8_MARK).decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _refused(f"is not UTF-8 text: line {line}; save it as UTF-8") from None


def _said(error: json.JSONDecodeError) -> str:
    """The parser's own words, and the two mistakes that hands make most."""
    before = error.doc[: error.pos].rstrip()
    here = error.doc[error.pos : error.pos + 1]
    if here in ("}", "]") and before.endswith(","):
        return "there is a comma too many before this"
    if here == "'":
        return 'texts stand in double quotes, "like this"'
    return error.msg[:1].lower() + error.msg[1:]


def _object(pairs: Sequence[tuple[str, object]]) -> Object:
    made = Object(pairs)
    if len(made) < len(pairs):
        held = Counter(key for key, _ in pairs)
        made.doubled = tuple(key for key, times in held.items() if times > 1)
    return made


def _decimal(text: str) -> Decimal | Odd:
    try:
        return Decimal(text) if len(text) <= MAX_DIGITS else Odd(text)
    except InvalidOperation:
        return Odd(text)


def _whole(text: str) -> int | Odd:
    return int(text) if len(text) <= MAX_DIGITS else Odd(text)


def _refused(words: str) -> ProgramFileError:
    return ProgramFileError((Problem("", "the file", words),))
