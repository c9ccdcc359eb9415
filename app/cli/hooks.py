"""`laurel hooks`: signed messages about tier changes to other systems (INT-SHIP, INT-SUPPORT)."""

import click

from app import hooks as rows
from app.cli.opening import database, json_option, now, print_json, shop_option, the_shop
from app.cli.override import author_option
from app.cli.words import moment
from app.config import Config, sandbox_address
from app.delivery import hooks_by_hand as by_hand
from app.errors import BadInput
from app.models import Hook, Shop
from app.outgoing import target


@click.group()
def hooks() -> None:
    """Addresses that are told of tier changes, signed as Standard Webhooks 1.0.0 has it."""


@hooks.command()
@click.argument("url")
@shop_option
@author_option
@json_option
def add(url: str, domain: str | None, author: str, as_json: bool) -> None:
    """Tell URL (https) of every tier change from now on; prints the secret once."""
    target(url, beside_sandbox=bool(sandbox_address()))
    with database() as db, db.write() as session:
        shop = the_shop(session, domain)
        hook, secret = by_hand.add(session, Config.from_environment(), shop, url, author, now())
    if as_json:
        print_json({"id": hook.id, "url": hook.url, "secret": secret})
        return
    click.echo(f"Hook {hook.id}: {hook.url} is told of every tier change of {shop.domain}.")
    click.echo(f"Its secret, shown only now: {secret}")


@hooks.command("list")
@shop_option
@json_option
def listing(domain: str | None, as_json: bool) -> None:
    """The addresses that are told, and what the last delivery said."""
    with database() as db, db.read() as session:
        shop = the_shop(session, domain)
        found = rows.open_hooks(session, shop.id)
    if as_json:
        print_json([_data(hook) for hook in found])
        return
    for hook in found:
        click.echo(f"{hook.id}  {hook.url}  since {moment(hook.created_at, shop.zone)}  {_state(hook, shop)}")
    if not found:
        click.echo("Nobody is told.")


@hooks.command()
@click.argument("hook_id", type=int)
@shop_option
@author_option
def end(hook_id: int, domain: str | None, author: str) -> None:
    """Stop telling HOOK_ID; what still waits is not sent."""
    with database() as db, db.write() as session:
        hook = rows.end(session, the_shop(session, domain), hook_id, author, now())
        click.echo(f"{hook.url} is not told any more.")


@hooks.command()
@click.argument("hook_id", type=int)
@shop_option
def test(hook_id: int, domain: str | None) -> None:
    """Send HOOK_ID a signed message of type `test` at once, and say what it answered."""
    config, at = Config.from_environment(), now()
    with database() as db, db.read() as session:
        shop = the_shop(session, domain)
        hook = by_hand.the_hook(session, shop, hook_id)
    status = by_hand.send_test(config, shop, hook, at)
    if not 200 <= status < 300:
        raise BadInput(f"{hook.url} answered {status}")
    click.echo(f"{hook.url} answered {status}.")


def _data(hook: Hook) -> dict[str, object]:
    failing = hook.failing_since.isoformat() if hook.failing_since else None
    told = {"id": hook.id, "url": hook.url, "created_at": hook.created_at.isoformat(), "author": hook.author}
    return told | {"failing_since": failing, "problem": hook.problem}


def _state(hook: Hook, shop: Shop) -> str:
    if hook.failing_since is None:
        return "in order"
    return f"failing since {moment(hook.failing_since, shop.zone)}: {hook.problem}"
