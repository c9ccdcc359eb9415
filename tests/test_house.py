"""The house keeps its own rules: written-out tables are complete, contracts fail when they are broken."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlmodel import SQLModel

from app.cli import COMMANDS, laurel
from app.config import NAMES
from app.db import Database
from app.delivery.shops import COMPLIANCE
from jobs.schedule import SCHEDULE
from tests.conftest import ROOT
from tools.vendor import wrong
from webhooks.topics import TOPICS


def test_every_topic_we_take_is_in_the_app_file() -> None:
    told = tomllib.loads((ROOT / "shopify.app.toml").read_text())["webhooks"]["subscriptions"]
    topics = {topic for each in told for topic in each.get("topics", []) + each.get("compliance_topics", [])}
    assert topics == set(TOPICS)
    assert set(COMPLIANCE) == {topic for each in told for topic in each.get("compliance_topics", [])}


def test_every_setting_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    assert [name for name in NAMES if f"`{name}`" not in readme] == []


def test_every_command_is_there_and_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    for name in COMMANDS:
        assert laurel.get_command(None, name) is not None  # type: ignore[arg-type]
        assert name in readme


def test_every_table_of_a_store_begins_with_its_shop() -> None:
    """Design 3: every tenant table's primary key and index begin with shop_id."""
    for table in SQLModel.metadata.tables.values():
        if table.name == "shop":
            continue
        assert next(column.name for column in table.primary_key) == "shop_id", table.name
        for index in table.indexes:
            assert next(column.name for column in index.columns) == "shop_id", index.name


def test_the_migrations_make_the_tables_of_the_models(database_url: str) -> None:
    database = Database(database_url)
    with database.engine.connect() as connection:
        connection.execution_options(across_shops="comparing the structure")
        differences = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)
    database.close()
    assert [each for each in differences if "alembic_version" not in str(each)] == []


def test_every_job_has_a_file() -> None:
    assert [job.name for job in SCHEDULE if not job.run.__module__.startswith("jobs.")] == []


def test_vendored_scripts_are_what_they_say() -> None:
    assert wrong() == []


def test_no_download_address_stands_in_the_lock() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert "://" not in re.sub(r"#.*", "", (ROOT / name).read_text())


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("app/rules/money.py", "import app.models"),
        ("webhooks/process.py", "import requests"),
        ("app/evaluate.py", "import app.platform.client"),
        ("sandbox/world.py", "import app.config"),
        ("app/ledger/posting.py", "import app.web"),
        ("webhooks/verify.py", "import jobs.worker"),
    ],
)
def test_a_broken_import_contract_fails(tmp_path: Path, place: str, line: str) -> None:
    for folder in ("app", "webhooks", "jobs", "sandbox", "migrations"):
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*.gz")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    file = tmp_path / place
    file.write_text(f"{file.read_text()}\n{line}\n")

    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([lint, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 1, done.stdout
    assert "BROKEN" in done.stdout
