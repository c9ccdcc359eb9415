"""Discounts: made, changed, stopped, started, and put back as the program wants them.

Where all automatic discounts of a shop are taken, a code limited to the same segment stands in, with a link
that applies it.
"""

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from app.errors import UserErrors
from app.models import PlatformObject
from app.models.platform_object import DISCOUNT
from app.platform.calls import ShopCalls
from app.platform.discount_bodies import ROOTS, body_of, starting
from app.platform.discount_differences import ENDED, differences
from app.platform.objects_seen import ACTIVE, SCHEDULED, DiscountSeen, look
from app.platform.program_objects import Made, is_gone, quoted
from app.rules.benefits.discount import Discount
from app.rules.writebacks import fingerprint

LIMIT_REACHED = frozenset({"ACTIVE_PERIOD_OVERLAP", "MAX_APP_DISCOUNTS"})


@dataclass(frozen=True, slots=True)
class Making:
    """What every step needs: the shop's calls, the instant, and which objects are known to be others."""

    calls: ShopCalls
    now: datetime
    known: frozenset[str]
    """The ids we have: an older discount of the same title is not the one whose making we missed."""
    asking: Callable[[str, datetime], AbstractContextManager[None]]
    """Entered with a key while an automatic discount is asked for, so that a lost answer is not forgotten."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of a discount: our row, and what stands in the store."""

    row: PlatformObject
    seen: DiscountSeen


def discount_hash(wanted: Discount, segment_id: str) -> str:
    return fingerprint(asdict(wanted), segment_id)


def ensure_discount(making: Making, wanted: Discount, segment_id: str, held: Held) -> Made | None:
    """Changes it, or makes it anew; None if it is as it should be. Raises PlatformError."""
    hashed = discount_hash(wanted, segment_id)
    wrong = differences(wanted, held.seen, segment_id)
    if not wrong and held.row.hash == hashed:
        return None
    if "kind" in wrong:
        raise TypeError("a discount of ours does not change its kind")
    if wrong and not _put_right(making.calls, wanted, segment_id, held, wrong):
        return _make(making, wanted, segment_id)
    return Made(DISCOUNT, wanted.key, held.row.platform_id, hashed, held.row.link)


def stop(calls: ShopCalls, held: Held) -> None:
    """It applies to nobody until it is started again; how often it was used stays known."""
    _turn(calls, held.row.platform_id, "deactivate", "Deactivate")


def widen(calls: ShopCalls, wanted: Discount, segment_id: str, held: Held) -> bool:
    """Lets the members of this segment have it as well; False where they do, or it is gone."""
    if segment_id in (held.seen.segments or ()):
        return False
    try:
        _update(calls, wanted, held, {"context": {"customerSegments": {"add": [segment_id]}}})
    except UserErrors as refused:
        if not is_gone(refused):
            raise
        return False
    return True


def become(calls: ShopCalls, wanted: Discount, segment_id: str, old: Held) -> Made:
    """In one request an old discount is this one, for its old members too: they may have no other yet.

    Nothing is known of its state then, so that the next look narrows it. Raises PlatformError.
    """
    body = body_of(wanted, segment_id, old.seen, by_code=False)
    body["context"]["customerSegments"]["remove"] = []
    _update(calls, wanted, old, body)
    return Made(DISCOUNT, wanted.key, old.row.platform_id, "")


def make_automatic(making: Making, wanted: Discount, segment_id: str) -> Made | None:
    """None while there is no room for it. Raises PlatformError."""
    try:
        return _automatic(making, wanted, segment_id)
    except UserErrors as refused:
        if not refused.codes & LIMIT_REACHED:
            raise
    return None


def make_code(making: Making, wanted: Discount, segment_id: str) -> Made:
    """With the link that applies it. Raises PlatformError."""
    calls, body = making.calls, body_of(wanted, segment_id, by_code=True)
    link = f"{_storefront(calls)}/discount/{wanted.code}"
    found = calls.named("code_find", {"code": wanted.code}).data["codeDiscountNodeByCode"]
    if found:
        platform_id = _as_wanted(calls, wanted, segment_id, found["id"])
    else:
        variables = {"discount": starting(body, making.now)}
        answer = calls.named(f"{wanted.form}_code_create", variables)
        platform_id = answer.root(f"{ROOTS[wanted.form, True]}Create")["codeDiscountNode"]["id"]
    return Made(DISCOUNT, wanted.key, platform_id, discount_hash(wanted, segment_id), link)


