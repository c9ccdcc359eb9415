"""What the platform limits, refuses or leaves in doubt: write-backs converge, once each (reliability P7)."""

import json
from typing import Any

import pytest
from sqlmodel import select

from app.cli import main
from app.models import PlatformObject
from tests.conftest import in_short
from tests.stage import Line, Store

UNKNOWN_SECONDS = 121
"""An unknown outcome is looked at again after 120 s: the first call may still be running."""


@pytest.fixture
def ada(line: Line, ada_shop: Store) -> int:
    """Ada, in a store that is live."""
    ada = ada_shop.customer("ada@example.com")
    ada_shop.install()
    ada_shop.go_live()
    return ada


def test_a_store_without_room_for_automatic_discounts_gets_codes_for_members(
    line: Line, ada_shop: Store
) -> None:
    """BEN-FIN-PCT: 25 discounts of the merchant are active; the code works for Ada and not for Ben."""
    for n in range(25):
        ada_shop.post("/discounts", title=f"Sale {n}", percent=1)
    ada, ben = ada_shop.customer("ada@example.com"), ada_shop.customer("ben@example.com")
    ada_shop.install()
    ada_shop.go_live()
    ada_shop.order(ada, "5000.00")
    line.settle()

    links = {row.key: row.link for row in objects(line, ada_shop, "discount")}
    assert len(links) == 6 and all("/discount/VIP-" in link for link in links.values())
    applied = line.http.get(links["percent 15"], allow_redirects=False, timeout=10)
    assert applied.status_code in (200, 302)
    gold = links["percent 15"].rsplit("/", 1)[-1]
    assert by_code(ada_shop.checkout(ada, "100.00", codes=[gold])) == ["15.00"]
    assert by_code(ada_shop.checkout(ben, "100.00", codes=[gold])) == []
    assert by_code(ada_shop.checkout(None, "100.00", codes=[gold])) == []


