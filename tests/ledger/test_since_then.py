"""As-of answers: a late fact changes what is known now of a day, never what was recorded (I-9)."""

from datetime import timedelta

from app.explain import explain
from app.explain.since_then import differences
from tests.stage import Line, Store


def test_a_late_refund_changes_today_and_known_now_and_never_the_record(line: Line, ada_shop: Store) -> None:
    ada = ada_shop.customer("ada@example.com")
    ada_shop.install()
    ada_shop.go_live()
    order = ada_shop.order(ada, "5000.00")
    line.settle()
    then = line.context.clock()
    line.clock(advance_seconds=timedelta(days=10).total_seconds())
    ada_shop.post(f"/orders/{order['id']}/refund", amount="1000.00")
    line.settle()

    customer = line.customer(ada_shop, ada)
    with line.context.db.read() as session:
        shop = ada_shop.shop(session)
        recorded = explain(session, shop, customer, then, then)
        known_now = explain(session, shop, customer, then)
        today = explain(session, shop, customer, line.context.clock())
    assert (recorded.tier.name, known_now.tier.name, today.tier.name) == ("Gold", "Silver", "Silver")
    found = differences(recorded, known_now)
    assert [(each.then, each.now) for each in found] == [
        ("Gold", "Silver"),
        (5000_00, 4000_00),
        (5000_00, 4000_00),
    ]
    assert differences(recorded, recorded) == ()
