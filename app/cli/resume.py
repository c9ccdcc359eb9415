"""`laurel resume`: a program that rests goes on; after a clean-up all of it is made anew."""

import click

from app.cli.opening import database, json_option, now, print_json, shop_option, the_shop
from app.cli.override import author_option
from app.pausing import resume as resume_program


@click.command()
@shop_option
@author_option
@json_option
def resume(domain: str | None, author: str, as_json: bool) -> None:
    """Let a program go on that was paused or cleaned up."""
    with database() as db, db.write() as session:
        shop = the_shop(session, domain)
        resume_program(session, shop, author, now())
        told = {"shop": shop.domain, "state": shop.state}
    if as_json:
        print_json(told)
    else:
        click.echo(f"{told['shop']} is live again. The worker starts its discounts within seconds.")
