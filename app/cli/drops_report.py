"""Drops as a person reads them in a terminal."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.cli.backtest_report import printable, table
from app.drops import Planned
from app.drops.enforcement import WORDS, Enforcement
from app.drops.rows import collections_of, products_of
from app.models import Drop, DropProduct
from app.rules.early_access import Release
from app.rules.wall_time import wall


def planned_words(planned: Planned, zone: str) -> str:
    drop = planned.drop
    words = [f"Drop {drop.id}: everybody may buy from {clock(drop.public_at, zone)} ({zone})."]
    return "\n".join([*words, *planned.warnings])


def data(row: Drop, release: Release, at: datetime) -> dict[str, Any]:
    told = row.model_dump(exclude={"shop_id", "products", "collections", "hours"})
    return told | {
        "products": products_of(row),
        "collections": collections_of(row),
        "hours": release.hours,
        "opens_at": release.openings(),
        "opens_to_all_at": release.opens_to_all,
        "state": release.stage(at),
        "open_to": release.open_tiers(at),
        "zone": release.zone,
    }


def cells(row: Drop, release: Release, at: datetime) -> list[str]:
    coming = release.next_change(at)
    return [
        str(row.id),
        printable(row.title),
        clock(release.opens_to_all, release.zone),
        _state(release, at),
        clock(coming, release.zone) if coming else "–",
    ]


def report(
    row: Drop, release: Release, products: Sequence[DropProduct], enforced: Enforcement, at: datetime
) -> str:
    """Who may buy when, in the store's time, and how each product stood when it was last seen."""
    zone = release.zone
    parts = [f"{printable(row.title)}: {_state(release, at)}. {WORDS[enforced]}"]
    if wall(row.public_at, zone) != datetime.fromisoformat(row.public_on):
        parts.append(
            f"It was announced for {row.public_on}; the clocks of the store say otherwise now, "
            "and the announced instant stays."
        )
    if row.problem:
        parts.append(f"It is not as it should be. {row.problem}")
    opens = [[tier, clock(opening, zone)] for tier, opening in release.openings().items()]
    opens.append(["Everybody", clock(release.opens_to_all, zone)])
    parts.append(table([["May buy", f"From ({zone})"], *opens], "<<"))
    if products:
        head = ["Product", "Title", "Status", "Online store", "Stock", "Seen"]
        parts.append(table([head, *(_product(each, zone) for each in products)], "<<<<><"))
    else:
        parts.append("Its products were not looked at yet.")
    return "\n\n".join(parts)


def clock(instant: datetime, zone: str, *, seconds: bool = False) -> str:
    """What the store's clocks show, to the second where it is asked for or not a whole minute."""
    local = wall(instant, zone)
    return f"{local:%Y-%m-%d %H:%M:%S}" if seconds or local.second else f"{local:%Y-%m-%d %H:%M}"


def _state(release: Release, at: datetime) -> str:
    stage = release.stage(at)
    return f"open to {', '.join(release.open_tiers(at))}" if stage == "open" else stage


def _product(each: DropProduct, zone: str) -> list[str]:
    return [
        str(each.product_id),
        printable(each.title),
        each.status.lower(),
        "published" if each.published else "not published",
        "–" if each.inventory is None else f"{each.inventory:,}",
        clock(each.seen_at, zone),
    ]
