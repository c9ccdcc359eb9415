"""Members, the demotion calendar and tiers by hand: numbers, files, and nothing of another store."""

import csv
import io
import json
import re
from datetime import timedelta
from typing import Any

import pytest
import requests
from sqlmodel import col, select

from app.explain.forecast import falling
from app.models import AuditEvent, Customer, Grant, Override
from tests.flows.test_falling import with_rules
from tests.stage import Line, Store
from tests.web.test_pages import fetched, live_store, seen, words
from tests.web.test_tiers import told

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def shop(line: Line, ada_shop: Store) -> Store:
    """Ada is Gold, Ben Silver, Nora has no tier."""
    for first, price in (("Ada", "6400.00"), ("Ben", "2100.00"), ("Nora", "80.00")):
        person = ada_shop.customer(f"{first}@example.com".lower(), first_name=first, last_name="=Berg")
        ada_shop.order(person, price, webhooks=False)
    ada_shop.install()
    ada_shop.go_live()
    line.settle()
    return ada_shop


def people(line: Line, store: Store) -> dict[str, Customer]:
    with line.context.db.read() as session:
        found = select(Customer).where(Customer.shop_id == store.shop(session).id)
        return {(each.email or "").split("@")[0]: each for each in session.exec(found).all()}


def rows(answer: requests.Response) -> list[dict[str, str]]:
    assert answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def form(**more: Any) -> dict[str, Any]:
    return {"kind": "floor", "give_tier": "Gold", "reason": "Press", "until": "", "give": "1"} | more


def overrides(line: Line, store: Store) -> list[Override]:
    with line.context.db.read() as session:
        found = select(Override).where(Override.shop_id == store.shop(session).id)
        return list(session.exec(found.order_by(col(Override.id))).all())


def test_a_file_holds_exactly_those_whom_the_filter_finds(line: Line, shop: Store) -> None:
    everybody = rows(fetched(line, shop, "GET", "/app/members.csv"))
    members = rows(fetched(line, shop, "GET", "/app/members.csv?tier=members&sort=least"))

    assert [each["email"] for each in everybody] == ["ada@example.com", "ben@example.com", "nora@example.com"]
    assert [each["email"] for each in members] == ["ben@example.com", "ada@example.com"]
    assert (everybody[0]["tier"], everybody[0]["value"], everybody[0]["unit"]) == ("Gold", "6400.00", "USD")
    assert everybody[2]["to_next"] == "1920.00"


def test_a_name_that_a_spreadsheet_would_run_is_text(line: Line, shop: Store) -> None:
    person = shop.customer("eve@example.com", first_name="=HYPERLINK(1)", last_name="")
    shop.order(person, "10.00")
    line.settle()

    [eve] = rows(fetched(line, shop, "GET", "/app/members.csv?q=eve"))

    assert eve["name"].startswith("'=")


