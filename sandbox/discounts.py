"""What happens to the discounts of a store, and the limit on automatic ones."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sandbox import payloads
from sandbox.discount import Discount
from sandbox.metafields import drop_metafields
from sandbox.store import Store
from sandbox.world import World

AUTOMATIC_LIMIT = 25  # active at any one time, whoever made them
TOO_MANY = (
    "The active period overlaps with other automatic discounts. "
    "At any given time, only 25 automatic discounts can be active."
)


def find_discount(store: Store, number: int, method: str | None = None) -> Discount | None:
    found: Discount | None = store.discounts.get(number)
    return found if found is not None and method in (None, found.method) else None


def by_code(store: Store, code: str) -> Discount | None:
    """The discount as it is redeemed by that code, whose case does not matter."""
    wanted = code.casefold()
    for discount in store.discounts.found_by(wanted):
        spelled = next(row.code for row in discount.codes if row.code.casefold() == wanted)
        return replace(discount, redeemed=spelled)
    return None


def too_many(store: Store, new: Discount, now: datetime) -> bool:
    """Whether 25 others would be active together with it at some instant from now on."""
    if new.method != "automatic":
        return False
    others = [d for d in _all(store) if d.method == "automatic" and d.id != new.id]
    first = max(new.starts_at, now)
    instants = [first, *(d.starts_at for d in others if d.starts_at > first)]
    within = [at for at in instants if new.ends_at is None or at < new.ends_at]
    return any(sum(1 for d in others if _covers(d, at)) >= AUTOMATIC_LIMIT for at in within)


def keep(world: World, store: Store, discount: Discount) -> Discount:
    topic = "discounts/update" if discount.id in store.discounts else "discounts/create"
    store.discounts[discount.id] = discount
    world.emit(store, topic, payloads.discount(store, discount, world.clock.now()))
    return discount


def activated(world: World, discount: Discount) -> Discount:
    """Recorded: an ended discount runs again without an end; its start stays if it is past."""
    now = world.clock.now()
    ends_at = None if discount.status(now) == "EXPIRED" else discount.ends_at
    return replace(discount, starts_at=min(discount.starts_at, now), ends_at=ends_at, updated_at=now)


def deactivated(world: World, discount: Discount) -> Discount:
    """Recorded: it ends now."""
    now = world.clock.now()
    return replace(discount, ends_at=now, updated_at=now)


def delete(world: World, store: Store, discount: Discount) -> None:
    del store.discounts[discount.id]
    drop_metafields(store, discount.gid)
    world.emit(store, "discounts/delete", payloads.discount_deleted(store, discount, world.clock.now()))


def _all(store: Store) -> Iterable[Discount]:
    return store.discounts.values()


def _covers(discount: Discount, at: datetime) -> bool:
    return discount.starts_at <= at and (discount.ends_at is None or discount.ends_at > at)
