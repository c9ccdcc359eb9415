"""The checks of `laurel doctor`, written out in CHECKS. Each says what is wrong and what to do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, func, select

from app.cli.opening import now
from app.config import Config, database_address
from app.db import ACROSS_SHOPS, Database
from app.delivery.hooks import secret_kind
from app.errors import ConfigError
from app.hooks import open_hooks
from app.metrics import lag
from app.models import Grant, Outbox, Shop, WebhookEvent
from app.models.grant import NEEDS_REVIEW
from app.models.shop import NEEDS_REOPEN
from app.models.webhook_event import IS_DEAD
from app.platform.vault import unseal
from migrations.upgrade import current, head

LONG_SECONDS = 300
CLOCKS_APART = timedelta(seconds=30)
FIRST_YEAR = 2025
EVERYWHERE = {ACROSS_SHOPS: "the operator looks at the whole installation"}


@dataclass(frozen=True, slots=True)
class Finding:
    check: str
    well: bool
    words: str
    remedy: str = ""


@dataclass(slots=True)
class Patient:
    """What is looked at; the database only once it answers and is up to date."""

    config: Config | None
    settings_problem: str
    db: Database | None = None
    session: Session | None = None


@contextmanager
def patient() -> Iterator[Patient]:
    config, problem = None, ""
    try:
        config = Config.from_environment()
    except ConfigError as error:
        problem = str(error)
    found = Patient(config, problem)
    yield found
    if found.session:
        found.session.close()
    if found.db:
        found.db.close()


def examine(looked_at: Patient) -> Iterator[Finding]:
    """Findings in the order of CHECKS; what needs a database is left out without one."""
    for name, check, needs_database in CHECKS:
        if not needs_database or looked_at.session:
            yield from (Finding(name, *finding) for finding in check(looked_at))


_Told = Iterator[tuple[bool, str, str]]


def _settings(looked_at: Patient) -> _Told:
    if looked_at.config is None:
        yield False, looked_at.settings_problem, "set what is named above, in the environment or in .env"
    else:
        beside = (
            f", beside the sandbox {looked_at.config.sandbox_url}" if looked_at.config.sandbox_url else ""
        )
        yield True, f"all there{beside}", ""


def _database(looked_at: Patient) -> _Told:
    try:
        address = database_address()
    except ConfigError as error:
        yield False, str(error), "set DATABASE_URL, or remove it for SQLite in var/laurel.db"
        return
    url = make_url(address)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        yield False, f"there is none at {url.database} yet", "laurel db upgrade"
        return
    db = looked_at.db = Database(address)
    try:
        revision = current(db.engine)
    except SQLAlchemyError as error:
        yield (
            False,
            f"it does not answer ({type(error).__name__})",
            f"start it, or look at DATABASE_URL ({url!r})",
        )
        return
    if revision != head():
        yield False, f"it is at {revision or 'nothing'} and {head()} is needed", "laurel db upgrade"
        return
    looked_at.session = Session(db.engine)
    yield True, f"{url.get_backend_name()}, at {revision}", ""


def _keys(looked_at: Patient) -> _Told:
    if looked_at.config is None:
        return
    shut = []
    shops = _session(looked_at).exec(select(Shop).order_by(col(Shop.domain))).all()
    for shop in shops:
        told = ((secret_kind(hook.url), hook.secret) for hook in open_hooks(_session(looked_at), shop.id))
        for kind, token in (("access", shop.access_token), ("refresh", shop.refresh_token), *told):
            try:
                if token:
                    unseal(token, looked_at.config.keys, shop.domain, kind)
            except (ConfigError, ValueError) as error:
                shut.append(str(error))
    for problem in shut:
        yield (
            False,
            problem,
            "put the key that encrypted it back into LAUREL_KEYS, or open the app in the store",
        )
    if not shut:
        yield True, "they open every stored token and secret", ""


def _inbox(looked_at: Patient) -> _Told:
    session = _session(looked_at)
    waits = lag(session, now())["inbox"]
    if waits > LONG_SECONDS:
        yield False, f"the oldest delivery has waited for {waits:.0f} s", "is laurel serve or worker running?"
    dead = _count(session, IS_DEAD)
    if dead:
        remedy = "laurel webhooks list --dead says why; laurel webhooks replay --dead after an update"
        yield False, f"{dead:,} deliveries could not be understood", remedy
    if not dead and waits <= LONG_SECONDS:
        yield True, f"nothing dead, the oldest has waited for {waits:.0f} s", ""


def _outbox(looked_at: Patient) -> _Told:
    session = _session(looked_at)
    waits = lag(session, now())["outbox"]
    if waits > LONG_SECONDS:
        remedy = "is laurel serve or worker running? the log names what holds it up"
        yield False, f"the oldest write-back has been due for {waits:.0f} s", remedy
    dead = _count(session, col(Outbox.dead))
    if dead:
        remedy = "mend the cause in the store, then Try again on the home page of the app"
        yield False, f"{dead:,} write-backs were refused for good", remedy
    if not dead and waits <= LONG_SECONDS:
        yield True, f"nothing refused, the oldest has been due for {waits:.0f} s", ""


def _stores(looked_at: Patient) -> _Told:
    shops = _session(looked_at).exec(select(Shop).order_by(col(Shop.domain))).all()
    for shop in shops:
        if shop.state == NEEDS_REOPEN:
            yield (
                False,
                f"{shop.domain}: Shopify does not take its token any more",
                "open the app in the store",
            )
        elif shop.trouble:
            yield False, f"{shop.domain} ({shop.state}): {shop.trouble}", "see to it in the store's admin"
        else:
            yield True, f"{shop.domain} is {shop.state}", ""
    if not shops:
        yield True, "none yet: install the app in a store", ""


def _money(looked_at: Patient) -> _Told:
    session = _session(looked_at)
    stopped = select(Shop.domain).where(col(Shop.money_stopped_at).is_not(None))
    for domain in session.exec(stopped).all():
        yield False, f"no money leaves {domain}", "laurel grants resume-money has the accounts read"
    waiting = _count(session, Grant.state == NEEDS_REVIEW)
    if waiting:
        remedy = "laurel grants list --state needs_review says what each is about"
        yield False, f"{waiting:,} one-time benefits need a person to say whether they were paid", remedy
    else:
        yield True, "nothing waits for a person to say whether it was paid", ""


def _clock(looked_at: Patient) -> _Told:
    """A wrong clock dates deliveries wrongly and makes valid tokens look expired."""
    session, at = _session(looked_at), now()
    remedy = "set this machine's clock (chrony or systemd-timesyncd keeps it right)"
    newest = session.exec(select(func.max(WebhookEvent.received_at)), execution_options=EVERYWHERE).one()
    apart = _ahead_of_database(session)
    if at.year < FIRST_YEAR:
        yield False, f"it says {at:%Y-%m-%d}", remedy
    elif newest is not None and newest - at > CLOCKS_APART:
        yield False, f"it is behind: a delivery was received at {newest:%Y-%m-%d %H:%M:%S} UTC", remedy
    elif abs(apart) > CLOCKS_APART:
        yield False, f"it and the database's are {abs(apart).total_seconds():.0f} s apart", remedy
    else:
        yield True, f"{at:%Y-%m-%d %H:%M:%S} UTC", ""


def _ahead_of_database(session: Session) -> timedelta:
    """Postgres may run on another machine."""
    if session.get_bind().dialect.name != "postgresql":
        return timedelta(0)
    told: datetime = session.exec(select(func.clock_timestamp())).one()
    return datetime.now(UTC) - told


def _count(session: Session, condition: ColumnElement[bool] | Mapped[bool] | bool) -> int:
    found = select(func.count()).where(condition)
    return session.exec(found, execution_options=EVERYWHERE).one()


def _session(looked_at: Patient) -> Session:
    assert looked_at.session is not None
    return looked_at.session


CHECKS: tuple[tuple[str, Callable[[Patient], _Told], bool], ...] = (
    ("settings", _settings, False),
    ("database", _database, False),
    ("keys", _keys, True),
    ("inbox", _inbox, True),
    ("outbox", _outbox, True),
    ("stores", _stores, True),
    ("money", _money, True),
    ("clock", _clock, True),
)
"""Name, check, and whether it needs a database that answers."""
