"""What the address of the members' list asks for: the same words choose the rows of the table, of the file
and of an act on all of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from app.rules.program import Program

MAX_SEARCH = 100
MOST_PAGES = 20_000
NEAR, RISK, GRACE, HAND, REFUND, INSTEAD = STATES = ("near", "risk", "grace", "hand", "refund", "instead")
"""Lacks little to the next tier (the least first); falls within 60 days; held below what keeps; by hand;
lowered by a refund; another benefit, no discount."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for. `tier` is a rank as text, `members`, or empty for everybody."""

    search: str = ""
    tier: str = ""
    state: str = ""
    falls: date | None = None
    """The Monday of the week in which they fall."""
    sort: str = ""
    page: int = 1

    @property
    def filtered(self) -> bool:
        return bool(self.search or self.tier or self.state or self.falls)

    @property
    def fields(self) -> dict[str, str]:
        """As they stand in the address and in a form; nothing that says no more than the plain list."""
        kept = {"q": self.search, "tier": self.tier, "state": self.state, "sort": self.sort}
        kept["falls"] = self.falls.isoformat() if self.falls else ""
        return {name: value for name, value in kept.items() if value}


def address(wish: Wish, page: int = 1, of: str = "/app/members") -> str:
    """Where this list stands, with no more in it than differs from the plain list."""
    query = urlencode(wish.fields | ({"page": str(page)} if page > 1 else {}))
    return f"{of}?{query}" if query else of


def wish_of(args: MultiDict[str, str], program: Program) -> Wish:
    """What cannot be understood in the address is left out: a list is shown in any case."""
    tiers = {"members", *map(str, range(len(program.tiers) + 1))}
    tier, state, number = args.get("tier", ""), args.get("state", ""), args.get("page", "1")
    return Wish(
        search=" ".join(args.get("q", "").replace("\0", "").split())[:MAX_SEARCH],
        tier=tier if tier in tiers else "",
        state=state if state in STATES else "",
        falls=monday(args.get("falls", "")),
        sort="least" if args.get("sort") == "least" else "",
        page=max(1, int(number)) if _is_page(number) else 1,
    )


def monday(text: str) -> date | None:
    """The Monday of the week of a day such as 2026-12-31; None for anything else."""
    try:
        day = date.fromisoformat(text) if len(text) == len("2026-12-31") else None
        return day - timedelta(days=day.weekday()) if day else None
    except (ValueError, OverflowError):
        return None


def _is_page(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= len(str(MOST_PAGES))
