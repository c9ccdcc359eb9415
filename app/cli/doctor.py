"""`laurel doctor`: what is wrong with this installation, and what to do about it."""

import click

from app.cli import health_checks
from app.cli.health_checks import Finding, Patient
from app.cli.opening import json_option, print_json
from app.explain.plain import plain


@click.command()
@json_option
def doctor(as_json: bool) -> int:
    """Look at settings, database, keys, work that waits, stores and the clock. Changes nothing.

    Exit code 1 if something is wrong, 3 if settings are missing.
    """
    with health_checks.patient() as looked_at:
        findings = list(health_checks.examine(looked_at))
    if as_json:
        print_json([plain(finding) for finding in findings])
    else:
        click.echo("\n".join(map(_line, findings)))
    return _code(looked_at, findings)


def _line(finding: Finding) -> str:
    if finding.well:
        return f"ok     {finding.check}: {finding.words}"
    return f"WRONG  {finding.check}: {finding.words}\n       → {finding.remedy}"


def _code(looked_at: Patient, findings: list[Finding]) -> int:
    if looked_at.config is None:
        return 3
    return 0 if all(finding.well for finding in findings) else 1
