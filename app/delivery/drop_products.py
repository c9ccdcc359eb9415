"""The products of a drop: read, compared with what they should be, written, read back, kept on record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from app.delivery.context import Turn
from app.delivery.renamed import names_carried_still
from app.drops.rows import collections_of, products_of, record
from app.drops.sharing import members_only_tags, releases_with, states_before
from app.models import Drop, DropProduct
from app.platform import products
from app.platform.products import ProductSeen, Shown
from app.rules.checkout_gates import Gate, combined
from app.rules.early_access import Release, Stage, Visibility, strictest
from app.rules.product_state import ProductState, Verdict, told_as, verdict, wanted_state
from app.rules.program import Program
from app.rules.said import said


@dataclass(frozen=True, slots=True)
class Found:
    """A product, what it was before any drop, what it should be now, and what is to be done about it."""

    seen: ProductSeen
    before: ProductState
    wanted: Visibility
    target: ProductState
    gate: Gate | None
    verdict: Verdict
    after: ProductSeen | None = None
    """Read back after writing."""

    @property
    def now_seen(self) -> ProductSeen:
        return self.after or self.seen


@dataclass(frozen=True, slots=True)
class Looked:
    found: Mapping[int, Found]
    problem: str = ""
    gone: Sequence[int] = ()
    """Products that left the drop and are as they were before it: nothing of them is kept."""

    @property
    def seen(self) -> dict[int, ProductSeen]:
        return {product_id: each.seen for product_id, each in self.found.items()}

    @property
    def gates(self) -> dict[int, Gate | None]:
        return {product_id: each.gate for product_id, each in self.found.items()}

    @property
    def at_rest(self) -> bool:
        return not self.problem and all(each.now_seen.state == each.target for each in self.found.values())


def look(
    turn: Turn, drop: Drop, release: Release, program: Program, publication: str, now: datetime
) -> Looked:
    """Reads every product of the drop, and those that left it."""
    ids, problem = _members(turn, drop)
    with turn.context.db.read() as session:
        rows = {row.product_id: row for row in _rows(session, drop.shop_id, [drop.id])}
        known = {*ids, *rows}
        others = releases_with(session, turn.shop, program, known, but=drop.id)
        before = states_before(session, drop.shop_id, known, but=drop.id)
        tags = members_only_tags(session, drop.shop_id)
        former = names_carried_still(session, drop.shop_id, program, now)
    seen = products.read(turn.calls, sorted(known), publication)
    lost = sorted(ids - seen.keys())
    if lost:
        problem = said("Product %(ids)s is not in the store.", ids=", ".join(map(str, lost)))
    found = {}
    for product_id, each in seen.items():
        releases = [*others.get(product_id, ()), *([release] if product_id in ids else [])]
        gate = combined(releases, tags.get(product_id), program, now, former)
        row = rows.get(product_id)
        was = ProductState(row.was_status, row.was_published) if row else before.get(product_id, each.state)
        found[product_id] = _compare(each, was, releases, gate, row, now)
    return Looked(found, problem, sorted(rows.keys() - ids))


def write(turn: Turn, look: Looked, publication: str) -> Looked:
    """Writes the differences, and reads back what was written."""
    wanted = [_difference(each) for each in look.found.values() if each.verdict in ("write", "repair")]
    if not wanted:
        return look
    refused = products.show(turn.calls, wanted, publication)
    back = products.read(turn.calls, [each.product_id for each in wanted], publication)
    found = {product_id: replace(each, after=back.get(product_id)) for product_id, each in look.found.items()}
    problem = look.problem
    if refused:
        product_id, words = next(iter(refused.items()))
        problem = said(
            "Shopify refused %(title)s: %(words)s", title=look.found[product_id].seen.title, words=words
        )
    return replace(look, found=found, problem=problem)


def keep(session: Session, drop: Drop, stage: Stage, look: Looked, now: datetime) -> bool:
    """The rows of the products, and a line of the record for whatever changed.

    True if the theme may have others to show now, or by other names.
    """
    others = False
    rows = {row.product_id: row for row in _rows(session, drop.shop_id, [drop.id])}
    for product_id, each in look.found.items():
        row = rows.get(product_id)
        if row is None:
            row = _first_seen(session, drop, each, now)
        elif each.seen.state != ProductState(row.status, row.published):
            _told(session, drop, "seen", each.seen, now)
        if each.verdict == "repair":
            row.repaired_at = now
        settled = each.now_seen.state == each.target
        if settled and (row.visibility != each.wanted or each.verdict == "repair"):
            kind = "repaired" if each.verdict == "repair" else told_as(each.wanted, stage)
            _told(session, drop, kind, each.now_seen, now)
            row.visibility = each.wanted
        state = each.now_seen.state
        row.status, row.published, row.seen_at = state.status, state.published, now
        others |= (row.title, row.handle) != (each.now_seen.title, each.now_seen.handle)
        row.title, row.handle = each.now_seen.title, each.now_seen.handle
        row.inventory = each.now_seen.inventory
        session.add(row)
        if settled and product_id in look.gone:
            session.delete(row)
            others = True
    return others


def _members(turn: Turn, drop: Drop) -> tuple[set[int], str]:
    ids, problem = set(products_of(drop)), ""
    for collection_id in collections_of(drop):
        held = products.of_collection(turn.calls, collection_id)
        if held is None:
            problem = said("Collection %(id)s is not in the store.", id=collection_id)
        ids.update(held or ())
    return ids, problem


def _rows(session: Session, shop_id: int, drops: Sequence[int]) -> Sequence[DropProduct]:
    found = select(DropProduct).where(DropProduct.shop_id == shop_id, col(DropProduct.drop_id).in_(drops))
    return session.exec(found).all()


def _compare(
    seen: ProductSeen,
    before: ProductState,
    releases: Sequence[Release],
    gate: Gate | None,
    row: DropProduct | None,
    now: datetime,
) -> Found:
    wanted: Visibility = strictest(each.visibility(now) for each in releases) if releases else "as before"
    target = wanted_state(seen.state, wanted, before)
    made, repaired_at = (row.visibility, row.repaired_at) if row else ("", None)
    what = verdict(seen.state, target, wanted, made, repaired_at, now)
    return Found(seen, before, wanted, target, gate, what)


def _difference(each: Found) -> Shown:
    seen, target = each.seen.state, each.target
    return Shown(
        each.seen.product_id,
        target.status if target.status != seen.status else None,
        target.published if target.published != seen.published else None,
    )


def _first_seen(session: Session, drop: Drop, each: Found, now: datetime) -> DropProduct:
    _told(session, drop, "found", each.seen, now)
    return DropProduct(
        shop_id=drop.shop_id,
        drop_id=drop.id,
        product_id=each.seen.product_id,
        title=each.seen.title,
        was_status=each.before.status,
        was_published=each.before.published,
        status=each.seen.state.status,
        published=each.seen.state.published,
        seen_at=now,
    )


def _told(session: Session, drop: Drop, kind: str, seen: ProductSeen, now: datetime) -> None:
    about: dict[str, object] = {"product": seen.product_id, "title": seen.title}
    about |= {"status": seen.state.status, "published": seen.state.published}
    record(session, drop, kind, about, now)
