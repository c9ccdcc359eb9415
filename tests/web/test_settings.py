"""A13: the program's switch, other systems, and what is held of somebody."""

import json

import pytest
from sqlmodel import select

from app.models import AuditEvent, Customer, Hook, ProgramVersion, Shop
from app.models.shop import LIVE, PAUSED
from tests.platform.test_outgoing import answering
from tests.stage import Line, Store
from tests.web.test_pages import fetched, live_store, seen, words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def shop_of(line: Line, store: Store) -> Shop:
    with line.context.db.read() as session:
        return store.shop(session)


def actions_of(line: Line, store: Store) -> list[tuple[str, str]]:
    with line.context.db.read() as session:
        found = select(AuditEvent.action, AuditEvent.actor).where(
            AuditEvent.shop_id == store.shop(session).id
        )
        return list(session.exec(found).all())


def test_pausing_and_going_on_twice_changes_nothing_more(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)

    for path, state in (("pause", PAUSED), ("resume", LIVE)):
        for _ in range(2):
            assert fetched(line, ada_shop, "POST", f"/app/settings/{path}").status_code == 200
        assert shop_of(line, ada_shop).state == state

    found = [each for each in actions_of(line, ada_shop) if each[0].startswith("program ")]
    assert [each[0] for each in found] == ["program went live", "program paused", "program resumed"]
    assert {each[1] for each in found} == {"staff:1"}


def test_what_counts_is_said_in_a_sentence_that_leads_to_the_rules(line: Line, ada_shop: Store) -> None:
    """A13"""
    live_store(line, ada_shop)
    told = words(seen(line, ada_shop, "/app/settings"))

    assert (
        "What a customer paid for goods within 12 months counts, after discounts. Refunds are taken off."
        in told
    )
    assert "Taxes, shipping and gift cards do not count. See the rules" in told


