"""F17: orders that do not fit into one answer are read page by page."""

from app import outbox
from app.ledger import entries
from tests.stage import Line, Store


def test_an_order_of_six_hundred_lines_is_read_back_whole(line: Line, ada_shop: Store) -> None:
    ada = ada_shop.customer("ada@example.com")
    ada_shop.install()
    lines = [{"title": f"Thread {n}", "price": "3.00"} for n in range(600)]
    order = ada_shop.post("/orders", customer_id=ada, lines=lines, webhooks=False)

    with line.context.db.write() as session:
        shop = ada_shop.shop(session)
        outbox.want(session, shop.id, outbox.READ_BACK, [str(order["id"])], line.context.clock())
    line.settle()

    with line.context.db.read() as session:
        rows = entries.of_orders(session, ada_shop.shop(session).id, [order["id"]])
    assert sum(row.goods for row in rows) == 1_800_00
    assert line.customer(ada_shop, ada).metric_value == 1_800_00
