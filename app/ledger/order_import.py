"""An order export into the ledger (GAP-MIGRATE): the whole file is understood first, then posted.

`understand` refuses a file at its first unusable line, before anything is written. `post_import` posts in
small transactions and keeps its place in `import_run` with each of them: a killed import goes on where it
stopped, a finished one is known by the hash of its text and does nothing.
"""

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import islice
from typing import IO

import msgspec
from sqlmodel import Session, select

from app import outbox
from app.db import Database
from app.errors import BadInput
from app.ledger.claims import claim_all
from app.ledger.people import Contact
from app.ledger.posting import Arrival, post
from app.models import ImportRun, Shop
from app.models.import_run import DONE, RUNNING
from app.rules.export_cells import BadRow
from app.rules.exported_facts import facts_of
from app.rules.exported_order import GIFT_CARD, ExportedOrder
from app.rules.money import MAX_MINOR
from app.rules.order_export import read_orders
from app.rules.order_facts import OrderFacts, with_person

KIND = "csv"
BATCH = 250
"""Orders in one transaction: some 50 ms of SQLite's only writer, so that webhooks are accepted meanwhile."""
IN_MEMORY_BYTES = 32 * 1024**2

NO_ID = (
    "the order has no Id. Laurel knows an order by the platform's id, so that a webhook of the same order is "
    "not counted a second time. Export the orders from Shopify admin again and leave the column Id as it is"
)

_Kept = tuple[OrderFacts, str | None]
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(_Kept)


@dataclass(slots=True)
class Understood:
    """A file that can be imported: its orders wait in `kept`, outside of memory when they are many."""

    kept: IO[bytes]
    digest: str = ""
    orders: int = 0
    guest_orders: int = 0
    people: set[str] = field(default_factory=set)

    def __iter__(self) -> Iterator[_Kept]:
        self.kept.seek(0)
        for line in self.kept:
            yield _decoder.decode(line)


@dataclass(slots=True)
class Imported:
    """What an import did. `before` are orders that an earlier, interrupted run had taken in."""

    orders: int = 0
    before: int = 0
    unchanged: int = 0
    """Orders that were known at least as well: from a webhook, the API or an earlier file."""
    entries: int = 0
    done_before_at: datetime | None = None
    """This very file was imported already, and nothing was done."""


@contextmanager
def understand(lines: Iterable[str], currency: str, gift_card: str = GIFT_CARD) -> Iterator[Understood]:
    """Reads all of an export in `currency`. Raises BadInput with the line and the column."""
    digest = hashlib.sha256()

    def hashed() -> Iterator[str]:
        for line in lines:
            digest.update(line.encode())
            yield line

    with tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES) as kept:
        file = Understood(kept)
        seen: set[int] = set()
        try:
            for order in read_orders(hashed()):
                order_id = _checked(order, currency, seen)
                facts = facts_of(order_id, order, gift_card)
                kept.write(_encoder.encode((facts, order.email)) + b"\n")
                file.orders += 1
                if order.email:
                    file.people.add(order.email)
                else:
                    file.guest_orders += 1
        except BadRow as error:
            raise BadInput(error.problem, line=error.line, column=error.column) from None
        if not file.orders:
            raise BadInput("the file has no orders")
        file.digest = digest.hexdigest()
        yield file


def _checked(order: ExportedOrder, currency: str, seen: set[int]) -> int:
    if order.order_id is None:
        raise BadRow(order.line, "Id", "", NO_ID)
    if order.order_id in seen:
        problem = f"the Id {order.order_id} stands at two orders; each order has its own"
        raise BadRow(order.line, "Id", str(order.order_id), problem)
    if order.currency != currency:
        problem = f"the order is in {order.currency} and the store's currency is {currency}"
        raise BadRow(order.line, "Currency", order.currency, problem)
    if abs(order.subtotal_minor) + order.shipping_minor + order.tax_minor > MAX_MINOR:
        raise BadRow(order.line, "Total", "", "the order is larger than any amount Laurel can keep")
    seen.add(order.order_id)
    return order.order_id


def post_import(
    db: Database,
    shop_id: int,
    file: Understood,
    now: datetime,
    taken: Callable[[int], None] = lambda _: None,
) -> Imported:
    """Posts what `understand` read; `taken` is told how many more orders are in. Sends and judges nothing."""
    run = db.transact(lambda session: _begin(session, shop_id, file, now))
    if run.state == DONE:
        return Imported(before=run.orders, done_before_at=run.done_at)
    result = Imported(before=run.position)
    taken(run.position)
    orders = islice(file, run.position, None)
    position = run.position
    persons: dict[str, int | None] = {}
    while batch := list(islice(orders, BATCH)):
        posted, met = db.transact(partial(_batch, shop_id, file.digest, position, batch, persons, now))
        persons |= met
        position += len(batch)
        result.orders += len(batch)
        result.entries += sum(posted)
        result.unchanged += posted.count(0)
        taken(len(batch))
    db.transact(lambda session: _finish(session, shop_id, file, now))
    return result


def _run(session: Session, shop_id: int, digest: str) -> ImportRun | None:
    found = select(ImportRun).where(
        ImportRun.shop_id == shop_id, ImportRun.kind == KIND, ImportRun.key == digest
    )
    return session.exec(found.with_for_update()).first()


def _begin(session: Session, shop_id: int, file: Understood, now: datetime) -> ImportRun:
    run = _run(session, shop_id, file.digest)
    if run is None:
        run = ImportRun(
            shop_id=shop_id, kind=KIND, key=file.digest, state=RUNNING, total=file.orders, started_at=now
        )
        session.add(run)
        session.flush()
    return run


def _batch(
    shop_id: int,
    digest: str,
    position: int,
    batch: list[_Kept],
    persons: dict[str, int | None],
    now: datetime,
    session: Session,
) -> tuple[list[int], dict[str, int | None]]:
    """Posts one batch and moves the place; how many entries each order took, and the people it met first.

    `persons` are those of the batches before; posting follows them if they have been merged since.
    """
    run = _run(session, shop_id, digest)
    if run is None or run.state != RUNNING or run.position != position:
        raise BadInput("this file is being imported by somebody else at the same time")
    shop = session.get_one(Shop, shop_id)
    strangers = {email: Contact(None, email) for _, email in batch if email and email not in persons}
    rows = claim_all(session, shop, strangers.values(), now).rows
    new = {email: rows[contact] for email, contact in strangers.items()}
    whose = persons | new
    arrivals = [
        Arrival(with_person(facts, whose[email]) if email else facts, "csv") for facts, email in batch
    ]
    posted = post(session, shop, arrivals, now)
    doubtful = [str(each.order_id) for each in posted if each.doubts]
    outbox.want(session, shop_id, outbox.READ_BACK, doubtful, now)
    run.position += len(batch)
    run.orders += len(batch)
    session.add(run)
    return [each.entries for each in posted], new


def _finish(session: Session, shop_id: int, file: Understood, now: datetime) -> None:
    run = _run(session, shop_id, file.digest)
    if run is not None:
        run.state, run.done_at = DONE, now
        session.add(run)