def test_orders_that_are_left_out_are_said_too(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    with line.context.db.write() as session:
        row = session.get_one(ProgramVersion, (ada_shop.shop(session).id, 1))
        told = json.loads(row.rules)
        row.rules = json.dumps(
            told
            | {"metric": "orders", "counting": told["counting"] | {"tax": True, "minimum_order_minor": 5000}}
        )

    told = words(seen(line, ada_shop, "/app/settings"))

    assert "counts. Some orders or products are left out. See the rules" in told


def test_the_blocks_of_the_theme_stand_there_as_on_home(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    fetched(line, ada_shop, "POST", "/app/blocks", data={"vip_status": "active", "vip_benefits": "available"})

    told = words(seen(line, ada_shop, "/app/settings"))

    assert "Status and progress On" in told and "What each tier brings Off" in told


def test_cleaning_up_says_first_what_is_removed_and_a_worker_does_it(line: Line, ada_shop: Store) -> None:
    member = live_store(line, ada_shop)
    told = words(seen(line, ada_shop, "/app/settings"))
    assert "Tags and metafields of 1 customer 3 customer segments" in told

    answer = fetched(line, ada_shop, "POST", "/app/settings/clean-up")
    assert "to be taken away" in words(answer)
    assert ada_shop.tags(member.platform_id or 0) == ["VIP-Gold"]
    line.settle()

    assert ada_shop.tags(member.platform_id or 0) == []
    assert ada_shop.state["segments"] == {}
    assert "Nothing of Laurel's stands in your store" in words(seen(line, ada_shop, "/app/settings"))


def test_an_address_is_told_its_secret_is_shown_once_and_it_is_tried(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    with answering(b"HTTP/1.1 204 No Content\r\n\r\n") as url:
        added = fetched(line, ada_shop, "POST", "/app/settings/systems", data={"url": url})
        with line.context.db.read() as session:
            hook = session.exec(select(Hook).where(Hook.shop_id == ada_shop.shop(session).id)).one()
        tried = fetched(line, ada_shop, "POST", f"/app/settings/systems/{hook.id}/test")

    assert added.text.count("whsec_") == 1
    assert "whsec_" not in seen(line, ada_shop, "/app/settings/systems").text
    assert "The test arrived" in tried.headers["HX-Trigger"]


def test_an_address_that_cannot_be_stays_in_its_field(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)

    answer = fetched(line, ada_shop, "POST", "/app/settings/systems", data={"url": "ftp://desk.example/x"})

    assert answer.status_code == 422
    assert 'value="ftp://desk.example/x"' in answer.text
    assert 'error="The address must begin with https://."' in answer.text


def test_a_hook_of_another_store_is_not_there(line: Line, ada_shop: Store, cleo_shop: Store) -> None:
    live_store(line, ada_shop)
    live_store(line, cleo_shop)
    fetched(line, cleo_shop, "POST", "/app/settings/systems", data={"url": "https://desk.example/laurel"})
    with line.context.db.read() as session:
        hook = session.exec(select(Hook).where(Hook.shop_id == cleo_shop.shop(session).id)).one()

    for act in ("test", "end"):
        assert fetched(line, ada_shop, "POST", f"/app/settings/systems/{hook.id}/{act}").status_code == 404


def test_what_is_held_of_a_customer_is_that_of_shopifys_own_request(line: Line, ada_shop: Store) -> None:
    """GAP-GDPR"""
    member = live_store(line, ada_shop)

    answer = seen(line, ada_shop, f"/app/settings/privacy/{member.id}.json")

    held = json.loads(answer.text)
    assert held["customers"][0]["email"] == "ada@example.com"
    assert {"entries", "tier_changes", "tiers_by_hand", "notices", "grants"} <= set(held)
    assert sum(entry["goods"] for entry in held["entries"]) == 500_000
    assert ("customer exported", "staff:1") in actions_of(line, ada_shop)


def test_everybody_is_exported_in_lines(line: Line, ada_shop: Store) -> None:
    ada_shop.order(ada_shop.customer("ben@example.com"), "10.00")
    live_store(line, ada_shop)

    (only,) = seen(line, ada_shop, "/app/settings/privacy/customers.jsonl").text.splitlines()

    emails = {each["email"] for each in json.loads(only)["customers"]}
    assert emails == {"ada@example.com", "ben@example.com"}


def test_somebody_is_forgotten_only_when_the_name_was_typed(line: Line, ada_shop: Store) -> None:
    """GAP-GDPR"""
    member = live_store(line, ada_shop)
    path = f"/app/settings/privacy/{member.id}/forget"

    wrong = fetched(line, ada_shop, "POST", path, data={"typed": "Ada"})
    assert wrong.status_code == 422 and 'value="Ada"' in wrong.text
    assert kept(line, member).email == "ada@example.com"

    for _ in range(2):
        assert fetched(line, ada_shop, "POST", path, data={"typed": "ada  LOVELACE"}).status_code == 200
    after = kept(line, member)
    assert (after.email, after.name, after.gone) == (None, "", True)
    assert actions_of(line, ada_shop).count(("customer redacted", "staff:1")) == 1


def test_a_customer_of_another_store_is_not_there(line: Line, ada_shop: Store, cleo_shop: Store) -> None:
    live_store(line, ada_shop)
    cleos = live_store(line, cleo_shop)

    assert seen(line, ada_shop, f"/app/settings/privacy/{cleos.id}.json").status_code == 404
    answer = fetched(line, ada_shop, "POST", f"/app/settings/privacy/{cleos.id}/forget", data={"typed": "x"})
    assert answer.status_code == 404


def test_granted_permissions_are_read_again(line: Line, ada_shop: Store) -> None:
    """T43"""
    live_store(line, ada_shop)
    with line.context.db.write() as session:
        ada_shop.shop(session).scopes = "read_customers,write_customers"
    assert "Store credit that is promised waits." in words(seen(line, ada_shop, "/app/settings/access"))

    assert fetched(line, ada_shop, "POST", "/app/settings/access/look").status_code == 200
    line.settle()

    told = words(seen(line, ada_shop, "/app/settings/access"))
    assert "Laurel may do everything that any benefit needs." in told


def kept(line: Line, member: Customer) -> Customer:
    with line.context.db.read() as session:
        return session.get_one(Customer, (member.shop_id, member.id))
