"""The tiers as a form: rows as they were typed, else as they stand in the program.

Rows keep their place while a merchant adds and takes out tiers: `tiers[1]:drop` goes along until it is saved.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.rules.file_problems import ProgramFileError
from app.rules.money import BadAmount, major, minor
from app.rules.program import MAX_TIERS, Program, Tier
from app.web.drafting import changed, unworded
from app.web.worded import worded

FIELD = re.compile(r"tiers\[(\d{1,2})\](?:\.([a-z_]+))?(?::([a-z]+\??))?")
PLACE = re.compile(r"^tiers\[(\d+)\](?:\.([a-z_]+))?")
ASKS_MORE = " must ask for more than "

Typed = Mapping[str, str]


@dataclass(slots=True)
class Row:
    """One tier of the form; amounts as a person types them."""

    index: int
    name: str
    entry: str = ""
    keep: str = ""
    top_percent: str = ""
    keep_percent: str = ""
    color: str = ""
    icon: str = ""
    by_percent: bool = False
    tier: Tier | None = None
    """As it stands in the program; None: added and not saved yet."""
    dropped: bool = False
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    rows: tuple[Row, ...]
    """From the lowest tier up, with those that will be taken out."""
    program: Program | None
    """What it says; None where something is wrong."""
    problem: str = ""
    """What is wrong and belongs to no field."""
    unsaved: bool = False

    @property
    def shown(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.dropped)

    @property
    def dropped(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.dropped)

    @property
    def wrong(self) -> bool:
        return self.program is None


def as_it_is(program: Program, currency: str) -> Form:
    return Form(_rows(program, currency, {}), program)


def as_typed(program: Program, currency: str, typed: Typed) -> Form:
    """The form as it was sent: with the program that it says, or with every problem beside its field."""
    rows = _rows(program, currency, typed)
    try:
        said = changed(program, currency, _fields(program, typed))
    except ProgramFileError as error:
        return Form(rows, None, _place(unworded(error), rows), unsaved=True)
    return Form(rows, said, unsaved=said != program)


def added(program: Program, typed: Typed, currency: str, name: str) -> dict[str, str]:
    """The fields with one more tier, which asks for twice as much as the highest."""
    rows = _rows(program, currency, typed)
    shown = [row for row in rows if not row.dropped]
    if len(rows) >= MAX_TIERS or not shown:
        return dict(typed)
    top = shown[-1]
    at = f"tiers[{len(rows)}]"
    names = {row.name for row in shown}
    fresh = next(each for each in (name, *(f"{name} {n}" for n in range(2, 99))) if each not in names)
    more = {f"{at}.name": fresh}
    if top.by_percent:
        more[f"{at}.top_percent:int"] = str(max(1, _whole(top.top_percent) // 2))
    else:
        more[_entry_field(at, program)] = _double(top.entry, program, currency)
    return dict(typed) | more


def filled(program: Program, typed: Typed, currency: str, suggested: Iterable[Tier]) -> dict[str, str]:
    """The fields with the amounts of a suggestion; benefits of tiers that stay are left as they are."""
    rows = [row for row in _rows(program, currency, typed) if not row.dropped and not row.by_percent]
    fields = dict(typed)
    wanted = list(suggested)
    places = [row.index for row in rows]
    after = len(_rows(program, currency, typed))
    for number, tier in enumerate(wanted):
        at = f"tiers[{places[number] if number < len(places) else after + number - len(places)}]"
        fields[_entry_field(at, program)] = _amount(tier.entry, program, currency)
        if number < len(places):
            fields[f"{at}.keep:text?"] = ""
        else:
            fields[f"{at}.name"] = tier.name
    return fields | {f"tiers[{place}]:drop": "1" for place in places[len(wanted) :]}


def measured(program: Program, typed: Typed, currency: str, at: int, line: int | None) -> dict[str, str]:
    """The fields with one tier by the best percent where it was by an amount, or the other way about.

    `line` is where the tier begins today.
    """
    row = next((each for each in _rows(program, currency, typed) if each.index == at), None)
    if row is None:
        return dict(typed)
    place = f"tiers[{at}]"
    kept = {
        name: value for name, value in typed.items() if not name.startswith(f"{place}.") or "name" in name
    }
    kept |= {f"{place}.color:text?": row.color, f"{place}.icon:text?": row.icon}
    if row.by_percent:
        gone = {f"{place}.top_percent:text?": "", f"{place}.keep_percent:text?": ""}
        return kept | gone | {_entry_field(place, program): _amount(line, program, currency)}
    gone = {f"{place}.entry:text?": "", f"{place}.keep:text?": ""}
    return kept | gone | {f"{place}.top_percent:int": "10"}


def _rows(program: Program, currency: str, typed: Typed) -> tuple[Row, ...]:
    told: dict[int, dict[str, str]] = {}
    for name, value in typed.items():
        if (match := FIELD.fullmatch(name)) and int(match[1]) < MAX_TIERS:
            told.setdefault(int(match[1]), {})[match[2] or match[3] or ""] = value
    count = len(program.tiers)
    while count in told:
        count += 1
    return tuple(_row(at, program, currency, told.get(at, {})) for at in range(count))


def _row(at: int, program: Program, currency: str, typed: Typed) -> Row:
    tier = program.tiers[at] if at < len(program.tiers) else None
    row = Row(at, tier.name if tier else "", tier=tier)
    if tier is not None:
        row.entry, row.keep = (_amount(each, program, currency) for each in (tier.entry, tier.keep))
        row.top_percent, row.keep_percent = (str(x or "") for x in (tier.top_percent, tier.keep_percent))
        row.color, row.icon = tier.color or "", tier.icon or ""
    for name in ("name", "entry", "keep", "top_percent", "keep_percent", "color", "icon"):
        if name in typed:
            setattr(row, name, typed[name])
    row.by_percent = bool(row.top_percent.strip())
    row.dropped = "drop" in typed
    return row


def _fields(program: Program, typed: Typed) -> list[tuple[str, str]]:
    """Only the tiers' own; what keeps a tier is a number where orders count."""
    kept = []
    for name, value in typed.items():
        if FIELD.fullmatch(name):
            whole = not _money(program) and name.endswith("].keep:text?") and value.strip()
            kept.append((name.replace(":text?", ":int") if whole else name, value))
    return kept


def _place(errors: Mapping[str, str], rows: Iterable[Row]) -> str:
    """Puts each problem beside its field; what belongs to none is returned."""
    shown = [row for row in rows if not row.dropped]
    rest = []
    for path, words in errors.items():
        match = PLACE.match(path)
        if match and int(match[1]) < len(shown):
            row = shown[int(match[1])]
            row.errors.setdefault(match[2] or ("keep_percent" if row.by_percent else "keep"), worded(words))
            continue
        lower = next((row for row in shown if words.startswith(f"{row.name}{ASKS_MORE}")), None)
        if lower is not None:
            lower.errors.setdefault("entry", worded(words))
        else:
            rest.append(worded(words))
    return " ".join(rest)


def _entry_field(at: str, program: Program) -> str:
    return f"{at}.entry" if _money(program) else f"{at}.entry:int"


def _amount(value: int | None, program: Program, currency: str) -> str:
    if value is None:
        return ""
    return major(value, currency) if _money(program) else str(value)


def _double(text: str, program: Program, currency: str) -> str:
    try:
        return _amount(2 * minor(text.strip(), currency if _money(program) else "JPY"), program, currency)
    except BadAmount:
        return ""


def _whole(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,2}", text.strip()) else 2


def _money(program: Program) -> bool:
    return program.measure.unit == "money"
