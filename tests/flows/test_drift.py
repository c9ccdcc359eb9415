"""Staff change what is ours: it is noticed, told and put back, once a day; theirs stays (F83, I-23)."""

import json
from typing import Any

import pytest
from sqlmodel import col, select

from app.models import AuditEvent, JobRun
from app.platform.program_objects import quoted
from tests.flows.drops import live_stage
from tests.stage import Line, Store

DAY = 25 * 3600


@pytest.fixture
def ada(line: Line, ada_shop: Store) -> int:
    """Ada, a Gold member of a store that is live."""
    ada = ada_shop.customer("ada@example.com")
    ada_shop.install()
    ada_shop.go_live()
    ada_shop.order(ada, "5000.00")
    line.settle()
    return ada


@pytest.mark.parametrize(
    ("edit", "what"),
    [({"percent": 50}, "percentage"), ({"active": False}, "ended"), ({"title": "Mine now"}, "title")],
)
def test_a_discount_that_staff_edited_is_put_back_and_told(
    line: Line, ada_shop: Store, ada: int, edit: dict[str, Any], what: str
) -> None:
    gold = discount(ada_shop, "Gold member – 15 %")
    ada_shop.line.control("PATCH", f"/{ada_shop.domain}/discounts/{gold['id']}", edit)
    line.run_jobs()

    assert ada_shop.checkout(ada, "100.00")["discounts"][0]["amount"] == "15.00"
    assert discount(ada_shop, "Gold member – 15 %")["id"] == gold["id"]
    [told] = put_back(line, ada_shop)
    assert (told["name"], told["what"]) == ("Gold member – 15 %", [what])


