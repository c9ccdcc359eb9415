"""`laurel new-key`: a fresh encryption key for LAUREL_KEYS."""

import secrets

import click

from app.config import key_text

KEY_BYTES = 32


@click.command()
@click.option("--id", "name", default="k1", help="The key's name; a new one for each rotation.")
def new_key(name: str) -> None:
    """Print a key for LAUREL_KEYS. To rotate, put the new key before the old ones, separated by a comma."""
    click.echo(key_text(name, fresh_key()))


def fresh_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)
