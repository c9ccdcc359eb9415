"""What the commands about programs share: stores that are far enough, versions, a minute to begin."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from sqlmodel import Session

from app.cli.opening import now, the_shop
from app.cli.program_files import load_program
from app.errors import BadInput, NotFound
from app.models import ProgramVersion, Shop
from app.models.shop import BACKFILLING, INSTALLING
from app.programs import draft_of, parsed, program_of
from app.rules.program import Program

VERSION = click.IntRange(min=1)

author_option = click.option("--author", default="operator", show_default=True, help="Who decides this.")


def known_shop(session: Session, domain: str | None) -> Shop:
    shop = the_shop(session, domain)
    if not shop.currency:
        raise BadInput(f"The currency of {shop.domain} is not known yet: open the app in the store once.")
    return shop


def judged_shop(session: Session, domain: str | None) -> Shop:
    shop = known_shop(session, domain)
    if shop.state in (INSTALLING, BACKFILLING):
        raise BadInput(f"The order history of {shop.domain} is not read yet. Try again when it is.")
    return shop


def the_draft(session: Session, shop: Shop) -> ProgramVersion:
    row = draft_of(session, shop.id)
    if row is None:
        raise NotFound(f"{shop.domain} has no draft. Make one: laurel program draft, or import.")
    return row


def the_version(session: Session, shop: Shop, number: int | None, at: datetime) -> ProgramVersion:
    if number is None:
        try:
            return program_of(session, shop.id, at)[0]
        except LookupError:
            raise NotFound(f"{shop.domain} has no program yet.") from None
    row = session.get(ProgramVersion, (shop.id, number))
    if row is None:
        raise NotFound(f"{shop.domain} has no version {number}.")
    return row


def tried(session: Session, shop: Shop, file: Path | None, or_live: bool = False) -> Program:
    if file is not None:
        return load_program(file, shop.currency).program
    row = draft_of(session, shop.id)
    if row is None and or_live:
        row = the_version(session, shop, None, now())
    return parsed((row or the_draft(session, shop)).rules)


def start_at(at: datetime | None, shop: Shop, moment: datetime) -> datetime | None:
    """A minute of the store's time; the first of two where the clocks go back."""
    if at is None:
        return None
    zone = ZoneInfo(shop.zone)
    start = at.replace(tzinfo=zone).astimezone(UTC)
    if start.astimezone(zone).replace(tzinfo=None) != at:
        raise click.BadParameter(f"the clocks of {shop.zone} skip {at:%Y-%m-%dT%H:%M}", param_hint="--at")
    if start < moment:
        raise click.BadParameter(f"{at:%Y-%m-%dT%H:%M} in {shop.zone} is over", param_hint="--at")
    return start


def currency_of(row: ProgramVersion, shop: Shop) -> str:
    """What the amounts of a version are in: after a change of currency the live one's are in the old."""
    return shop.currency if row.from_at is None else shop.counting_currency