def active_automatic(calls: ShopCalls) -> set[str]:
    """The ids of the shop's automatic discounts that are active, whoever made them."""
    nodes = calls.named("automatic_count", can_wait=True).data["discountNodes"]["nodes"]
    return {node["id"] for node in nodes}


def automatic_since(calls: ShopCalls, since: datetime, but: Collection[str]) -> dict[str, DiscountSeen]:
    """By id those that were made since then, in whatever state, without `but`. Raises PlatformError."""
    query = f"method:automatic AND created_at:>='{since:%Y-%m-%dT%H:%M:%SZ}'"
    nodes = calls.named("discounts_find", {"query": query}).data["discountNodes"]["nodes"]
    seen = look(calls, [node["id"] for node in nodes if node["id"] not in but])
    return {platform_id: each for platform_id, each in seen.items() if isinstance(each, DiscountSeen)}


def _put_right(
    calls: ShopCalls, wanted: Discount, segment_id: str, held: Held, wrong: tuple[str, ...]
) -> bool:
    """False: it must be made anew, for it is gone or cannot be started again."""
    by_code = held.seen.code is not None
    body = body_of(wanted, segment_id, held.seen, by_code=by_code)
    try:
        if wrong != (ENDED,):
            _update(calls, wanted, held, body)
        elif wanted.ends_at is None:
            _turn(calls, held.row.platform_id, "activate", "Activate")
    except UserErrors as refused:
        if not is_gone(refused) and not refused.codes & LIMIT_REACHED:
            raise
        return False
    return True


def _update(calls: ShopCalls, wanted: Discount, held: Held, body: dict[str, Any]) -> None:
    by_code = held.seen.code is not None
    name = f"{wanted.form}_code_update" if by_code else f"{wanted.form}_update"
    answer = calls.named(name, {"id": held.row.platform_id, "discount": body})
    answer.root(f"{ROOTS[wanted.form, by_code]}Update")


def _make(making: Making, wanted: Discount, segment_id: str) -> Made:
    made = None if wanted.by_code else make_automatic(making, wanted, segment_id)
    return made or make_code(making, wanted, segment_id)


def _automatic(making: Making, wanted: Discount, segment_id: str) -> Made:
    calls, hashed = making.calls, discount_hash(wanted, segment_id)
    if (found := _find_by_title(making, wanted.title)) is not None:
        return Made(DISCOUNT, wanted.key, _as_wanted(calls, wanted, segment_id, found), hashed)
    body = starting(body_of(wanted, segment_id, by_code=False), making.now)
    with making.asking(wanted.key, making.now):
        answer = calls.named(f"{wanted.form}_create", {"discount": body})
        made = answer.root(f"{ROOTS[wanted.form, False]}Create")
    platform_id = made["automaticDiscountNode"]["id"]
    return Made(DISCOUNT, wanted.key, platform_id, hashed, asked_at=making.now)


def _as_wanted(calls: ShopCalls, wanted: Discount, segment_id: str, platform_id: str) -> str:
    """What an earlier try has made may be of an earlier wish."""
    seen = look(calls, [platform_id]).get(platform_id)
    row = PlatformObject(shop_id=calls.shop.id, kind=DISCOUNT, key=wanted.key, platform_id=platform_id)
    if isinstance(seen, DiscountSeen) and (wrong := differences(wanted, seen, segment_id)):
        _put_right(calls, wanted, segment_id, Held(row, seen), wrong)
    return platform_id


def _find_by_title(making: Making, title: str) -> str | None:
    query = f"title:{quoted(title)} AND method:automatic"
    for node in making.calls.named("discounts_find", {"query": query}).data["discountNodes"]["nodes"]:
        discount = node["discount"]
        running = discount.get("status") in (ACTIVE, SCHEDULED)
        if discount.get("title") == title and running and node["id"] not in making.known:
            return str(node["id"])
    return None


def _turn(calls: ShopCalls, platform_id: str, name: str, verb: str) -> None:
    by_code = "DiscountCodeNode" in platform_id
    variables: dict[str, Any] = {"id": platform_id}
    kind = "code" if by_code else "automatic"
    calls.named(f"{kind}_{name}", variables).root(f"discount{kind.capitalize()}{verb}")


def _storefront(calls: ShopCalls) -> str:
    sandbox = calls.config.sandbox_url
    return f"{sandbox}/{calls.shop.domain}" if sandbox else f"https://{calls.shop.domain}"
