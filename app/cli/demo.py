"""`laurel demo`: the app beside a sandbox store with live orders. No account, no settings, no network.

It starts the real processes, installs the app as a merchant would, and lets time pass. Ctrl-C stops all.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from app.cli.demo_cast import NEAR_GOLD, STORES
from app.cli.demo_stores import Demo
from app.cli.new_key import fresh_key
from app.config import key_text
from app.errors import LaurelError

FOLDER = Path("var/demo")
SECRET = "sandbox-secret-for-the-demo-only-000000"
START_SECONDS = 60
DROP = "Atelier coat"


@click.command()
@click.option("--port", default=9700, show_default=True, help="Port of the app.")
@click.option("--sandbox-port", default=9800, show_default=True, help="Port of the sandbox.")
@click.option(
    "--customers", default=40, show_default=True, help="How many customers the first store begins with."
)
@click.option("--seconds", default=0, help="Stop by itself after this long; 0 waits for Ctrl-C.")
def demo(port: int, sandbox_port: int, customers: int, seconds: int) -> None:
    """Start the app, a sandbox of Shopify and live orders, and print the links."""
    for each in (port, sandbox_port):
        _free(each)
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.default_int_handler)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    environment = _environment(port, sandbox_port)
    with (
        _running("sandbox", [sys.executable, "-m", "sandbox", "--port", str(sandbox_port)], environment),
        _running("app", [sys.executable, "-m", "app.cli", "serve", "--port", str(port)], environment),
        suppress(KeyboardInterrupt),
    ):
        stage = Demo(f"http://127.0.0.1:{sandbox_port}", f"http://localhost:{port}")
        stage.wait_until_up(START_SECONDS)
        click.echo("Setting the stage: two stores, their customers and a year of orders …", err=True)
        stage.set_up(customers)
        _plan_drop(environment, stage)
        click.echo(_links(stage))
        stage.play(click.echo, seconds)
    click.echo("\nThe demo has stopped.")


def _environment(port: int, sandbox_port: int) -> dict[str, str]:
    """All that the processes need and nothing from around them, so that no real store is met."""
    own = {
        name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR", "TZ")
    }
    return own | {
        "SHOPIFY_API_KEY": "sandbox-client",
        "SHOPIFY_API_SECRET": SECRET,
        "APP_URL": f"http://localhost:{port}",
        "SANDBOX_URL": f"http://127.0.0.1:{sandbox_port}",
        "DATABASE_URL": f"sqlite:///{FOLDER / 'laurel.db'}",
        "LAUREL_KEYS": key_text("demo", fresh_key()),
        "HOST": "127.0.0.1",
        "LOG_LEVEL": "WARNING",
        "PYTHONUNBUFFERED": "1",
    }


def _free(port: int) -> None:
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise LaurelError(f"Port {port} is taken. Choose others with --port and --sandbox-port.")


@contextmanager
def _running(name: str, command: list[str], environment: dict[str, str]) -> Iterator[None]:
    """A process of the demo; what it says goes to var/demo/, and it ends with the demo."""
    with (FOLDER / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            command, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
        )
    try:
        yield
    except LaurelError as problem:
        said = (FOLDER / f"{name}.log").read_text(errors="replace")[-600:]
        raise LaurelError(f"{problem}\n{name} said:\n{said}") from problem
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def _plan_drop(environment: dict[str, str], stage: Demo) -> None:
    """Early access by the merchant's own command: open to Platinum already, later to the others."""
    public = datetime.now(ZoneInfo(STORES[0].zone)) + timedelta(hours=60)
    command = [sys.executable, "-m", "app.cli", "drops", "add", DROP, "--shop", STORES[0].domain]
    command += ["--public", f"{public:%Y-%m-%dT%H:00}", "--product", str(stage.sell(STORES[0], DROP, 320))]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LaurelError(f"The demo's drop could not be planned: {done.stderr}")


def _links(stage: Demo) -> str:
    first, second = STORES
    started = time.strftime("%H:%M")
    return f"""
  Laurel is running beside a sandbox of Shopify (since {started}; Ctrl-C stops everything).

  The merchant's admin    {stage.sandbox}/{first.domain}/admin/apps/laurel
  The sandbox's hub       {stage.sandbox}/   (place orders, refund, move the clock, see webhooks)
  A shopper's storefront  {stage.storefront(first, NEAR_GOLD)}
  A shopper's checkout    {stage.checkout(first, NEAR_GOLD)}
  A second store, in yen  {stage.sandbox}/{second.domain}/admin/apps/laurel

  Early access: {DROP} is by link only, and the checkout refuses it to everybody but Platinum members
  until it opens; `laurel drops list` shows when (DATABASE_URL=sqlite:///{FOLDER / "laurel.db"}).

  Watch: Grace Near buys her way to Gold, and 15 % comes off at her next checkout.
"""
