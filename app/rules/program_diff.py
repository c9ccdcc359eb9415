"""What differs between two programs, setting by setting: for the audit, the history and comparisons."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.rules.program import Program

NAMED_BY = {"tiers": "name", "benefits": "kind", "landing": "months"}
"""Lists whose members have a name: one that moved is not a change of all that stand behind it."""


@dataclass(frozen=True, slots=True)
class Change:
    """`path` is such as `tiers.Gold.entry`; None: it was, or is, not there."""

    path: str
    before: object
    after: object


def differences(before: Program | None, after: Program) -> tuple[Change, ...]:
    """Sorted by path. Without a program before, everything is new."""
    old = dict(_flat("", before.model_dump(mode="json"))) if before else {}
    new = dict(_flat("", after.model_dump(mode="json")))
    return tuple(
        Change(path, old.get(path), new.get(path))
        for path in sorted(old.keys() | new.keys())
        if old.get(path) != new.get(path)
    )


def _flat(path: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _flat(f"{path}.{name}" if path else name, each)
    elif isinstance(value, list) and (key := NAMED_BY.get(path.rpartition(".")[2])):
        seen: dict[str, int] = {}
        for each in value:
            name = str(each[key])
            seen[name] = seen.get(name, 0) + 1
            yield from _flat(f"{path}.{name}" + (f"#{seen[name]}" if seen[name] > 1 else ""), each)
        if path == "tiers":
            yield f"{path}.order", [each[key] for each in value]
    else:
        yield path, value
