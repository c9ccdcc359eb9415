"""Stores, orders and order exports made by hand, straight into a database."""

import csv
import io
from datetime import UTC, datetime, timedelta

from sqlmodel import col, select

from app.cli.import_orders import _judge
from app.ledger import Arrival, order_import, people, post
from app.models import Customer, LedgerEntry, Order, ProgramVersion, Shop
from app.rules.amounts import Amounts
from app.rules.order_facts import OrderFacts, Refund, Snapshot, with_person
from app.rules.program import Program, Tier

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)

PROGRAM = Program(
    tiers=(
        Tier(name="Silver", entry=200_000),
        Tier(name="Gold", entry=500_000),
        Tier(name="Platinum", entry=1_000_000),
    )
)

COLUMNS = (
    *("Name", "Email", "Financial Status", "Currency", "Subtotal", "Shipping", "Taxes", "Total"),
    *("Created at", "Cancelled at", "Refunded Amount", "Id"),
    *("Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku", "Lineitem discount"),
)


def open_store(db, domain, currency="USD", *, live_at=None, program=PROGRAM, **more):
    about = {"state": "live" if live_at else "ready", "zone": "UTC"} | more
    with db.write() as session:
        shop = Shop(domain=domain, currency=currency, live_at=live_at, **about)
        session.add(shop)
        session.flush()
        session.add(
            ProgramVersion(
                shop_id=shop.id, version=1, rules=program.model_dump_json(), created_at=NOON, from_at=live_at
            )
        )
    return shop


def facts(order_id, goods, *, day=NOON, customer=None, refunds=(), source="webhook", payment="paid", **more):
    """An order as a webhook tells it; `refunds` are (id, money) of refunds that nobody split."""
    made = {
        number: Refund(number, day + timedelta(days=1), source, paid_back=(("USD", money),))
        for number, money in refunds
    }
    ordered = more.pop("ordered", Amounts(goods=goods))
    snapshot = Snapshot(
        updated_at=more.pop("updated_at", day),
        source=source,
        name=f"#{order_id}",
        occurred_at=day,
        currency=more.pop("currency", "USD"),
        payment=payment,
        ordered=ordered,
        customer=customer,
        **more,
    )
    return OrderFacts(order_id, snapshot, made)


def arrive(db, shop, *known, now=NOON, email=None):
    """Posts facts as the inbox does, the buyer's e-mail with them."""

    def unit(session):
        arrivals = []
        for each in known:
            customer = each.snapshot.customer if each.snapshot else None
            person = people.claim(session, shop, people.Contact(customer, email), now) if email else None
            arrivals.append(Arrival(each if customer else with_person(each, person), "webhook"))
        post(session, shop, arrivals, now)
        people_moved = people.misplaced_orders(session, shop.id)
        assert people_moved == []

    db.transact(unit)


def judge(db, shop, now=NOON):
    while _judge(db, shop.id, now):
        pass


def row(name, created="2026-05-01 12:00:00 +0000", **cells):
    """An order of one line, 100.00 paid, of ada@x; `cells` by column with _ for blanks."""
    about = {"Name": name, "Email": "ada@x", "Financial Status": "paid", "Currency": "USD"}
    about |= {"Subtotal": "100.00", "Shipping": "0.00", "Taxes": "0.00", "Created at": created}
    about |= {"Id": name.strip("#"), "Lineitem quantity": "1", "Lineitem name": "Hat"}
    about |= {each.replace("_", " "): text for each, text in cells.items()}
    about.setdefault("Total", about["Subtotal"])
    about.setdefault("Lineitem price", about["Subtotal"])
    return [about.get(column, "") for column in COLUMNS]


def more_of(name, quantity, product, price):
    """A further line of the order above."""
    about = {"Name": name, "Lineitem quantity": quantity, "Lineitem name": product, "Lineitem price": price}
    return [about.get(column, "") for column in COLUMNS]


def export(*rows, columns=COLUMNS):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    order = [COLUMNS.index(column) for column in columns]
    writer.writerow(columns)
    writer.writerows([each[at] for at in order] for each in rows)
    return text.getvalue()


def take_in(db, shop, text, now=NOON, **more):
    """Imports a text as the command does, and judges."""
    with order_import.understand(io.StringIO(text), shop.currency, **more) as read:
        result = order_import.post_import(db, shop.id, read, now)
    judge(db, shop, now)
    return result


def entries_of(db, shop):
    with db.read() as session:
        found = select(LedgerEntry).where(LedgerEntry.shop_id == shop.id)
        return session.exec(found.order_by(col(LedgerEntry.id))).all()


def orders_of(db, shop):
    with db.read() as session:
        return session.exec(select(Order).where(Order.shop_id == shop.id).order_by(col(Order.id))).all()


def customers_of(db, shop):
    with db.read() as session:
        return session.exec(
            select(Customer).where(Customer.shop_id == shop.id).order_by(col(Customer.id))
        ).all()


def customer_of(db, shop, email):
    with db.read() as session:
        return session.exec(
            select(Customer).where(Customer.shop_id == shop.id, Customer.email == email)
        ).one()
