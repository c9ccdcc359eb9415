"""Adding and deleting many codes of a discount."""

import time
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from threading import Thread

from sandbox.discount import Discount
from sandbox.discounts import by_code, keep
from sandbox.redeem_code import BulkCreation, CodeImport, RedeemCode
from sandbox.store import Store
from sandbox.world import World

TAKEN = "Code must be unique. Please try a different code."


def begin(
    world: World, store: Store, discount: Discount, codes: Collection[str], now: datetime
) -> BulkCreation:
    """The codes come as slowly as bulk operations run (POST /control/bulk)."""
    creation = BulkCreation(
        id=world.ids.take("DiscountRedeemCodeBulkCreation"),
        discount_id=discount.id,
        created_at=now,
        imports=tuple(CodeImport(code) for code in codes),
    )
    store.code_creations[creation.id] = creation
    Thread(target=_run, args=(world, store, creation.id), name="bulk codes", daemon=True).start()
    return creation


def remove(world: World, store: Store, discount: Discount, goes: Callable[[RedeemCode], bool]) -> Discount:
    left = tuple(code for code in discount.codes if not goes(code))
    return keep(world, store, replace(discount, codes=left, updated_at=world.clock.now()))


def _run(world: World, store: Store, creation_id: int) -> None:
    time.sleep(world.bulk_seconds)
    with world.lock:
        creation = store.code_creations[creation_id]
        imports = tuple(_imported(world, store, creation.discount_id, row.code) for row in creation.imports)
        store.code_creations[creation_id] = replace(creation, imports=imports, done=True)


def _imported(world: World, store: Store, discount_id: int, code: str) -> CodeImport:
    discount = store.discounts.get(discount_id)
    if discount is None:
        return CodeImport(code, error="Code discount does not exist.")
    if by_code(store, code) is not None:
        return CodeImport(code, error=TAKEN)
    made = RedeemCode(code, world.ids.take("DiscountRedeemCode"))
    store.discounts[discount_id] = replace(discount, codes=(*discount.codes, made))
    return CodeImport(code, made=made)