def test_a_text_that_very_many_begin_with_finds_the_same(
    line: Line, shop: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are asked for in another way, in which a large store does not take a second."""
    person = shop.customer("zoe@example.com", first_name="Eve", last_name="Oz")
    shop.order(person, "10.00")
    line.settle()
    searches = {"=berg": 3, "z": 1, "oz": 1, "eve o": 1, "eva": 0}

    rare = {text: fetched(line, shop, "GET", "/app/members", params={"q": text}).text for text in searches}
    monkeypatch.setattr("app.web.member_list.MANY_BEGIN_SO", 0)
    common = {text: fetched(line, shop, "GET", "/app/members", params={"q": text}).text for text in searches}

    assert common == rare
    assert {text: found.count("<s-table-row") for text, found in common.items()} == searches


def test_the_calendar_the_filter_the_file_and_the_command_count_the_same(line: Line, shop: Store) -> None:
    """GAP-FORECAST: Ada and Ben fall in the same week, a year and three months from now."""
    line.clock(advance_seconds=timedelta(days=365).total_seconds())
    line.run_jobs()
    line.settle()
    with line.context.db.read() as session:
        told = falling(session, shop.shop(session), line.context.clock(), 182, 100)
    assert told.total == 2

    page = fetched(line, shop, "GET", "/app/demotions")
    week = re.search(r"/app/demotions\?week=(\d{4}-\d{2}-\d{2})&amp;tier=2|week=([\d-]+)&tier=2", page.text)
    assert week is not None
    monday = week[1] or week[2]
    inside = fetched(line, shop, "GET", f"/app/demotions?week={monday}&tier=2")
    listed = fetched(line, shop, "GET", f"/app/members?falls={monday}&tier=2")
    file = rows(fetched(line, shop, "GET", f"/app/demotions.csv?week={monday}&tier=2"))

    assert "2 members fall in the next 26 weeks" in words(page)
    assert "1 member falls if nothing is bought." in words(inside)
    assert "1 customer found" in words(listed)
    [ada] = [each for each in told.members if each.tier == "Gold"]
    assert [(each["falls_on"], each["email"]) for each in file] == [(str(ada.falls_on), "ada@example.com")]
    assert f'href="/app/members/{ada.customer_id}"' in inside.text
    risky = rows(fetched(line, shop, "GET", "/app/members.csv?state=grace"))
    assert {each["email"] for each in risky} == {"ada@example.com", "ben@example.com"}


def test_who_is_near_the_next_tier_is_listed_with_what_is_lacking(line: Line, shop: Store) -> None:
    """ID-FLAG-NEAR: the list, its file and `laurel forecast --near` say the same people and amounts."""
    for name, price in (("Cyd", "1800.00"), ("Dan", "4950.00"), ("Eve", "1799.99"), ("Flo", "9900.00")):
        shop.order(shop.customer(f"{name}@example.com".lower(), first_name=name), price)
    line.settle()
    near = told(line, "forecast", "--near")

    page = fetched(line, shop, "GET", "/app/members?state=near")
    file = rows(fetched(line, shop, "GET", "/app/members.csv?state=near"))
    whole = seen(line, shop, "/app/members?state=near")

    assert [(each["email"], each["next_tier"], each["gap"]) for each in near["members"]] == [
        ("dan@example.com", "Gold", 50_00),
        ("flo@example.com", "Platinum", 100_00),
        ("cyd@example.com", "Silver", 200_00),
    ]
    assert [(each["email"], each["to_next"]) for each in file] == [
        (each["email"], f"{each['gap'] // 100}.00") for each in near["members"]
    ]
    lacks = re.findall(r"\$([\d,.]+) to (\w+)", words(page))
    assert lacks == [("50.00", "Gold"), ("100.00", "Platinum"), ("200.00", "Silver")]
    assert "3 customers found" in words(page) and f"{near['total']} customers found" in words(page)
    assert "At most $200.00 to the next tier" in words(whole)


def test_nobody_is_near_a_line_that_is_not_drawn_yet(line: Line, ada_shop: Store) -> None:
    person = ada_shop.customer("ada@example.com")
    ada_shop.order(person, "6400.00")
    ada_shop.install()
    best = {"tiers": [{"name": "Best", "top_percent": 5}], "review": {"kind": "monthly", "day": 1}}
    with_rules(line, ada_shop, best)

    page = seen(line, ada_shop, "/app/members?state=near")

    assert "Nobody fits" in page.text and "to the next tier" not in page.text


def test_a_state_that_nobody_is_in_says_so(line: Line, shop: Store) -> None:
    for state in ("near", "risk", "grace", "hand", "refund", "instead"):
        told = fetched(line, shop, "GET", f"/app/members?state={state}").text
        assert "Nobody fits" in told, state


def test_who_was_lowered_by_a_refund_is_found(line: Line, shop: Store) -> None:
    cleo = shop.customer("cyd@example.com", first_name="Cyd")
    order = shop.order(cleo, "2500.00")
    line.settle()
    shop.post(f"/orders/{order['id']}/refund", amount="600.00")
    line.settle()

    found = rows(fetched(line, shop, "GET", "/app/members.csv?state=refund"))

    assert [each["email"] for each in found] == ["cyd@example.com"]


def test_all_whom_a_filter_finds_are_set_by_hand_once(line: Line, shop: Store) -> None:
    asked = fetched(line, shop, "POST", "/app/members/by-hand", data={"all": "1", "tier": "members"})
    assert "Set the tier of 2 customers by hand" in words(asked) or "2 customers by hand" in asked.text
    assert asked.headers["HX-Retarget"] == "#dialog"

    sent = form(all="1", tier="members", number="2", until="2030-12-31")
    done = [fetched(line, shop, "POST", "/app/members/by-hand", data=sent) for _ in range(2)]
    line.settle()

    assert [each.status_code for each in done] == [200, 200]
    assert "Set for 2 customers" in done[0].headers["HX-Trigger"]
    assert "Set for 0 customers" in done[1].headers["HX-Trigger"]
    assert [(each.kind, each.tier, each.reason) for each in overrides(line, shop)] == [
        ("floor", "Gold", "Press")
    ] * 2
    assert {who.rank for who in people(line, shop).values()} == {2, 0}
    assert rows(fetched(line, shop, "GET", "/app/members.csv?state=hand"))[0]["email"] == "ben@example.com"
    with line.context.db.read() as session:
        notes = select(AuditEvent).where(
            AuditEvent.shop_id == shop.shop(session).id, AuditEvent.action == "override given"
        )
        assert [each.actor.startswith("staff:") for each in session.exec(notes).all()] == [True, True]


def test_a_list_that_has_changed_is_looked_at_again(line: Line, shop: Store) -> None:
    answer = fetched(
        line, shop, "POST", "/app/members/by-hand", data=form(all="1", tier="members", number="1")
    )

    assert answer.status_code == 422
    assert "it is 2 customers now" in words(answer)
    assert overrides(line, shop) == []


def test_what_was_typed_stays_beside_what_is_wrong(line: Line, shop: Store) -> None:
    ada = people(line, shop)["ada"]
    typed = form(reason="", until="2001-01-01", give_tier="Silver")

    answer = fetched(line, shop, "POST", f"/app/members/{ada.id}/by-hand", data=typed)

    assert answer.status_code == 422
    assert 'value="2001-01-01"' in answer.text and 'value="Silver"' in answer.text
    assert "Say why" in answer.text and "Give a day from today" in answer.text
    assert overrides(line, shop) == []


def test_the_ids_of_another_store_are_chosen_by_nobody(line: Line, shop: Store, cleo_shop: Store) -> None:
    cleos = live_store(line, cleo_shop, "500000")

    many = fetched(line, shop, "POST", "/app/members/by-hand", data=form(id=str(cleos.id), number="1"))
    others = [
        fetched(line, shop, method, f"/app/members/{cleos.id}/{part}", data=form(amount="5.00", sure="1"))
        for method, part in (
            ("GET", "by-hand"),
            ("POST", "by-hand"),
            ("POST", "by-hand/1/end"),
            ("GET", "order?amount=5"),
            ("GET", "as-of?day=2026-01-01"),
            ("GET", "surprise"),
            ("POST", "surprise"),
        )
    ]

    assert many.status_code == 422 and "Nobody is chosen" in words(many)
    assert {each.status_code for each in others} == {404}
    assert overrides(line, cleo_shop) == []


def test_a_floor_is_given_and_ended_on_the_members_page(line: Line, shop: Store) -> None:
    """ID-UNHAPPY."""
    nora = people(line, shop)["nora"]

    given = fetched(line, shop, "POST", f"/app/members/{nora.id}/by-hand", data=form(reason="Late parcel"))
    line.settle()
    page = words(fetched(line, shop, "GET", f"/app/members/{nora.id}"))
    [row] = overrides(line, shop)
    ended = [fetched(line, shop, "POST", f"/app/members/{nora.id}/by-hand/{row.id}/end") for _ in range(2)]
    line.settle()

    assert "Set by hand" in given.headers["HX-Trigger"]
    assert "Gold is set by hand (Late parcel); what is earned goes on being computed: No tier." in page
    assert "Nora =Berg goes from Gold to No tier at once, without a notice. Reason: Late parcel" in page
    assert ["Ended" in each.headers["HX-Trigger"] for each in ended] == [True, False]
    assert people(line, shop)["nora"].rank == 0


def test_the_forecast_says_the_day_and_the_money(line: Line, shop: Store) -> None:
    """FORECAST: the same as `laurel forecast --customer`."""
    ada = people(line, shop)["ada"]

    told = words(fetched(line, shop, "GET", f"/app/members/{ada.id}"))

    assert ada.falls_on is not None
    last = ada.falls_on - timedelta(days=1)
    assert f"Keeps Gold until {last.day} {last:%b %Y}; needs $5,000.00 by then." in told


def test_an_order_that_was_not_made_says_what_it_would_change(line: Line, shop: Store) -> None:
    ben = people(line, shop)["ben"]

    told = words(fetched(line, shop, "GET", f"/app/members/{ben.id}/order?amount=3000"))
    wrong = fetched(line, shop, "GET", f"/app/members/{ben.id}/order?amount=-5&on=2001-01-01")

    assert "Gold at once." in told
    assert "$5,100.00 count instead of $2,100.00" in told
    assert wrong.status_code == 422
    assert "Write an amount such as 120.00." in wrong.text and 'value="2001-01-01"' in wrong.text
    assert people(line, shop)["ben"].rank == 1


def test_a_past_day_is_told_by_what_was_known_then_and_now(line: Line, shop: Store) -> None:
    ben = people(line, shop)["ben"]
    day = line.context.clock().date().isoformat()
    line.clock(advance_seconds=timedelta(days=3).total_seconds())
    [order] = [each for each in shop.state["orders"].values() if each["email"] == "ben@example.com"]
    shop.post(f"/orders/{order['id']}/refund", amount="500.00")
    line.settle()
    address = f"/app/members/{ben.id}/as-of?day={day}"

    then = words(fetched(line, shop, "GET", f"{address}&known=then"))
    now = words(fetched(line, shop, "GET", f"{address}&known=now"))
    ahead = fetched(line, shop, "GET", f"/app/members/{ben.id}/as-of?day=2190-01-01")

    assert "Silver on" in then
    assert "Known now" in now and ("became known later" in now)
    assert ahead.status_code == 422


def test_a_surprise_is_looked_at_and_then_given_once(line: Line, shop: Store) -> None:
    """BEN-PER-SURPRISE."""
    ada = people(line, shop)["ada"]
    address = f"/app/members/{ada.id}/surprise"
    empty = fetched(line, shop, "GET", address)
    key = re.search(r'name="key" value="(\w+)"', empty.text)[1]  # type: ignore[index]
    typed = {"amount": "25.00", "given_as": "store_credit", "days": "365", "reason": "Thank you", "key": key}

    wrong = fetched(line, shop, "POST", address, data=typed | {"amount": "x", "reason": ""})
    look = fetched(line, shop, "POST", address, data=typed)
    with line.context.db.read() as session:
        assert session.exec(select(Grant).where(Grant.shop_id == shop.shop(session).id)).all() == []
    done = [fetched(line, shop, "POST", address, data=typed | {"sure": "1"}) for _ in range(2)]

    assert wrong.status_code == 422 and "Say why" in wrong.text
    assert "$25.00 store credit goes to the account of Ada" in words(look)
    assert "on its way" in done[0].headers["HX-Trigger"]
    assert "already" in done[1].headers["HX-Trigger"]
    with line.context.db.read() as session:
        [grant] = session.exec(select(Grant).where(Grant.shop_id == shop.shop(session).id)).all()
    assert (grant.amount_minor, json.loads(grant.reason)["why"]) == (2500, "Thank you")
