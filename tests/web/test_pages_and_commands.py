"""Every number on a page is the one that `laurel … --json` says (issue 5); the pages that have commands."""

import re
from datetime import timedelta
from typing import Any

import pytest

from app.models import Customer
from app.web.filters import money
from tests.stage import Line, Store
from tests.web.test_pages import live_store, seen, words
from tests.web.test_problems import go_wrong
from tests.web.test_tiers import some_buyers, told

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def ada(line: Line, ada_shop: Store) -> Customer:
    """She will fall in some weeks, beside fourteen who bought when she did."""
    some_buyers(ada_shop)
    member = live_store(line, ada_shop, "5120.40")
    line.clock(advance_seconds=timedelta(days=330).total_seconds())
    line.run_jobs()
    return member


def page(line: Line, store: Store, path: str) -> str:
    return words(seen(line, store, path))


def usd(minor: int) -> str:
    return money(minor, "USD").replace("\N{NO-BREAK SPACE}", " ")


def of_a_page(said: str) -> str:
    """Words of a command with their amounts as the pages write them."""
    return re.sub(r"([\d.]+) USD", r"$\1", said)


def test_a_member_is_told_as_explain_and_timeline_tell(line: Line, ada_shop: Store, ada: Customer) -> None:
    why, story = told(line, "explain", "ada@example.com"), told(line, "timeline", "ada@example.com")

    shown = page(line, ada_shop, f"/app/members/{ada.id}")

    assert f"{why['tier']['name']} since" in shown
    assert f"the spend is {usd(why['metric_value'])}." in shown
    assert f"{usd(why['to_next'])} more lifts this customer to {why['next_tier']['name']}" in shown
    for order in why["orders"]:
        assert f"{order['name']}" in shown and usd(order["counted_minor"]) in shown
    for each in why["leaving"]:
        assert f"−{usd(each['amount_minor'])}" in shown
    moves = [each for each in story["events"] if each["kind"] == "tier"]
    assert shown.count("No tier → Gold") == len(moves) == len(why["changes"])
    told_there = page(line, ada_shop, f"/app/members/{ada.id}/story")
    assert all(of_a_page(each["words"]).split(",")[0] in told_there for each in story["benefits"])


def test_the_calendar_adds_up_what_the_forecast_lists(line: Line, ada_shop: Store, ada: Customer) -> None:
    forecast = told(line, "forecast", "--within", str(26 * 7))

    shown = page(line, ada_shop, "/app/demotions")

    assert forecast["total"] > 0
    assert f"{forecast['total']} members fall in the next 26 weeks" in shown
    assert shown.endswith(usd(sum(each["needed"] for each in forecast["members"])) + " ")


def test_every_benefit_is_one_of_those_that_the_command_lists(
    line: Line, ada_shop: Store, ada: Customer
) -> None:
    said = told(line, "benefits")["benefits"]

    shown = page(line, ada_shop, "/app/benefits")

    assert len(said) == 12
    for each in said:
        assert shown.count(of_a_page(each["words"])) == sum(other["words"] == each["words"] for other in said)


def test_home_counts_in_each_tier_whom_explain_puts_there(line: Line, ada_shop: Store, ada: Customer) -> None:
    said = told(line, "program", "show")
    people = {name: len(members) for name, members in by_tier(line).items()}

    shown = page(line, ada_shop, "/app")

    for tier in said["program"]["tiers"]:
        row = rf"{tier['name']} {re.escape(usd(tier['entry']))} {people.get(tier['name'], 0)} "
        assert re.search(row, shown), tier["name"]


def by_tier(line: Line) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for number in range(14):
        why = told(line, "explain", f"c{number}@example.com")
        found.setdefault(why["tier"]["name"], []).append(why)
    ada = told(line, "explain", "ada@example.com")
    found.setdefault(ada["tier"]["name"], []).append(ada)
    return found


def test_problems_are_those_of_the_commands(line: Line, ada_shop: Store, ada: Customer) -> None:
    go_wrong(line, ada_shop, ada)
    dead, hooks = told(line, "webhooks", "list", "--dead"), told(line, "hooks", "list")
    money_out = told(line, "grants", "list", "--state", "needs_review")

    shown = page(line, ada_shop, "/app/problems")

    assert len(dead) == shown.count("Replay") == 1 and dead[0]["reason"] in shown
    assert f"{len(money_out)} payment needs your decision" in shown
    assert [each["url"] for each in hooks if each["failing_since"]] == re.findall(
        r"https://\S+(?= has not)", shown
    )