def test_a_store_that_is_not_live_yet_learns_how_many_discounts_will_be_codes(
    line: Line, ada_shop: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """BEN-FIN-PCT, GAP-LINT: 22 of the merchant's and 6 of ours are three more than 25."""
    for n in range(22):
        ada_shop.post("/discounts", title=f"Sale {n}", percent=1)
    ada_shop.install()
    monkeypatch.setenv("DATABASE_URL", line.context.config.database_url)
    monkeypatch.setenv("SANDBOX_URL", line.sandbox.url)
    main(["program", "lint", "--json"])
    [told] = [each for each in json.loads(capsys.readouterr().out) if each["kind"] == "no_room"]
    ada_shop.go_live()

    assert told["figures"] == {"ours": 6, "others": 22, "most": 25, "over": 3}
    assert [bool(row.link) for row in objects(line, ada_shop, "discount")].count(True) == 3


@pytest.mark.parametrize("action", ["throttle", "status:429"])
def test_being_asked_to_slow_down_is_obeyed(line: Line, ada_shop: Store, ada: int, action: str) -> None:
    """Reliability F76: nothing was done, so nothing is in doubt, and nobody calls until the wait is over."""
    line.faults(api=[{"action": action, "times": 1, "operation": "tagsAdd"}])
    ada_shop.order(ada, "5000.00")
    line.deliver()
    while line.step():
        pass
    asked = len(line.requests_log())
    with line.context.db.read() as session:
        assert line.pause_of(session, ada_shop.shop(session)) > 0
    assert not line.step() and len(line.requests_log()) == asked

    line.settle()

    assert ada_shop.tags(ada) == ["VIP-Gold"]
    assert [row.problem for row in line.outbox(ada_shop, "customer")] == [""]


@pytest.mark.parametrize(
    "action",
    in_short("reset_after", more=["status:503", "reset_before", "garbage", "redirect:http://127.0.0.1:9/"]),
)
def test_a_tag_whose_fate_is_unknown_stands_once_in_the_end(
    line: Line, ada_shop: Store, ada: int, action: str
) -> None:
    """Reliability F77, F78, F80, F81."""
    line.faults(api=[{"action": action, "times": 1, "operation": "tagsAdd"}])

    ada_shop.order(ada, "5000.00")
    line.settle()
    pass_the_wait(line)

    assert ada_shop.tags(ada) == ["VIP-Gold"]
    assert metafield(ada_shop, ada, "tier") == "Gold"
    assert second_pass(line, ada_shop) == 0


@pytest.mark.parametrize("action", in_short("reset_after", more=["status:502", "reset_before", "garbage"]))
def test_objects_whose_fate_is_unknown_are_made_once(line: Line, ada_shop: Store, action: str) -> None:
    """One segment and one discount per effect, however often we had to ask."""
    ada_shop.install()
    creations = ("metafieldDefinitionCreate", "segmentCreate", "discountAutomaticBasicCreate")
    line.faults(api=[{"action": action, "times": 1, "operation": each} for each in creations])

    ada_shop.go_live()
    for _ in creations:
        pass_the_wait(line)

    state = ada_shop.state
    names = [each["name"] for each in state["segments"].values()]
    titles = [each["title"] for each in state["discounts"]]
    assert len(names) == len(set(names)) == 3
    assert len(titles) == len(set(titles)) == 6
    assert len(state["metafield_definitions"]) == 2
    assert [row.problem for row in line.outbox(ada_shop, "program")] == [""]
    assert second_pass(line, ada_shop) == 0


def test_an_answer_that_never_comes_is_given_up_and_looked_up(
    line: Line, ada_shop: Store, ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reliability F78: the work was done, the caller was not told."""
    monkeypatch.setattr("app.platform.client.TIMEOUTS", (1.0, 0.5))
    line.faults(api=[{"action": "hang:1.5", "times": 1, "operation": "tagsAdd"}])

    ada_shop.order(ada, "5000.00")
    line.settle()
    pass_the_wait(line)

    assert ada_shop.tags(ada) == ["VIP-Gold"]
    assert second_pass(line, ada_shop) == 0


def test_one_refused_customer_is_shown_and_stops_nobody(line: Line, ada_shop: Store, ada: int) -> None:
    """Reliability F79, F82: three in one request, one of them has no room for another tag."""
    full = ada_shop.customer("full@example.com", tags=[f"tag-{n}" for n in range(250)])
    ben = ada_shop.customer("ben@example.com")
    line.settle()
    ada_shop.post("/webhooks/hold", on=True)
    for each in (ada, full, ben):
        ada_shop.order(each, "5000.00")
    ada_shop.post("/webhooks/hold", on=False)
    line.settle()

    assert (ada_shop.tags(ada), ada_shop.tags(ben)) == (["VIP-Gold"], ["VIP-Gold"])
    assert "VIP-Gold" not in ada_shop.tags(full)
    dead = [row for row in line.outbox(ada_shop, "customer") if row.dead]
    assert [row.subject for row in dead] == [str(line.customer(ada_shop, full).id)]
    assert "tag" in dead[0].problem.lower()
    asked = line.mutations()
    line.clock(advance_seconds=3600)
    line.settle()
    assert line.mutations() == asked


def test_a_store_that_is_frozen_is_left_alone_and_served_when_it_thaws(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """Reliability F73: said to the merchant, nothing dropped."""
    line.faults(api=[{"action": "status:402", "times": 99}])
    ada_shop.order(ada, "5000.00")
    line.settle()
    with line.context.db.read() as session:
        assert "frozen" in ada_shop.shop(session).trouble

    line.control("DELETE", "/faults")
    line.end_pauses()
    line.settle()

    assert ada_shop.tags(ada) == ["VIP-Gold"]


def test_a_tag_that_staff_took_away_comes_back_once_a_day(line: Line, ada_shop: Store, ada: int) -> None:
    """Reliability F83: tiers are ours to keep, and we do not fight over them."""
    ada_shop.order(ada, "5000.00")
    line.settle()
    for _ in range(2):
        ada_shop.post(f"/customers/{ada}/tags", remove=["VIP-Gold"])
        line.settle()
    assert ada_shop.tags(ada) == []

    line.clock(advance_seconds=86_400)
    line.settle()
    assert ada_shop.tags(ada) == ["VIP-Gold"]


def test_the_merchants_own_tags_are_never_touched(line: Line, ada_shop: Store, ada: int) -> None:
    ada_shop.post(f"/customers/{ada}/tags", add=["Wholesale", "vip-ish"])
    order = ada_shop.order(ada, "5000.00")
    line.settle()
    ada_shop.post(f"/orders/{order['id']}/refund", all=True)
    line.settle()

    assert ada_shop.tags(ada) == ["vip-ish", "Wholesale"]


def pass_the_wait(line: Line) -> None:
    line.clock(advance_seconds=UNKNOWN_SECONDS)
    line.settle()


def second_pass(line: Line, store: Store) -> int:
    """How many changes another look at everything asks for."""
    before = line.mutations()
    line.want_again(store, "program", "objects")
    line.want_again(store, "customer", *(row.subject for row in line.outbox(store, "customer")))
    line.settle()
    return line.mutations() - before


def objects(line: Line, store: Store, kind: str) -> list[PlatformObject]:
    with line.context.db.read() as session:
        shop = store.shop(session)
        found = select(PlatformObject).where(PlatformObject.shop_id == shop.id, PlatformObject.kind == kind)
        return list(session.exec(found).all())


def by_code(checkout: dict[str, Any]) -> list[str]:
    return [each["amount"] for each in checkout["discounts"] if each.get("code")]


def metafield(store: Store, customer_id: int, key: str) -> str:
    held = store.state["customers"][str(customer_id)]["metafields"]
    return str(next(value["value"] for name, value in held.items() if name.endswith(f".{key}")))
