"""What a store asks us to tell, to forget, and to forget wholly."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func
from sqlmodel import SQLModel, col, select

from app.db import ACROSS_SHOPS
from app.delivery import birth_dates
from app.models import Customer, LedgerEntry, PrivacyRequest
from app.overrides import give
from tests.flows.paying import surprise
from tests.stage import Line, Store

CANARIES = ("canary.mallory@example.com", "Canaria", "Mallorysdottir", "+15550199099")


@pytest.fixture
def canary(line: Line, ada_shop: Store) -> int:
    """A customer with a name, an e-mail and a phone of her own, Gold, in a store that is live."""
    number = ada_shop.customer(
        "canary.mallory@example.com",
        first_name="Canaria",
        last_name="Mallorysdottir",
        phone="+15550199099",
    )
    ada_shop.install()
    ada_shop.go_live()
    ada_shop.order(number, "5000.00")
    line.settle()
    return number


def test_a_data_request_holds_that_person_and_nobody_else(line: Line, ada_shop: Store, canary: int) -> None:
    """Reliability F95."""
    ben = ada_shop.customer("ben@example.com", first_name="Ben")
    ada_shop.order(ben, "2000.00")
    line.settle()

    ada_shop.post("/privacy/data_request", customer_id=canary)
    line.settle()

    (told,) = requests_of(line, ada_shop)
    held = json.loads(told.outcome)
    assert told.topic == "customers/data_request" and told.acted_at is not None
    assert [(each["email"], each["platform_id"]) for each in held["customers"]] == [(CANARIES[0], canary)]
    assert [entry["goods"] for entry in held["entries"]] == [500_000]
    assert [change["to_rank"] for change in held["tier_changes"]] == [2]
    assert "ben" not in told.outcome.lower()


def test_what_was_merged_away_is_told_as_well(line: Line, ada_shop: Store, canary: int) -> None:
    """F95, GAP-MERGE: grants stay with the row they were promised to."""
    old = ada_shop.customer("canary@old.example.com")
    ada_shop.order(old, "10.00")
    line.settle()
    given = surprise(line, ada_shop, "canary@old.example.com")
    ada_shop.post("/customers/merge", keep=canary, remove=old)
    line.settle()

    ada_shop.post("/privacy/data_request", customer_id=canary)
    line.settle()

    held = json.loads(requests_of(line, ada_shop)[0].outcome)
    assert [each["id"] for each in held["grants"]] == [given.id]
    assert {each["platform_id"] for each in held["customers"]} == {canary, old}


def test_a_birth_date_that_was_on_its_way_does_not_come_back(
    line: Line, ada_shop: Store, canary: int
) -> None:
    """F95: forgotten between the question to the platform and its answer."""
    asked_about = [line.customer(ada_shop, canary)]
    ada_shop.post("/privacy/customer_redact", customer_id=canary)
    line.settle()

    with line.context.db.write() as session:
        birth_dates.keep(session, ada_shop.shop(session).id, asked_about, {canary: "03-14"})

    assert line.customer(ada_shop, canary).birthday == ""


def test_a_redacted_person_is_nowhere_and_the_totals_stay(line: Line, ada_shop: Store, canary: int) -> None:
    """Reliability P12, I-29: not in the database's files, its log, or any answer."""
    before = total(line, ada_shop)
    assert CANARIES[0].encode() in everything(line)

    ada_shop.post("/privacy/customer_redact", customer_id=canary)
    line.settle()

    held = everything(line).lower()
    assert [name for name in CANARIES if name.lower().encode() in held] == []
    assert total(line, ada_shop) == before == 500_000
    pages = line.http.get(
        f"{line.app_url}/app", headers={"Authorization": f"Bearer {ada_shop.token()}"}, timeout=30
    )
    assert [name for name in CANARIES if name in pages.text] == []


def test_what_was_told_of_a_person_is_forgotten_with_them(line: Line, ada_shop: Store, canary: int) -> None:
    ada_shop.post("/privacy/data_request", customer_id=canary)
    line.settle()
    ada_shop.post("/privacy/customer_redact", customer_id=canary)
    line.settle()

    held = everything(line)
    assert [name for name in CANARIES if name.encode() in held] == []
    assert [told.topic for told in requests_of(line, ada_shop)] == [
        "customers/data_request",
        "customers/redact",
    ]


def test_why_a_tier_was_given_by_hand_is_told_to_that_person_and_then_forgotten(
    line: Line, ada_shop: Store, canary: int
) -> None:
    with line.context.db.write() as session:
        shop = ada_shop.shop(session)
        found = select(Customer).where(Customer.shop_id == shop.id, Customer.platform_id == canary)
        about = (session.exec(found).one(), "floor", "Platinum", "Canaria wept on the phone", "staff:1")
        give(session, shop, *about, line.context.clock(), goodwill=True)
    line.settle()
    assert ada_shop.tags(canary) == ["VIP-Platinum"]

    ada_shop.post("/privacy/data_request", customer_id=canary)
    line.settle()
    (told,) = requests_of(line, ada_shop)
    assert [each["reason"] for each in json.loads(told.outcome)["tiers_by_hand"]] == [about[3]]

    ada_shop.post("/privacy/customer_redact", customer_id=canary)
    line.settle()
    held = everything(line)
    assert [name for name in (*CANARIES, "wept") if name.encode() in held] == []


