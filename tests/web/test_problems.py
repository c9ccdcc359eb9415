"""What needs a person stands on one page, with its button (GAP-DELIVERY, GAP-RECON, T43)."""

import pytest
from sqlalchemy import event
from sqlmodel import select

from app.models import AuditEvent, Customer, Hook, Outbox, WebhookBody, WebhookEvent
from app.models.grant import NEEDS_REVIEW
from app.models.webhook_event import DEAD, NEW
from app.rules.said import said
from app.web.access import PURPOSES
from app.web.problems.found import find
from tests.stage import Line, Store
from tests.web.test_money_page import promised_to
from tests.web.test_pages import MOST_QUERIES, fetched, live_store, seen, words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def everything_wrong(line: Line, store: Store) -> int:
    """Of Ada's store; returns the id of the message that nobody understands."""
    return go_wrong(line, store, live_store(line, store))


def go_wrong(line: Line, store: Store, member: Customer) -> int:
    """A refused tag, a message nobody understands (whose id it returns), a doubtful payment, a receiver that
    is down."""
    promised_to(line, store, member, NEEDS_REVIEW, problem="Two payments look like it.")
    with line.context.db.write() as session:
        now = line.context.clock()
        granted = [each for each in PURPOSES if each.key != "credit"]
        store.shop(session).scopes = ",".join(scope for each in granted for scope in each.scopes)
        row = Outbox(
            shop_id=member.shop_id, kind="program", subject="odd", due_at=now, wanted_at=now,
            dead=True, problem="The tag limit is reached",
        )  # fmt: skip
        message = WebhookEvent(
            shop_id=member.shop_id, webhook_id="odd", topic="orders/updated", received_at=now,
            state=DEAD, reason="line_items: nothing is there",
        )  # fmt: skip
        hook = Hook(
            shop_id=member.shop_id, url="https://desk.example/laurel", secret="-", created_at=now,
            author="staff:1", failing_since=now, problem=said("It answered %(status)s.", status=500),
        )  # fmt: skip
        session.add_all([row, message, hook])
        session.flush()
        session.add(WebhookBody(shop_id=member.shop_id, event_id=message.id, body=b"{}"))
        return message.id


def test_a_quiet_store_says_what_is_looked_at(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    with line.context.db.write() as session:
        ada_shop.shop(session).scopes = ",".join(scope for each in PURPOSES for scope in each.scopes)

    told = words(seen(line, ada_shop, "/app/problems"))

    assert "Laurel looks at what Shopify refuses" in told
    assert "No problems" in words(seen(line, ada_shop, "/app"))


def test_everything_that_needs_a_person_is_told_and_counted_on_home(line: Line, ada_shop: Store) -> None:
    """GAP-DELIVERY, and GAP-I18N: what a row keeps is told in the language of the page."""
    everything_wrong(line, ada_shop)

    told = words(seen(line, ada_shop, "/app/problems"))
    home = words(seen(line, ada_shop, "/app"))

    for part in (
        "1 payment needs your decision",
        "The tag limit is reached",
        "line_items: nothing is there",
        "https://desk.example/laurel has not taken a message since",
        "Store credit : Store credit that is promised waits.",
    ):
        assert part in told
    assert "5 problems need you" in home
    in_japanese = words(seen(line, ada_shop, "/app/problems", query={"locale": "ja"}))
    assert "It answered 500." in told and "応答：500。" in in_japanese and "answered" not in in_japanese
    with line.context.db.read() as session:
        assert find(session, ada_shop.shop(session), line.context.clock()).number == 5


def test_what_was_refused_is_tried_again_and_a_message_is_read_again(line: Line, ada_shop: Store) -> None:
    message = everything_wrong(line, ada_shop)

    assert fetched(line, ada_shop, "POST", "/app/problems/try-again").status_code == 200
    replayed = fetched(line, ada_shop, "POST", "/app/problems/replay", data={"event": message})

    with line.context.db.read() as session:
        shop_id = ada_shop.shop(session).id
        dead = session.exec(select(Outbox).where(Outbox.shop_id == shop_id, Outbox.dead)).all()
        state = session.get_one(WebhookEvent, (shop_id, message)).state
        actions = session.exec(select(AuditEvent.action).where(AuditEvent.shop_id == shop_id)).all()
    assert (list(dead), state) == ([], NEW)
    assert {"write-backs tried again", "delivery replayed"} <= set(actions)
    assert "The delivery is read again" in replayed.headers["HX-Trigger"]


def test_the_store_is_compared_at_once_when_asked_and_only_once(line: Line, ada_shop: Store) -> None:
    member = live_store(line, ada_shop)
    ada_shop.post(f"/customers/{member.platform_id}/tags", remove=["VIP-Gold"])

    for _ in range(2):
        assert fetched(line, ada_shop, "POST", "/app/problems/compare").status_code == 200
    line.settle()

    told = words(seen(line, ada_shop, "/app/problems"))
    assert "Your store was last compared on" in told


def test_the_page_asks_the_database_at_most_twelve_times(line: Line, ada_shop: Store) -> None:
    everything_wrong(line, ada_shop)
    asked: list[str] = []
    event.listen(line.context.db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    seen(line, ada_shop, "/app/problems")

    assert 0 < len([each for each in asked if each.startswith("SELECT")]) <= MOST_QUERIES, asked


def test_another_stores_problems_are_not_told(line: Line, ada_shop: Store, cleo_shop: Store) -> None:
    everything_wrong(line, cleo_shop)
    live_store(line, ada_shop)

    told = words(seen(line, ada_shop, "/app/problems"))

    assert "desk.example" not in told and "tag limit" not in told
