"""Publications: where a store's products and collections may be shown, and since when each one is.

Every store has two sales channels: its online store, which may publish at a future instant, and Shop, which
may not. A future date given to Shop publishes at once (reported of the real platform by those who schedule).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sandbox.ids import Ids

ONLINE_STORE = "Online Store"


@dataclass(frozen=True)
class Publication:
    id: int
    catalog_id: int
    channel_id: int
    name: str
    handle: str
    supports_future: bool
    auto_publish: bool = True  # new products appear here by themselves


Published = Mapping[int, datetime]  # publication id -> from when


def standard_publications(ids: Ids) -> dict[int, Publication]:
    made = [
        Publication(*_numbers(ids), ONLINE_STORE, "online_store", supports_future=True),
        Publication(*_numbers(ids), "Shop", "shop", supports_future=False),
    ]
    return {row.id: row for row in made}


def online_store(publications: Mapping[int, Publication]) -> Publication:
    return next(row for row in publications.values() if row.name == ONLINE_STORE)


def published(before: Published, publication: Publication, at: datetime | None, now: datetime) -> Published:
    """Publishing again without a date leaves the date as it is, unless it lies ahead."""
    since = before.get(publication.id)
    if at is None:
        moment = since if since is not None and since <= now else now
    else:
        moment = at if publication.supports_future else min(at, now)
    return {**before, publication.id: moment}


def unpublished(before: Published, publication: Publication) -> Published:
    return {key: since for key, since in before.items() if key != publication.id}


def _numbers(ids: Ids) -> tuple[int, int, int]:
    return ids.take("Publication"), ids.take("AppCatalog"), ids.take("Channel")
