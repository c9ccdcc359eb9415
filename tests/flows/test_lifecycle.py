"""A store comes, goes and comes back; its token expires and is refused."""

import pytest
from sqlmodel import select

from app import outbox
from app.delivery.shops import SETTINGS
from app.models import AuditEvent, Shop
from app.models.shop import LIVE, NEEDS_REOPEN, READY, UNINSTALLED
from tests.stage import Line, Store


@pytest.fixture
def ada(line: Line, ada_shop: Store) -> int:
    """Ada, Gold, in a store that is live."""
    ada = ada_shop.customer("ada@example.com")
    ada_shop.install()
    ada_shop.go_live()
    ada_shop.order(ada, "5000.00")
    line.settle()
    return ada


def test_an_uninstall_stops_everything_at_once_and_drops_the_tokens(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """Reliability F58, F89, I-26: what waits is not sent, what comes later is not taken."""
    order_of_ben = ada_shop.customer("ben@example.com")
    line.deliver()
    ada_shop.post("/webhooks/hold", on=True)
    ada_shop.order(order_of_ben, "5000.00")
    late = ada_shop.held()[0]
    ada_shop.post("/webhooks/hold", on=False)
    ada_shop.post("/uninstall")
    line.deliver()
    before = line.mutations()

    line.settle()

    row = shop_row(line, ada_shop)
    assert (row.state, row.access_token, row.refresh_token) == (UNINSTALLED, None, None)
    assert line.mutations() == before
    asked = len(line.requests_log(ada_shop.domain))
    line.run_jobs()
    assert len(line.requests_log(ada_shop.domain)) == asked
    assert line.receive(ada_shop, "orders/create", late["body"]) == 410


def test_an_uninstall_that_is_told_after_the_token_was_refused_is_believed(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """Whichever comes first, the refusal or the word, the end is the same."""
    ben = ada_shop.customer("ben@example.com")
    line.settle()
    ada_shop.post("/webhooks/hold", on=True)
    ada_shop.post("/uninstall")
    with line.context.db.write() as session:
        shop = ada_shop.shop(session)
        outbox.want(session, shop.id, outbox.SHOP, [SETTINGS], line.context.clock())
    line.settle()
    assert shop_row(line, ada_shop).state == NEEDS_REOPEN

    assert line.receive(ada_shop, "app/uninstalled", "{}") == 200
    line.settle()

    row = shop_row(line, ada_shop)
    assert (row.state, row.access_token, row.refresh_token) == (UNINSTALLED, None, None)
    assert ada_shop.tags(ben) == []


def test_a_forged_uninstall_changes_nothing(line: Line, ada_shop: Store, ada: int) -> None:
    """Reliability T3: the topic is not signed, so only a refused token is believed."""
    ben = ada_shop.customer("ben@example.com")
    ada_shop.order(ben, "2000.00")

    assert line.receive(ada_shop, "app/uninstalled", "{}") == 200
    line.settle()

    assert shop_row(line, ada_shop).state == LIVE
    assert ada_shop.tags(ben) == ["VIP-Silver"]


def test_an_uninstall_told_again_after_the_store_came_back_changes_nothing(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """Reliability F90: it happened before this installation."""
    left_at = line.context.clock()
    ada_shop.post("/uninstall")
    line.settle()
    line.clock(advance_seconds=60)
    ada_shop.install()
    ada_shop.go_live()
    asked = len(line.requests_log())

    told = {"X-Shopify-Triggered-At": left_at.isoformat()}
    assert line.receive(ada_shop, "app/uninstalled", "{}", **told) == 200
    line.settle()

    assert shop_row(line, ada_shop).state == LIVE
    assert len(line.requests_log()) == asked


def test_an_uninstall_first_told_after_the_store_came_back_changes_nothing(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """The dead token had been noticed and renewed; the one we have now is not refused."""
    ada_shop.post("/webhooks/hold", on=True)
    ada_shop.post("/uninstall")
    goodbye = [each["id"] for each in ada_shop.held() if each["topic"] == "app/uninstalled"]
    ada_shop.post("/install")
    line.want_again(ada_shop, "program", "objects")
    line.settle()
    ada_shop.open()
    line.settle()

    ada_shop.post("/webhooks/release", ids=goodbye)
    line.settle()

    row = shop_row(line, ada_shop)
    assert row.state == LIVE and row.doubted_at is None and row.access_token


def test_a_store_that_comes_back_is_a_draft_again_and_going_live_makes_it_right(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """Reliability F91: what happened while it was away is read; nothing is written before Go live."""
    ada_shop.post("/uninstall")
    line.settle()
    line.clock(advance_seconds=3 * 86_400)
    ben = ada_shop.customer("ben@example.com")
    ada_shop.order(ben, "2000.00")
    objects = (len(ada_shop.state["segments"]), len(ada_shop.state["discounts"]))

    before = line.mutations()
    ada_shop.install()
    assert shop_row(line, ada_shop).state == READY
    assert changes(line, before) == {"bulkOperationRunQuery", "webhookSubscriptionCreate"}
    assert ada_shop.tags(ben) == []

    ada_shop.go_live()
    assert shop_row(line, ada_shop).state == LIVE
    assert (ada_shop.tags(ada), ada_shop.tags(ben)) == (["VIP-Gold"], ["VIP-Silver"])
    assert (len(ada_shop.state["segments"]), len(ada_shop.state["discounts"])) == objects
    ada_shop.order(ben, "3000.00")
    line.settle()
    assert ada_shop.tags(ben) == ["VIP-Gold"]


def test_a_refused_token_waits_for_the_merchant_and_opening_the_app_goes_on(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """Reliability F72, F86: parked and visible, no hot loop; webhooks are still taken."""
    line.faults(
        api=[
            {"action": "unauthorized", "times": 99},
            {"action": "status:400", "times": 99, "path": "/access_token"},
        ]
    )
    ben = ada_shop.customer("ben@example.com")
    ada_shop.order(ben, "2000.00")
    line.settle()
    row = shop_row(line, ada_shop)
    assert row.state == NEEDS_REOPEN and "Open the app" in row.trouble
    asked = len(line.requests_log(ada_shop.domain))
    line.settle()
    assert len(line.requests_log(ada_shop.domain)) == asked
    assert line.customer(ada_shop, ben).rank == 1

    line.control("DELETE", "/faults")
    ada_shop.open()
    line.settle()

    assert shop_row(line, ada_shop).state == LIVE and shop_row(line, ada_shop).trouble == ""
    assert ada_shop.tags(ben) == ["VIP-Silver"]


def test_a_store_that_left_and_came_back_unheard_is_listened_to_again(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """app/uninstalled was lost; the subscriptions died with it, and nobody told what happened since."""
    line.run_jobs()
    ada_shop.post("/webhooks/hold", on=True)
    ada_shop.post("/uninstall")
    ben = ada_shop.customer("ben@example.com")
    ada_shop.order(ben, "2000.00")
    ada_shop.post("/install")
    line.clock(advance_seconds=30 * 3600)
    line.want_again(ada_shop, "program", "objects")
    line.settle()
    assert shop_row(line, ada_shop).state == NEEDS_REOPEN

    ada_shop.open()
    line.settle()

    assert ada_shop.state["webhook_subscriptions"]
    assert ada_shop.tags(ben) == ["VIP-Silver"]


def test_a_token_is_renewed_before_it_expires_and_no_delivery_fails(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """Reliability P16b: tokens live an hour; two hours later the first call renews."""
    first = shop_row(line, ada_shop)
    line.clock(advance_seconds=7200)

    ben = ada_shop.customer("ben@example.com")
    ada_shop.order(ben, "2000.00")
    line.settle()

    assert ada_shop.tags(ben) == ["VIP-Silver"]
    now = shop_row(line, ada_shop)
    assert now.access_token != first.access_token and now.refresh_token != first.refresh_token
    assert now.trouble == "" and not any(row.attempts for row in line.outbox(ada_shop, "customer"))
    assert not [entry for entry in line.requests_log() if entry["status"] == 401]


def test_a_lost_answer_of_the_token_endpoint_locks_nobody_out(line: Line, ada_shop: Store, ada: int) -> None:
    """Reliability F85: the pair was given and never arrived; the old refresh token still serves."""
    line.clock(advance_seconds=7200)
    line.faults(api=[{"action": "reset_after", "times": 1, "path": "/access_token"}])

    ben = ada_shop.customer("ben@example.com")
    ada_shop.order(ben, "2000.00")
    line.settle()

    assert ada_shop.tags(ben) == ["VIP-Silver"]
    assert shop_row(line, ada_shop).state == LIVE


def test_scopes_that_were_changed_are_known(line: Line, ada_shop: Store, ada: int) -> None:
    granted = [scope for scope in shop_row(line, ada_shop).scopes.split(",") if scope != "read_products"]

    ada_shop.post("/scopes", granted=granted)
    line.settle()

    assert "read_products" not in shop_row(line, ada_shop).scopes.split(",")


def test_another_zone_moves_no_day_that_was_posted(line: Line, ada_shop: Store, ada: int) -> None:
    """Reliability F43, GAP-TIME: the zone is taken over, everybody judged once, the ledger stays."""
    before = [line_of(row) for row in line.entries(ada_shop, first_order(ada_shop))]
    store = line.sandbox.world.stores[ada_shop.domain]
    store.timezone = "Pacific/Kiritimati"

    assert line.receive(ada_shop, "shop/update", "{}") == 200
    line.settle()

    assert shop_row(line, ada_shop).zone == "Pacific/Kiritimati"
    assert [line_of(row) for row in line.entries(ada_shop, first_order(ada_shop))] == before
    assert ada_shop.tags(ada) == ["VIP-Gold"]


def test_another_currency_takes_no_tier_until_the_merchant_has_decided(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """GAP-CURRENCY: sums of two currencies are not compared; falls by time stop; changing back ends it."""
    store = line.sandbox.world.stores[ada_shop.domain]
    store.currency = "EUR"
    assert line.receive(ada_shop, "shop/update", "{}") == 200
    line.settle()

    shop = shop_row(line, ada_shop)
    assert (shop.currency, shop.counting_currency) == ("EUR", "USD")
    assert shop.falls_stop_at is not None
    assert ada_shop.tags(ada) == ["VIP-Gold"]
    assert line.customer(ada_shop, ada).falls_on is None

    store.currency = "USD"
    assert line.receive(ada_shop, "shop/update", "{}") == 200
    line.settle()
    shop = shop_row(line, ada_shop)
    assert (shop.counting_currency, shop.falls_stop_at) == ("USD", None)
    assert line.customer(ada_shop, ada).falls_on is not None


def test_what_was_done_is_on_record(line: Line, ada_shop: Store, ada: int) -> None:
    ada_shop.post("/uninstall")
    line.settle()

    with line.context.db.read() as session:
        shop = ada_shop.shop(session)
        found = session.exec(select(AuditEvent).where(AuditEvent.shop_id == shop.id)).all()
    assert [row.action for row in found] == ["installed", "program went live", "uninstalled"]


def shop_row(line: Line, store: Store) -> Shop:
    with line.context.db.read() as session:
        return store.shop(session)


def changes(line: Line, since: int) -> set[str]:
    """The roots of the mutations after the first `since` of them."""
    seen, found = 0, set()
    for entry in line.requests_log():
        seen += int(entry["mutations"])
        if entry["mutations"] and seen > since:
            found |= set(entry["roots"])
    return found


def first_order(store: Store) -> int:
    return int(next(iter(store.state["orders"])))


def line_of(row: object) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in ("component", "goods", "counted_on", "recorded_at"))