def test_late_events_bring_nobody_back(line: Line, ada_shop: Store, canary: int) -> None:
    """Reliability F93: an order, a new name, a request of their own; and twice redacted is as once."""
    ada_shop.post("/webhooks/hold", on=True)
    ada_shop.order(canary, "1000.00")
    line.control("PATCH", f"/{ada_shop.domain}/customers/{canary}", {"last_name": "Mallorysdottir"})
    ada_shop.post("/privacy/data_request", customer_id=canary)
    late = [each["id"] for each in ada_shop.held()]
    for _ in range(2):
        ada_shop.post("/privacy/customer_redact", customer_id=canary)
    erase = [each["id"] for each in ada_shop.held() if each["topic"] == "customers/redact"]
    ada_shop.post("/webhooks/release", ids=erase)
    line.settle()

    asked = line.mutations()
    ada_shop.post("/webhooks/release", ids=late)
    line.settle()

    held = everything(line)
    assert [name for name in CANARIES if name.encode() in held] == []
    assert total(line, ada_shop) == 600_000
    assert line.mutations() == asked


def test_somebody_known_by_e_mail_only_is_forgotten_too(line: Line, ada_shop: Store, canary: int) -> None:
    """Reliability F94."""
    ada_shop.order(None, "700.00", email="canary.guest@example.com")
    line.settle()
    assert b"canary.guest@example.com" in everything(line)

    ada_shop.post("/privacy/customer_redact", email="canary.guest@example.com", orders=[])
    line.settle()

    assert b"canary.guest@example.com" not in everything(line)
    assert total(line, ada_shop) == 570_000


def test_redacting_an_unknown_person_is_recorded(line: Line, ada_shop: Store, canary: int) -> None:
    ada_shop.post("/privacy/customer_redact", customer_id=4_040_404, email="nobody@example.com")
    line.settle()

    (told,) = requests_of(line, ada_shop)
    assert json.loads(told.outcome)["customers"] == 0
    assert total(line, ada_shop) == 500_000


def test_a_store_that_left_is_erased_except_the_proof(
    line: Line, ada_shop: Store, cleo_shop: Store, canary: int
) -> None:
    ada_shop.post("/privacy/data_request", customer_id=canary)
    cleo = cleo_shop.customer("cleo@example.com")
    cleo_shop.install()
    cleo_shop.order(cleo, "90000")
    ada_shop.post("/uninstall")
    line.settle()

    ada_shop.post("/privacy/shop_redact")
    line.settle()

    held = everything(line)
    assert [name for name in CANARIES if name.encode() in held] == []
    assert total(line, ada_shop) == 0
    assert [told.topic for told in requests_of(line, ada_shop)] == ["customers/data_request", "shop/redact"]
    assert total(line, cleo_shop) == 90_000 and b"cleo@example.com" in held


def test_a_store_that_is_here_is_not_erased(line: Line, ada_shop: Store, canary: int) -> None:
    """Reliability F92: the topic is not signed; the request is kept and says what was done."""
    ada_shop.post("/privacy/shop_redact")
    line.settle()

    (told,) = requests_of(line, ada_shop)
    assert "nothing was erased" in told.outcome
    assert total(line, ada_shop) == 500_000
    assert ada_shop.tags(canary) == ["VIP-Gold"]


def test_an_erased_store_may_come_back_and_starts_from_what_the_platform_tells(
    line: Line, ada_shop: Store, canary: int
) -> None:
    ada_shop.post("/uninstall")
    line.settle()
    ada_shop.post("/privacy/shop_redact")
    line.settle()

    ada_shop.install()
    ada_shop.go_live()

    assert total(line, ada_shop) == 500_000
    assert ada_shop.tags(canary) == ["VIP-Gold"]


@pytest.mark.parametrize("topic", ["customers/data_request", "customers/redact", "shop/redact"])
def test_privacy_topics_of_unknown_stores_are_acknowledged(line: Line, topic: str) -> None:
    nobody = Store(line, "nobody-here.myshopify.com")

    assert line.receive(nobody, topic, '{"shop_id":1,"shop_domain":"nobody-here.myshopify.com"}') == 200


def requests_of(line: Line, store: Store) -> list[PrivacyRequest]:
    with line.context.db.read() as session:
        shop = store.shop(session)
        return list(session.exec(select(PrivacyRequest).where(PrivacyRequest.shop_id == shop.id)).all())


def everything(line: Line) -> bytes:
    """What the database keeps: SQLite's file and log as they lie there, or every row of Postgres."""
    with line.context.db.engine.connect().execution_options(**{ACROSS_SHOPS: "a look at all of it"}) as rows:
        if not line.context.db.on_sqlite:
            tables = SQLModel.metadata.sorted_tables
            return "\n".join(str(row) for table in tables for row in rows.execute(table.select())).encode()
        rows.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    file = Path(line.context.db.url.database or "")
    return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))


def total(line: Line, store: Store) -> int:
    """All goods in the ledger of a store."""
    with line.context.db.read() as session:
        shop = store.shop(session)
        summed = select(func.sum(col(LedgerEntry.goods))).where(LedgerEntry.shop_id == shop.id)
        return int(session.exec(summed).one() or 0)
