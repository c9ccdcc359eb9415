"""What a planned drop must be, and what is said when it may not go as it was meant."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise

from sqlmodel import Session

from app.drops.rows import products_of, unsettled
from app.errors import BadInput
from app.models import Drop
from app.rules.benefits.early_access import MOST_HOURS
from app.rules.early_access import Release, hours_by_tier
from app.rules.program import Program
from app.rules.said import Moment, said
from app.rules.wall_time import repeated, wall


def _(text: str) -> str:
    """Marks a text for the catalogues."""
    return text


NEVER_SHOWN, SHOWN_TWICE, SHORTER, LATER, UPSIDE_DOWN = (
    _("The clocks of the store never show %(said)s on that day; everybody may buy at %(shown)s."),
    _("The clocks of the store show %(said)s twice on that day; it is the first time."),
    _("%(tier)s members have %(left)s hours before the public instead of %(hours)s."),
    _("%(tier)s members may buy from %(time)s, when the clocks have shown the hour twice."),
    _("%(upper)s members wait longer than %(lower)s members, who are below them."),
)
LONGEST_TITLE = 120
FARTHEST = timedelta(days=730)


def checked_title(title: str) -> str:
    tidy = " ".join("".join(each if each.isprintable() else " " for each in title).split())
    if not tidy:
        raise BadInput(said("a drop needs a title by which you and your members know it"))
    if len(tidy) > LONGEST_TITLE:
        raise BadInput(
            said(
                "the title has %(number)s characters; %(most)s are the most",
                number=len(tidy),
                most=LONGEST_TITLE,
            )
        )
    return tidy


def checked_hours(program: Program, hours: Mapping[str, int]) -> dict[str, int]:
    """The hours by the tiers' own spelling. Raises BadInput for tiers that are not there."""
    told = {}
    for tier, lead in hours.items():
        if not 0 <= lead <= MOST_HOURS:
            raise BadInput(
                said(
                    "%(tier)s may buy 0 to %(most)s hours earlier, not %(lead)s",
                    tier=tier,
                    most=MOST_HOURS,
                    lead=lead,
                )
            )
        told[tier_named(program, tier)] = lead
    if not any(told.values()) and (told or not hours_by_tier(program)):
        raise BadInput(
            said(
                "no tier would buy earlier than the public: give the drop hours by tier, or a tier of"
                " the program the early_access benefit"
            )
        )
    return told


def tier_named(program: Program, name: str) -> str:
    """The tier as the program spells it. Raises BadInput."""
    names = {tier.name.lower(): tier.name for tier in program.tiers}
    if name.strip().lower() not in names:
        raise BadInput(
            said(
                "there is no tier %(tier)s; there are %(names)s",
                tier=repr(name),
                names=", ".join(names.values()),
            )
        )
    return names[name.strip().lower()]


def checked_moment(public_at: datetime, now: datetime) -> None:
    if public_at <= now:
        raise BadInput(
            said(
                "%(moment)s is over; everybody could buy at once",
                moment=Moment(public_at),
            )
        )
    if public_at - now > FARTHEST:
        raise BadInput(said("the public time is more than %(days)s days away", days=FARTHEST.days))


def overlapping(session: Session, drop: Drop) -> None:
    """Raises BadInput where a product is in another drop that is not over: each would undo the other."""
    other = shared_with(session, drop)
    if other is not None:
        shared = min(set(products_of(drop)).intersection(products_of(other)))
        raise BadInput(
            said(
                "product %(shared)s is in drop %(id)s (%(title)s) already; change or cancel that one first",
                shared=shared,
                id=other.id,
                title=other.title,
            )
        )


def shared_with(session: Session, drop: Drop) -> Drop | None:
    """Another drop that is not over and has one of these products."""
    ours = set(products_of(drop))
    for other in unsettled(session, drop.shop_id):
        shared = ours.intersection(products_of(other))
        if other.id != drop.id and other.cancelled_at is None and shared:
            return other
    return None


def warnings(
    drop: Drop, release: Release, program: Program, now: datetime, say: Callable[[str], str] = str
) -> Iterator[str]:
    """Sentences; `say` looks them up in the language of whoever reads them."""
    said = datetime.fromisoformat(drop.public_on)
    shown = wall(drop.public_at, release.zone)
    times = {"said": f"{said:%H:%M}", "shown": f"{shown:%H:%M}"}
    if shown != said:
        yield say(NEVER_SHOWN) % times
    elif repeated(said, release.zone):
        yield say(SHOWN_TWICE) % times
    for tier, opening in release.openings().items():
        hours = release.hours[tier]
        if opening < now:
            left = (release.opens_to_all - now) / timedelta(hours=1)
            yield say(SHORTER) % {"tier": tier, "left": f"{left:.1f}", "hours": hours}
        elif opening != release.public_at - timedelta(hours=hours):
            yield say(LATER) % {"tier": tier, "time": f"{wall(opening, release.zone):%H:%M}"}
    ranked = [(tier.name, release.hours.get(tier.name, 0)) for tier in program.tiers]
    for (lower, early), (upper, late) in pairwise(ranked):
        if late < early:
            yield say(UPSIDE_DOWN) % {"upper": upper, "lower": lower}