def test_a_deleted_discount_and_a_deleted_segment_are_made_again(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """Platform 1.4: a deleted segment leaves a discount that nobody gets."""
    gold = discount(ada_shop, "Gold member – 15 %")
    ada_shop.line.control("DELETE", f"/{ada_shop.domain}/discounts/{gold['id']}")
    as_staff(line, ada_shop, "segment_delete", id=segment(line, ada_shop, "VIP Gold"))
    line.run_jobs()

    assert ada_shop.checkout(ada, "100.00")["discounts"][0]["amount"] == "15.00"
    assert {(each["name"], *each["what"]) for each in put_back(line, ada_shop)} == {
        ("Gold member – 15 %", "deleted"),
        ("VIP Gold", "deleted"),
    }


def test_a_segment_that_staff_widened_is_narrowed_again(line: Line, ada_shop: Store, ada: int) -> None:
    ben = ada_shop.customer("ben@example.com")
    query = "customer_tags CONTAINS 'VIP-Gold' OR number_of_orders >= 0"
    gold = segment(line, ada_shop, "VIP Gold")
    as_staff(line, ada_shop, "segment_update", id=gold, name="VIP Gold", query=query)
    line.run_jobs()

    assert ada_shop.checkout(ben, "100.00")["discounts"] == []


def test_metafields_that_were_changed_and_tags_given_by_hand_are_noticed_by_the_night(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """Both without a webhook; what staff put beside it stays."""
    ben = ada_shop.customer("ben@example.com")
    quietly(line, ada_shop, ben, add=["VIP-Platinum", "wholesale"])
    owner = {"ownerId": f"gid://shopify/Customer/{ada}", "namespace": "$app:vip", "key": "tier"}
    set_metafield(line, ada_shop, owner | {"type": "single_line_text_field", "value": "Emperor"})
    verdict = look(line, ada_shop)

    assert held(ada_shop, ada)["tier"] == "Gold"
    assert ada_shop.tags(ben) == ["wholesale"]
    assert (verdict["changed"], verdict["given"]) == (1, 1)


def test_a_quiet_night_costs_a_few_reads_and_no_mutation(line: Line, ada_shop: Store, ada: int) -> None:
    """I-23: mutations are the difference to what stands there. The first night makes what later ones read."""
    look(line, ada_shop)
    before, last = line.mutations(), line.requests_log()[-1]["id"]
    verdict = look(line, ada_shop)

    assert line.mutations() == before
    assert (verdict["seen"], verdict["changed"], verdict["objects"]) == (1, 0, [])
    drift = ("CustomersSeen", "CustomersTagged", "ObjectsSeen", "AutomaticCount")
    asked = [each["operation"] for each in line.requests_log(since=last)]
    assert sum(operation in drift for operation in asked) <= 8


def test_over_a_thousand_customers_are_read_by_one_bulk_query(
    line: Line, ada_shop: Store, ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.delivery.drift.FROM_BULK", 1)
    ben = ada_shop.customer("ben@example.com")
    quietly(line, ada_shop, ben, add=["VIP-Platinum"])
    quietly(line, ada_shop, ada, remove=["VIP-Gold"])
    last = line.requests_log()[-1]["id"]
    verdict = look(line, ada_shop)

    assert (ada_shop.tags(ada), ada_shop.tags(ben)) == (["VIP-Gold"], [])
    assert (verdict["seen"], verdict["changed"], verdict["given"]) == (2, 1, 1)
    assert "CustomersSeen" not in [each["operation"] for each in line.requests_log(since=last)]


def test_what_staff_changes_again_on_the_same_day_waits_for_the_next(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """F83: no fight."""
    quietly(line, ada_shop, ada, remove=["VIP-Gold"])
    look(line, ada_shop)
    quietly(line, ada_shop, ada, remove=["VIP-Gold"])
    line.want_again(ada_shop, "shop", "drift:again")
    line.settle()
    same_day = ada_shop.tags(ada)
    line.clock(advance_seconds=DAY)
    line.settle()

    assert (same_day, ada_shop.tags(ada)) == ([], ["VIP-Gold"])


def test_a_change_that_shopify_tells_of_is_put_back_at_once_and_again_the_next_day(
    line: Line, ada_shop: Store, ada: int
) -> None:
    gold = discount(ada_shop, "Gold member – 15 %")
    path, found = f"/{ada_shop.domain}/discounts/{gold['id']}", []
    for percent in (50, 60):
        line.control("PATCH", path, {"percent": percent})
        line.settle()
        found.append(discount(ada_shop, "Gold member – 15 %")["percent"])
    line.clock(advance_seconds=DAY)
    line.settle()

    assert found == ["15", "60"]
    assert discount(ada_shop, "Gold member – 15 %")["percent"] == "15"


def test_our_own_changes_are_no_changes_of_others(line: Line, ada_shop: Store, ada: int) -> None:
    """The platform tells of ours as well."""
    before = line.mutations()
    line.want_again(ada_shop, "shop", "objects")
    line.settle()

    assert line.mutations() == before and put_back(line, ada_shop) == []


def test_others_automatic_discounts_are_counted(line: Line, ada_shop: Store, ada: int) -> None:
    """Platform 1.5: 25 over all apps."""
    for n in range(3):
        ada_shop.post("/discounts", title=f"Sale {n}", percent=1)
    look(line, ada_shop)

    with line.context.db.read() as session:
        assert ada_shop.shop(session).other_automatic_discounts == 3


def test_a_product_of_a_drop_that_staff_published_early_is_hidden_and_told(
    line: Line, ada_shop: Store
) -> None:
    """GAP-EARLY: publications are part of the night's verdict, once."""
    stage = live_stage(line, ada_shop)
    coat = stage.product()
    stage.plan(coat, hours_ahead=400)
    ada_shop.post(f"/products/{coat}/publish")
    first, second = look(line, ada_shop), look(line, ada_shop)

    told = {"kind": "product", "name": "Coat of the year", "what": ["publication"]}
    assert stage.seen(coat) == "hidden"
    assert (first["objects"], second["objects"]) == ([told], [])


def look(line: Line, store: Store) -> dict[str, Any]:
    """The next night's look, and its verdict."""
    line.clock(advance_seconds=DAY)
    line.run_jobs()
    with line.context.db.read() as session:
        found = select(JobRun).where(JobRun.shop_id == store.shop(session).id, JobRun.job == "drift")
        run = session.exec(found.order_by(col(JobRun.claimed_at).desc())).first()
        assert run is not None and run.done_at is not None
        return dict(json.loads(run.verdict))


def put_back(line: Line, store: Store) -> list[dict[str, Any]]:
    with line.context.db.read() as session:
        found = select(AuditEvent.detail).where(
            AuditEvent.shop_id == store.shop(session).id, AuditEvent.action == "store changed by others"
        )
        return [each for detail in session.exec(found).all() for each in json.loads(detail)["put_back"]]


def discount(store: Store, title: str) -> dict[str, Any]:
    [one] = [each for each in store.state["discounts"] if each["title"] == title]
    return dict(one)


def held(store: Store, customer: int) -> dict[str, str]:
    fields = store.state["customers"][str(customer)]["metafields"]
    return {name.rpartition(".")[2]: each["value"] for name, each in fields.items()}


def segment(line: Line, store: Store, name: str) -> str:
    answer = as_staff(line, store, "segments_find", query=f"name:{quoted(name)}")
    return str(answer.data["segments"]["nodes"][0]["id"])


def as_staff(line: Line, store: Store, document: str, **variables: Any) -> Any:
    """The same words that staff would have the store obey."""
    with line.context.db.read() as session:
        shop = store.shop(session)
    return line.context.calls(shop).named(document, variables)


def set_metafield(line: Line, store: Store, metafield: dict[str, str]) -> None:
    text = "mutation($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { userErrors { message } } }"
    run(line, store, text, {"m": [metafield]})


def quietly(line: Line, store: Store, customer: int, **tags: list[str]) -> None:
    """The webhooks that would tell of it are lost."""
    line.faults(webhooks={"loss": 1.0})
    store.post(f"/customers/{customer}/tags", **tags)
    line.faults()


def run(line: Line, store: Store, text: str, variables: dict[str, Any]) -> None:
    with line.context.db.read() as session:
        shop = store.shop(session)
    line.context.calls(shop).run(text, variables)
