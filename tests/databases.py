"""Databases of the tests: an empty one of each engine, migrated once and copied for each test."""

import atexit
import os
import secrets
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL

from app import db as databases
from app.db import Database
from migrations.upgrade import upgrade

POSTGRES = os.environ.get("TEST_POSTGRES", "postgresql://127.0.0.1:5432/postgres")


@cache
def _first() -> Engine:
    engine = create_engine("sqlite://")
    engine.connect().close()
    return engine


def _alike(url: URL, **options: Any) -> Engine:
    """Statements are compiled once for all SQLite files of a process: a seventh of a flow."""
    engine = create_engine(url, **options)
    if engine.dialect.name == "sqlite":
        engine.dialect, engine._compiled_cache = _first().dialect, _first()._compiled_cache
    return engine


databases.create_engine = _alike  # type: ignore[attr-defined]


def postgres_answers() -> bool:
    host, port = "127.0.0.1", 5432
    with closing(socket.socket()) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((host, port)) == 0


def postgres_database() -> Iterator[str]:
    if not postgres_answers():
        if os.environ.get("CI") == "true":
            pytest.fail("CI runs the tests on Postgres, and none answers at 127.0.0.1:5432")
        pytest.skip("no PostgreSQL answers at 127.0.0.1:5432")
    name, like = f"laurel_test_{secrets.token_hex(6)}", _migrated_database()
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        copied = " STRATEGY FILE_COPY" if admin.info.server_version >= 150000 else ""
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {like}{copied}")
        admin.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
        try:
            yield _postgres_url(name)
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@cache
def migrated_file() -> Path:
    """Migrated once; every test has a copy."""
    folder = Path(tempfile.mkdtemp(prefix="laurel-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _migrate(f"sqlite:///{folder / 'laurel.db'}")
    return folder / "laurel.db"


@cache
def _migrated_database() -> str:
    name = f"laurel_template_{secrets.token_hex(6)}"
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    atexit.register(_drop, name)
    _migrate(_postgres_url(name))
    return name


def _drop(name: str) -> None:
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _postgres_url(name: str) -> str:
    return f"postgresql+psycopg://{POSTGRES.split('://', 1)[1].rsplit('/', 1)[0]}/{name}"


def _migrate(url: str) -> None:
    database = Database(url)
    upgrade(database.engine)
    database.close()
