"""`laurel pause`: the program rests; its discounts are off and nothing new is promised."""

import click

from app.cli.opening import database, json_option, now, print_json, shop_option, the_shop
from app.cli.override import author_option
from app.pausing import pause as pause_program


@click.command()
@shop_option
@author_option
@json_option
def pause(domain: str | None, author: str, as_json: bool) -> None:
    """Rest the program: discounts stop within seconds and nothing is given away.

    Members keep their tiers, tags and status, and everybody is judged as before.
    """
    with database() as db, db.write() as session:
        shop = the_shop(session, domain)
        pause_program(session, shop, author, now())
        told = {"shop": shop.domain, "state": shop.state, "paused_at": shop.paused_at}
    if as_json:
        print_json(told)
    else:
        click.echo(f"{told['shop']} is paused. The worker stops its discounts within seconds.")
