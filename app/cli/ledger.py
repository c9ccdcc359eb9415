"""`laurel ledger`: the ledger's own rows of a customer or an order, as they were posted."""

from collections.abc import Sequence
from typing import Any

import click
from sqlmodel import Session, col, select

from app.cli.ledger_report import of_customer, of_order
from app.cli.opening import database, json_option, print_json, shop_option, the_customer, the_shop
from app.errors import NotFound
from app.explain.plain import plain
from app.ledger import entries
from app.ledger import facts as codec
from app.models import LedgerEntry, Order, Shop


@click.command()
@click.argument("whose", metavar="CUSTOMER|ORDER")
@shop_option
@json_option
def ledger(whose: str, domain: str | None, as_json: bool) -> None:
    """Show the rows of CUSTOMER (an id, a gid or an e-mail) or ORDER (an id, a gid or a name such as #1001).

    Rows are never changed: a correction is another row, and the sums are what counts.
    """
    with database() as db, db.read() as session:
        shop = the_shop(session, domain)
        order = None if "/Customer/" in whose else _order(session, shop, whose)
        if order is not None:
            rows: Sequence[LedgerEntry] = entries.of_orders(session, shop.id, [order.id])
            facts = codec.decode(order.facts)
            data: dict[str, Any] = {"shop": shop.domain, "order": plain(facts), "version": order.version}
            words = of_order(shop, order, facts, rows)
        else:
            customer = _customer(session, shop, whose)
            found = entries.rows_of_customers(session, shop.id, [customer.id])
            rows = sorted(found, key=lambda row: (row.ordered_at, row.order_id, row.id))
            data = {"shop": shop.domain, "customer": customer.model_dump(exclude={"shop_id"})}
            words = of_customer(shop, customer, rows, _names(session, shop, rows))
    if as_json:
        print_json(data | {"entries": [row.model_dump(exclude={"shop_id"}) for row in rows]})
    else:
        click.echo(words)


def _order(session: Session, shop: Shop, text: str) -> Order | None:
    """By name, gid or the platform's id."""
    number = text.rsplit("/", 1)[-1]
    if number.isascii() and number.isdigit():
        found = session.get(Order, (shop.id, int(number))) if int(number) < 2**63 else None
        if found is not None or "/Order/" in text:
            return found
    named = select(Order).where(Order.shop_id == shop.id, Order.name == text.strip())
    return session.exec(named.order_by(col(Order.id).desc())).first()


def _customer(session: Session, shop: Shop, text: str) -> Any:
    try:
        return the_customer(session, shop, text)
    except NotFound:
        raise NotFound(f"{shop.domain} has no customer and no order {text}.") from None


def _names(session: Session, shop: Shop, rows: Sequence[LedgerEntry]) -> dict[int, str]:
    ids = list({row.order_id for row in rows})
    names: dict[int, str] = {}
    for start in range(0, len(ids), 1_000):
        found = select(Order.id, Order.name).where(
            Order.shop_id == shop.id, col(Order.id).in_(ids[start : start + 1_000])
        )
        names |= dict(session.exec(found).all())
    return names
