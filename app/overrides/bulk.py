"""Many overrides from a file, also the tiers of another app as floors with expiry (GAP-MIGRATE).

The whole file is understood before anything is written. It is then applied in small transactions; a row
that stands there already, of this file or an earlier one, does nothing. So a run that was cut off is
simply run again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice

from sqlmodel import Session, col, select

from app.db import Database
from app.errors import BadInput
from app.ledger import people
from app.models import Override, Shop
from app.overrides.by_hand import give
from app.overrides.rows import Left, Problem, Row, read_rows
from app.overrides.whom import called, customers_of, parts
from app.programs import program_of

BATCH = 50
MOST_TOLD = 100
STRANGER = (
    "the store has no customer {}; correct it, take in the orders first (laurel import-orders), or leave "
    "such rows out with --skip-unknown"
)

Key = tuple[int, str, str | None, datetime | None, str]


@dataclass(frozen=True, slots=True)
class Planned:
    """A row and the customer it is about."""

    row: Row
    customer_id: int


@dataclass(slots=True)
class Applied:
    given: int = 0
    before: int = 0
    """Rows that stood there already."""


@dataclass(frozen=True, slots=True)
class Understood:
    planned: list[Planned]
    unknown: int
    """Rows of people whom the store does not know, left out on request."""


def understand(
    session: Session,
    shop: Shop,
    lines: Iterable[str],
    now: datetime,
    left: Left | None = None,
    *,
    skip_unknown: bool = False,
) -> Understood:
    """The whole file. Raises BadInput that tells every bad row."""
    _, program = program_of(session, shop.id, now)
    rows, problems = read_rows(lines, program, shop.zone, now, left or Left())
    known = customers_of(session, shop.id, {called(row.customer) for row in rows})
    planned, unknown = [], 0
    for row in rows:
        found, gone = known.get(called(row.customer), (None, False))
        if found is not None and not gone:
            planned.append(Planned(row, found))
        elif skip_unknown:
            unknown += 1
        elif gone:
            problems.append(
                Problem(row.line, f"{row.customer[:80]} is gone from the store; take the row out")
            )
        else:
            problems.append(Problem(row.line, STRANGER.format(row.customer[:80])))
    if problems:
        raise BadInput(_told(sorted(problems, key=lambda each: each.line)))
    if not rows:
        raise BadInput("the file has no rows")
    return Understood(planned, unknown)


def apply(
    db: Database,
    shop_id: int,
    planned: Sequence[Planned],
    author: str,
    now: datetime,
    taken: Callable[[int], None] = lambda _: None,
) -> Applied:
    """Gives what `understand` planned and is not there yet; `taken` is told how many rows are done."""
    done, rest = Applied(), iter(planned)
    while batch := list(islice(rest, BATCH)):
        given = db.transact(partial(_batch, shop_id, batch, author, now))
        done.given += given
        done.before += len(batch) - given
        taken(len(batch))
    return done


def new_ones(session: Session, shop_id: int, planned: Sequence[Planned]) -> int:
    """How many of these rows would be given; for a dry run."""
    keys: set[Key] = set()
    for some in parts(planned):
        keys |= {_key(each) for each in some} - _standing(
            session, shop_id, {each.customer_id for each in some}
        )
    return len(keys)


def _batch(shop_id: int, batch: Sequence[Planned], author: str, now: datetime, session: Session) -> int:
    shop = session.get_one(Shop, shop_id)
    rows = {row.id: row for row in people.rows(session, shop_id, (each.customer_id for each in batch))}
    known, given = _standing(session, shop_id, rows.keys()), 0
    for each in batch:
        if _key(each) in known:
            continue
        row = each.row
        give(
            session, shop, rows[each.customer_id], row.kind, row.tier, row.reason, author, now,
            until=row.until, goodwill=row.goodwill,
        )  # fmt: skip
        known.add(_key(each))
        given += 1
    return given


def _key(planned: Planned) -> Key:
    row = planned.row
    return planned.customer_id, row.kind, row.tier, row.until, row.reason


def _standing(session: Session, shop_id: int, customer_ids: Iterable[int]) -> set[Key]:
    """What was ever given to these customers: what somebody ended is not given back by the same file."""
    found = select(Override).where(
        Override.shop_id == shop_id, col(Override.customer_id).in_(sorted(customer_ids))
    )
    return {
        (each.customer_id, each.kind, each.tier, each.to_at, each.reason)
        for each in session.exec(found).all()
    }


def _told(problems: Sequence[Problem]) -> str:
    lines = [f"nothing was written; {len(problems):,} of the rows cannot be used"]
    lines += [f"  {each}" for each in problems[:MOST_TOLD]]
    if len(problems) > MOST_TOLD:
        lines.append(f"  … and {len(problems) - MOST_TOLD:,} more")
    return "\n".join(lines)
