"""A drop as a form: what was typed, what is wrong with it beside its field, and the wish it makes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from app.drops import Wish, release_of
from app.drops.checks import FARTHEST, LONGEST_TITLE, shared_with, warnings
from app.drops.rows import hours_of
from app.models import Drop, Shop
from app.models.drop import BEFORE, HIDDEN
from app.rules.benefits.early_access import MOST_HOURS
from app.rules.early_access import Release, hours_by_tier
from app.rules.program import Program
from app.rules.wall_time import first_instant, repeated, wall
from app.web.filters import moment
from app.web.language import gettext as _

MOST_IDS = 250


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields as text, so that a page with problems shows what was typed."""

    title: str = ""
    day: str = ""
    time: str = "09:00"
    products: str = ""
    collections: str = ""
    before: str = HIDDEN
    as_program: bool = True
    hours: Mapping[str, str] = field(default_factory=dict)
    """By tier."""


@dataclass(frozen=True, slots=True)
class Read:
    """What the form comes to: a wish if there are no errors; errors by field; what is worth a word."""

    wish: Wish | None
    errors: dict[str, str]
    release: Release | None = None
    notes: tuple[str, ...] = ()


def typed(form: MultiDict[str, str], program: Program) -> Typed:
    hours = {
        tier.name: form.get(f"hours.{rank}", "").strip() for rank, tier in enumerate(program.tiers, start=1)
    }
    before = form.get("before", HIDDEN)
    return Typed(
        title=" ".join(form.get("title", "").split()),
        day=form.get("day", "").strip(),
        time=form.get("time", "").strip(),
        products=form.get("products", "").strip(),
        collections=form.get("collections", "").strip(),
        before=before if before in BEFORE else HIDDEN,
        as_program="as_program" in form,
        hours=hours,
    )


def of_drop(drop: Drop, wish: Wish, program: Program) -> Typed:
    """What was last said of a drop."""
    own = hours_of(drop)
    return Typed(
        title=drop.title,
        day=f"{wish.public_on:%Y-%m-%d}",
        time=f"{wish.public_on:%H:%M}",
        products=", ".join(map(str, wish.products)),
        collections=", ".join(map(str, wish.collections)),
        before=wish.before,
        as_program=not own,
        hours={tier: str(hours) for tier, hours in (own or hours_by_tier(program)).items()},
    )


def fresh(program: Program) -> Typed:
    return Typed(hours={tier: str(hours) for tier, hours in hours_by_tier(program).items()})


def read(
    session: Session, shop: Shop, program: Program, told: Typed, now: datetime, drop: Drop | None = None
) -> Read:
    """Checks everything at once; `drop` is the one that is changed."""
    errors: dict[str, str] = {}
    if not told.title:
        errors["title"] = _("Give it a name by which you and your members know it.")
    elif len(told.title) > LONGEST_TITLE:
        errors["title"] = _("At most %(most)s characters.", most=LONGEST_TITLE)
    local = _local(told, shop.zone, now, errors, drop)
    products, collections = (
        _ids(told.products, "products", errors),
        _ids(told.collections, "collections", errors),
    )
    if not products and not collections and "products" not in errors:
        errors["products"] = _("Choose a product or a collection.")
    hours = _hours(told, program, errors)
    if errors or local is None:
        return Read(None, errors)
    wish = Wish(told.title, local, products, collections, hours, told.before)
    planned = _as_drop(shop, wish, drop, now)
    if (other := shared_with(session, planned)) is not None:
        errors["products"] = _("%(title)s has one of these products and is not over yet.", title=other.title)
        return Read(None, errors)
    release = release_of(planned, program, shop.zone)
    return Read(wish, {}, release, tuple(warnings(planned, release, program, now, _)))


def _local(
    told: Typed, zone: str, now: datetime, errors: dict[str, str], drop: Drop | None
) -> datetime | None:
    try:
        day = datetime.strptime(told.day, "%Y-%m-%d")  # noqa: DTZ007 - a wall time has no zone of its own
    except ValueError:
        errors["day"] = _("Choose a day.")
        return None
    try:
        hour = datetime.strptime(told.time, "%H:%M")  # noqa: DTZ007
    except ValueError:
        errors["time"] = _("Write the time as 09:00 or 18:30.")
        return None
    local = day.replace(hour=hour.hour, minute=hour.minute)
    instant = first_instant(local, zone)
    shown = wall(instant, zone)
    if shown != local:
        never, following = f"{local:%H:%M}", f"{shown:%H:%M}"
        errors["time"] = _(
            "The clocks of your store never show %(time)s on that day: they go on at %(next)s. "
            "Choose that or later.",
            time=never,
            next=following,
        )
    elif drop is not None and drop.public_on == f"{local:%Y-%m-%dT%H:%M:%S}":
        return local
    elif instant <= now:
        errors["day"] = _("That time is over; everybody could buy at once.")
    elif instant - now > FARTHEST:
        errors["day"] = _("At most %(days)s days ahead.", days=FARTHEST.days)
    return local


def said_twice(told: Typed, zone: str) -> str:
    """What is said beside a time that the clocks show twice."""
    try:
        local = datetime.strptime(f"{told.day} {told.time}", "%Y-%m-%d %H:%M")  # noqa: DTZ007
    except ValueError:
        return ""
    if not repeated(local, zone):
        return ""
    first = moment(first_instant(local, zone), zone)
    return _(
        "The clocks show this time twice on that day; it is the first time: %(when)s.", when=first.striptags()
    )


def _ids(text: str, name: str, errors: dict[str, str]) -> tuple[int, ...]:
    found = []
    for each in text.replace("\n", ",").split(","):
        number = each.strip().rsplit("/", 1)[-1]
        if not number:
            continue
        if not (number.isascii() and number.isdigit() and 0 < int(number) < 2**63):
            errors[name] = _("%(text)s is no number of Shopify's.", text=each.strip()[:40])
            return ()
        found.append(int(number))
    if len(found) > MOST_IDS:
        errors[name] = _("At most %(most)s; choose a collection for more.", most=MOST_IDS)
    return tuple(found)


def _hours(told: Typed, program: Program, errors: dict[str, str]) -> dict[str, int]:
    """Empty follows the program."""
    if told.as_program:
        if not hours_by_tier(program):
            errors["as_program"] = _("No tier of your program has early access: say the hours here.")
        return {}
    hours = {}
    for tier in program.tiers:
        text = told.hours.get(tier.name, "") or "0"
        if not (text.isascii() and text.isdigit() and int(text) <= MOST_HOURS):
            errors[f"hours.{tier.name}"] = _("From 0 to %(most)s hours.", most=MOST_HOURS)
        else:
            hours[tier.name] = int(text)
    if not any(hours.values()) and not any(name.startswith("hours.") for name in errors):
        errors[f"hours.{program.tiers[-1].name}"] = _("At least one tier has to be earlier than the public.")
    return hours


def _as_drop(shop: Shop, wish: Wish, drop: Drop | None, now: datetime) -> Drop:
    """The drop that the wish would make; it is in no session."""
    announced = f"{wish.public_on:%Y-%m-%dT%H:%M:%S}"
    kept = drop is not None and drop.public_on == announced
    return Drop(
        shop_id=shop.id,
        id=drop.id if drop is not None else 0,
        title=wish.title,
        products=json.dumps(sorted(set(wish.products))),
        collections=json.dumps(sorted(set(wish.collections))),
        public_on=announced,
        public_at=drop.public_at if kept and drop is not None else first_instant(wish.public_on, shop.zone),
        hours=json.dumps(dict(wish.hours or {})),
        before=wish.before,
        created_at=now,
        author="",
    )
