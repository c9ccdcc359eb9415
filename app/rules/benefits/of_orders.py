"""What a benefit promises of every order of a member, as plain data."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OrderPromise:
    """Of several the better counts, see `together`."""

    tags: tuple[str, ...] = ()
    """What whoever packs it looks for, beside the tag of the tier."""
    hours_to_fulfil: int | None = None
    gift_note: str = ""
    """What is to be put in before packing; empty: no hold."""
    packaging: str = ""
    return_days: int | None = None
    protected_days: int | None = None
    """For how many days after that of the order a lower price is paid back."""


def together(promises: Iterable[OrderPromise]) -> OrderPromise:
    """All the tags, and the best of the rest: the soonest, the longest; the first words."""
    found = tuple(promises)
    return OrderPromise(
        tags=tuple(dict.fromkeys(tag for each in found for tag in each.tags)),
        hours_to_fulfil=min((each.hours_to_fulfil for each in found if each.hours_to_fulfil), default=None),
        gift_note=next((each.gift_note for each in found if each.gift_note), ""),
        packaging=next((each.packaging for each in found if each.packaging), ""),
        return_days=_longest(each.return_days for each in found),
        protected_days=_longest(each.protected_days for each in found),
    )


def _longest(days: Iterable[int | None]) -> int | None:
    return max((each for each in days if each is not None), default=None)
