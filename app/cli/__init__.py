"""The `laurel` command. Every subcommand is a file of its own and a line in COMMANDS.

Exit codes: 0 ok, 1 failed, 2 wrong use, 3 settings missing or wrong.
"""

import sys
from importlib import import_module
from typing import Any

import click

from app.errors import ConfigError, LaurelError

FAILED, SETTINGS = 1, 3

COMMANDS = {
    "backtest": "app.cli.backtest",
    "backup": "app.cli.backup",
    "benefits": "app.cli.benefits",
    "clean-up": "app.cli.clean_up",
    "clock": "app.cli.clock",
    "completion": "app.cli.completion",
    "db": "app.cli.db",
    "demo": "app.cli.demo",
    "doctor": "app.cli.doctor",
    "drops": "app.cli.drops",
    "drift": "app.cli.drift",
    "economics": "app.cli.economics",
    "explain": "app.cli.explain",
    "forecast": "app.cli.forecast",
    "hooks": "app.cli.hooks",
    "grants": "app.cli.grants",
    "import-orders": "app.cli.import_orders",
    "ledger": "app.cli.ledger",
    "new-key": "app.cli.new_key",
    "override": "app.cli.override",
    "pause": "app.cli.pause",
    "program": "app.cli.program",
    "reconcile": "app.cli.reconcile",
    "resume": "app.cli.resume",
    "serve": "app.cli.serve",
    "simulate": "app.cli.simulate",
    "suggest": "app.cli.suggest",
    "timeline": "app.cli.timeline",
    "verify": "app.cli.verify",
    "webhooks": "app.cli.webhooks",
    "worker": "app.cli.worker",
}
"""Imported when used: a backtest needs no database, and `laurel --help` should answer at once."""


class Commands(click.Group):
    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[name]), name.replace("-", "_"))
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version="0.1.0", prog_name="laurel")
def laurel() -> None:
    """VIP tiers for a Shopify store: run it, look into it, explain it."""


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; returns its exit code. Errors are a sentence on stderr, never a traceback."""
    try:
        result: Any = laurel.main(arguments, prog_name="laurel", standalone_mode=False)
    except ConfigError as problem:
        click.echo(str(problem), err=True)
        return SETTINGS
    except LaurelError as problem:
        click.echo(f"laurel: {problem}", err=True)
        return FAILED
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code
    except click.Abort:
        click.echo("stopped", err=True)
        return FAILED
    return result if isinstance(result, int) else 0


if __name__ == "__main__":
    sys.exit(main())
