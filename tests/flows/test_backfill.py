"""The history of a store: read once, whatever interrupts it, and once together with live deliveries."""

from sqlmodel import select

from app import outbox
from app.delivery.shops import BACKFILL
from app.ledger import entries
from app.models import ImportRun, WebhookEvent
from app.models.import_run import DONE, READING
from app.models.shop import BACKFILLING, READY
from tests.stage import Line, Store


def test_a_reading_that_was_interrupted_goes_on_where_it_stopped(line: Line, ada_shop: Store) -> None:
    """F54: no gap, no double."""
    ada = ada_shop.customer("ada@example.com")
    for _ in range(120):
        ada_shop.order(ada, "10.00", webhooks=False)
    ada_shop.install()
    before = known(line, ada_shop)

    with line.context.db.write() as session:
        shop = ada_shop.shop(session)
        run = session.exec(select(ImportRun).where(ImportRun.shop_id == shop.id)).one()
        run.state, run.position, run.done_at, shop.state = READING, 100, None, BACKFILLING
        session.add_all([run, shop])
        outbox.want(session, shop.id, outbox.SHOP, [BACKFILL], line.context.clock())
    line.settle()

    assert known(line, ada_shop) == before
    with line.context.db.read() as session:
        shop = ada_shop.shop(session)
        run = session.exec(select(ImportRun).where(ImportRun.shop_id == shop.id)).one()
        assert (shop.state, run.state, run.position) == (READY, DONE, 120)


def test_history_and_live_deliveries_of_the_same_orders_have_one_effect(line: Line, ada_shop: Store) -> None:
    """F57, I-7: backfill and live in either order."""
    ada = ada_shop.customer("ada@example.com")
    ada_shop.order(ada, "700.00")
    ada_shop.post("/install")
    ada_shop.open()
    order = ada_shop.order(ada, "900.00")
    ada_shop.post(f"/orders/{order['id']}/refund", amount="100.00")

    line.settle()

    assert line.customer(ada_shop, ada).metric_value == 1_500_00


def test_a_store_without_orders_is_ready_at_once(line: Line, ada_shop: Store) -> None:
    ada_shop.install()

    with line.context.db.read() as session:
        assert ada_shop.shop(session).state == READY


def test_a_bulk_query_that_fails_is_asked_for_again(line: Line, ada_shop: Store) -> None:
    ada = ada_shop.customer("ada@example.com")
    ada_shop.order(ada, "2500.00", webhooks=False)
    line.faults(api=[{"operation": "BulkStart", "action": "status:503", "times": 1}])

    ada_shop.install()
    line.clock(advance_seconds=150)
    line.settle()

    assert line.customer(ada_shop, ada).rank == 1


def known(line: Line, store: Store) -> tuple[int, int, int]:
    """Entries, their goods, and inbox rows."""
    with line.context.db.read() as session:
        shop = store.shop(session)
        events = session.exec(select(WebhookEvent).where(WebhookEvent.shop_id == shop.id)).all()
        order_ids = [int(order_id) for order_id in store.state["orders"]]
        rows = entries.of_orders(session, shop.id, order_ids)
    return len(rows), sum(row.goods for row in rows), len([e for e in events if e.source == "api"])
