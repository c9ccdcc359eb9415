"""What the commands open: settings, database, the store that `--shop` names, a customer by any name."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

import click
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from app.config import database_address, sandbox_address
from app.db import Database
from app.errors import ConfigError, LaurelError, NotFound
from app.ledger import people
from app.models import Customer, Shop
from migrations.upgrade import current, head

F = TypeVar("F", bound=Callable[..., Any])


def shop_option(command: F) -> F:
    return click.option(
        "--shop", "domain", help="The store, such as x.myshopify.com; needed if there are several."
    )(command)


def json_option(command: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help="Print data instead of words.")(command)


@contextmanager
def database() -> Iterator[Database]:
    """The database of DATABASE_URL, migrated; needs no Shopify settings."""
    db = Database(database_address())
    try:
        if _revision(db) != head():
            raise ConfigError("The database is not up to date. Run: laurel db upgrade")
        yield db
    finally:
        db.close()


def _revision(db: Database) -> str | None:
    try:
        return current(db.engine)
    except OperationalError as error:
        raise LaurelError(f"The database {db.url!r} does not answer: {error.orig}") from error


def the_shop(session: Session, domain: str | None) -> Shop:
    """The store named, or the only one. Raises NotFound with what to type."""
    shops = session.exec(select(Shop).order_by(col(Shop.domain))).all()
    named = [
        shop for shop in shops if domain in (None, shop.domain, shop.domain.removesuffix(".myshopify.com"))
    ]
    if len(named) == 1:
        return named[0]
    known = ", ".join(shop.domain for shop in shops) or "none yet"
    raise NotFound(f"Say which store with --shop. Stores here: {known}.")


def the_customer(session: Session, shop: Shop, text: str) -> Customer:
    """A customer by platform id, gid, our own id or e-mail; a merged-away one leads to the survivor."""
    found = select(Customer).where(Customer.shop_id == shop.id)
    number = text.rsplit("/", 1)[-1]
    row = None
    if number.isascii() and number.isdigit():
        row = session.exec(found.where(Customer.platform_id == int(number))).first()
        row = row or session.exec(found.where(Customer.id == int(number))).first()
    if row is None:
        matches = found.where(Customer.email == text.strip().lower())
        row = session.exec(matches.order_by(col(Customer.gone), col(Customer.platform_id).is_(None))).first()
    if row is None:
        raise NotFound(f"{shop.domain} has no customer {text}.")
    survivor = people.follow(session, shop.id, row.id)
    return row if survivor == row.id else session.exec(found.where(Customer.id == survivor)).one()


def print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def now() -> datetime:
    """Beside a sandbox its time, which may have been moved."""
    sandbox = sandbox_address()
    if not sandbox:
        return datetime.now(UTC)
    from app.platform.sandbox_clock import SandboxClock  # only here is there anything to be asked over HTTP

    return SandboxClock(sandbox)()
