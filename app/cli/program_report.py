"""Programs, versions, findings and comparisons as a person reads them in a terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.cli.backtest_report import printable, table
from app.cli.words import moment, plain_money
from app.explain.plain import plain
from app.models import Cutoff, ProgramVersion, Shop
from app.programs import state_of
from app.rules.change_words import Told
from app.rules.program import Program, Tier

CHANGES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A version in the list of all; `state`: live, scheduled, draft, past, or put aside."""

    version: int
    state: str
    from_at: datetime | None
    to_at: datetime | None
    grandfathered_until: date | None
    author: str
    note: str
    created_at: datetime
    zone: str

    def to_json(self) -> dict[str, Any]:
        told: Any = plain(self)
        del told["zone"]
        return dict(told)

    @property
    def words(self) -> str:
        begins = moment(self.from_at, self.zone) if self.from_at else ""
        ends = moment(self.to_at, self.zone) if self.to_at else ""
        when = {
            "live": f"live since {begins}" + (f", until {ends}" if ends else ""),
            "scheduled": f"begins {begins}",
            "past": f"{begins} to {ends}",
        }.get(self.state, self.state)
        kept = f", grandfathers until {self.grandfathered_until}" if self.grandfathered_until else ""
        return f"version {self.version}, {when}{kept}"


def line_of(row: ProgramVersion, chain: Sequence[ProgramVersion], zone: str, at: datetime) -> Line:
    return Line(
        row.version,
        state_of(row, chain, at),
        row.from_at,
        row.to_at,
        row.grandfathered_until,
        row.author,
        row.note,
        row.created_at,
        zone,
    )


def program(told: Program, line: Line, domain: str, currency: str) -> str:
    blocks = [
        f"{domain}: {line.words}",
        _tiers(told, currency),
        "\n".join(_rules(told)),
    ]
    return "\n\n".join(blocks)


def _tiers(told: Program, currency: str) -> str:
    shown = (lambda value: plain_money(value, currency)) if told.measure.unit == "money" else str
    rows = [["Tier", "from", "kept from", "Benefits"]]
    for tier in reversed(told.tiers):
        benefits = ", ".join(benefit.told(currency) for benefit in tier.benefits) or "–"
        if tier.entry is not None:
            rows.append([tier.name, shown(tier.entry), shown(tier.keep or tier.entry), benefits])
        else:
            rows.append([tier.name, *_percents(tier), benefits])
    return table(rows, "<>><")


def _percents(tier: Tier) -> tuple[str, str]:
    return f"best {tier.top_percent} %", f"best {tier.keep_percent or tier.top_percent} %"


def _rules(told: Program) -> Iterator[str]:
    yield f"Counted: {told.metric.replace('_', ' ')} over {told.period.words}"
    settings = told.review.model_dump(exclude={"kind"})
    extra = "".join(f", {name} {value}" for name, value in settings.items())
    yield f"Review: {told.review.kind.replace('_', ' ')}{extra}"
    falls = "one tier at a time" if told.demotion.one_at_a_time else "to the tier that is earned"
    yield f"Falling: {told.demotion.grace_months} months of grace, then {falls}"


def scheduled(row: ProgramVersion, zone: str) -> str:
    return f"Version {row.version} begins {moment(row.from_at, zone)}." if row.from_at else ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line of a tier of the best percent: from `day` on, with `entry` in and with `keep` still in."""

    tier: str
    day: date
    entry: int
    keep: int
    unit: str
    """"money": entry and keep are minor units of `currency`; "orders": they are orders."""
    currency: str
    customers: int
    """Of how many with a value above nought."""
    version: int

    @classmethod
    def of(cls, row: Cutoff, unit: str, shop: Shop) -> "Drawn":
        told = (row.tier, row.day, row.entry, row.keep, unit, shop.counting_currency)
        return cls(*told, row.customers, row.program_version)

    def amount(self, value: int) -> str:
        return plain_money(value, self.currency) if self.unit == "money" else f"{value} orders"


def drawn(lines: Sequence[Drawn]) -> str:
    if not lines:
        return "No line was drawn yet: no tier is for the best percent of the customers."
    heading = ["day", "tier", "from", "kept with", "customers", "version"]
    rows = [
        [
            f"{each.day:%Y-%m-%d}",
            printable(each.tier),
            each.amount(each.entry),
            each.amount(each.keep),
            f"{each.customers:,}",
            str(each.version),
        ]
        for each in lines
    ]
    return table([heading, *rows], "<<>>>>")


def history(lines: Sequence[tuple[Line, Sequence[Told]]]) -> str:
    return "\n".join(text for line, changes in lines for text in _version(line, changes)) or "No program yet."


def _version(line: Line, changes: Sequence[Told]) -> Iterator[str]:
    by = f" by {printable(line.author)}" if line.author else ""
    note = f": {printable(line.note)}" if line.note else ""
    yield f"{line.words[0].upper()}{line.words[1:]} (made {moment(line.created_at, line.zone)}{by}){note}"
    for change in changes[:CHANGES_SHOWN]:
        place = f"{change.place}, {change.what.lower()}" if change.place else change.what
        yield printable(f"  {place}: {change.before} → {change.after}")
    if len(changes) > CHANGES_SHOWN:
        yield f"  … and {len(changes) - CHANGES_SHOWN} more; --json lists all of them."
