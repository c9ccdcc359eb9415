"""Economics on the page: the numbers of the command, an exact what-if, assumptions in the draft."""

import json
import re
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from sqlmodel import select

from app.cli import main
from app.models import ProgramVersion, Report
from app.programs import draft_of, parsed
from app.rules.member_year import LIMITS, shown
from app.rules.program import Program
from app.web.filters import money
from tests.stage import Line, Store
from tests.web.queries import counted_queries
from tests.web.test_pages import MOST_QUERIES, fetched, live_store, seen, words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ASSUMED = {
    "economics.margin_percent:int": "60",
    "economics.shipping:text?": "8.00",
    "economics.spend_lift_percent:int": "30",
    "economics.repurchase_percent:int": "80",
    "economics.repurchase_others_percent:int": "60",
    "tiers[1].cost.support": "40.00",
}


@pytest.fixture
def command(line: Line, capsys: Any, monkeypatch: Any, tmp_path: Any, database_url: str) -> Any:
    """What `laurel economics --json` tells of Ada's store now."""
    monkeypatch.chdir(tmp_path)  # where no .env is
    monkeypatch.delenv("SANDBOX_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setattr("app.cli.economics.now", line.context.clock)

    def run(*options: str) -> dict[str, Any]:
        assert main(["economics", "--shop", "ada-shop.myshopify.com", "--json", *options]) == 0
        return dict(json.loads(capsys.readouterr().out))

    return run


def gold_of(told: dict[str, Any]) -> dict[str, Any]:
    return next(dict(each) for each in told["tiers"] if each["tier"] == "Gold")


def versions(line: Line, store: Store) -> list[ProgramVersion]:
    with line.context.db.read() as session:
        shop = store.shop(session)
        return list(session.exec(select(ProgramVersion).where(ProgramVersion.shop_id == shop.id)).all())


def draft(line: Line, store: Store) -> Program:
    with line.context.db.read() as session:
        row = draft_of(session, store.shop(session).id)
        assert row is not None
        return parsed(row.rules)


def test_the_page_tells_what_the_command_tells(line: Line, ada_shop: Store, command: Any) -> None:
    """ECO-COSTS, ECO-BREAKEVEN, GAP-ECON: the guide's figures and the honest ones, side by side."""
    live_store(line, ada_shop)
    told = command()
    gold = gold_of(told)["economics"]

    page = words(seen(line, ada_shop, "/app/economics"))

    figures = [gold["year"][f"{name}_minor"] for name in ("discount", "shipping", "gifts", "support", "cost")]
    figures += [gold[view]["gain_minor"] for view in ("guide", "loaded")]
    figures += [told["all_members"][f"{name}_minor"] for name in ("cost", "gain")]
    figures += [gold["threshold"]["break_even_minor"], gold["threshold"]["low_minor"]]
    for figure in figures:
        assert money(figure, "USD").replace("\N{NO-BREAK SPACE}", " ") in page
    assert "what is assumed" in page and "Nobody is in it" in page


def test_what_loses_money_is_said_before_it_is_used(line: Line, ada_shop: Store) -> None:
    """ECO-GUARD"""
    live_store(line, ada_shop)
    lean = ASSUMED | {"economics.margin_percent:int": "15"}

    page = fetched(line, ada_shop, "POST", "/app/economics/assumptions", data=lean)

    assert "Gold loses money: a member costs" in page.text
    assert page.text.count("<s-banner") == 1


def test_a_what_if_is_reckoned_by_the_exact_rules(line: Line, ada_shop: Store, command: Any) -> None:
    """GAP-WHATIF: as `laurel economics --what-if`."""
    live_store(line, ada_shop)
    gold = gold_of(command("--what-if", "Gold.discount=5", "--what-if", "Gold.lift=10"))
    figures = {name: str(gold["economics"]["figures"][name]) for name in LIMITS}
    knobs = {"discount": "5", "lift": "10", "retention": figures["repurchase_percent"]}
    knobs |= {"shipping": figures["shipping_minor"], "gift": figures["gifts_minor"]}
    knobs |= {"support": figures["support_minor"]}

    answer = fetched(line, ada_shop, "POST", "/app/economics/what-if", data=figures | knobs)

    told, then = words(answer), gold["what_if"]["then"]
    for figure in (
        then["year"]["cost_minor"],
        then["year"]["net_minor"],
        then["guide"]["gain_minor"],
        then["loaded"]["gain_minor"],
        gold["what_if"]["net_change_minor"],
        gold["what_if"]["gain_change_minor"],
    ):
        assert money(figure, "USD") in told


@pytest.mark.parametrize(
    "wrong", [{"discount": "101"}, {"discount": "-1"}, {"spend_minor": "0"}, {"gift": ""}]
)
def test_a_what_if_that_cannot_be_is_refused(line: Line, ada_shop: Store, wrong: dict[str, str]) -> None:
    live_store(line, ada_shop)
    whole = {name: str(least) for name, (least, _) in LIMITS.items()}
    whole |= dict.fromkeys(("discount", "shipping", "gift", "support", "lift", "retention"), "0")
    assert fetched(line, ada_shop, "POST", "/app/economics/what-if", data=whole).status_code == 200

    assert fetched(line, ada_shop, "POST", "/app/economics/what-if", data=whole | wrong).status_code == 400


def test_sliders_begin_where_the_tier_stands(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)

    gold = fetched(line, ada_shop, "GET", "/app/economics/sliders?tier=2").text

    assert re.search(r'id="turn-discount"[^>]* value="15"', gold)
    for tier in ("0", "4", "x", "9" * 30):
        assert fetched(line, ada_shop, "GET", f"/app/economics/sliders?tier={tier}").status_code == 404


def test_only_what_is_an_assumption_can_be_taken_over_into_them(line: Line, ada_shop: Store) -> None:
    """A discount is promised to members, and so are gifts of a benefit: Gold has such, Silver not."""
    live_store(line, ada_shop)
    with line.context.db.write() as session:
        row = session.get_one(ProgramVersion, (ada_shop.shop(session).id, 1))
        told = json.loads(row.rules)
        del told["tiers"][0]["benefits"][2:]
        row.rules = json.dumps(told)

    silver, gold = (
        dict(re.findall(r'id="turn-(\w+)" [^>]*data-into="([^"]+)"', page.text))
        for page in (fetched(line, ada_shop, "GET", f"/app/economics/sliders?tier={n}") for n in (1, 2))
    )
    assumed = seen(line, ada_shop, "/app/economics").text.partition('id="assumed"')[2]

    shared = {
        "shipping": "economics.shipping:text?",
        "lift": "economics.spend_lift_percent:int",
        "retention": "economics.repurchase_percent:int",
    }
    assert gold == shared | {"support": "tiers[1].cost.support"}
    assert silver == shared | {"support": "tiers[0].cost.support", "gift": "tiers[0].cost.gifts"}
    assert all(f'name="{name}"' in assumed for name in (silver | gold).values())


def test_assumptions_are_saved_into_the_draft_once_and_reckoned_with(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)

    for _ in range(2):
        answer = fetched(line, ada_shop, "POST", "/app/economics/assumptions", data=ASSUMED)

    assert "60 % of $5,000.00 list revenue" in words(answer)
    assert len(versions(line, ada_shop)) == 2
    saved = draft(line, ada_shop)
    assert (saved.economics.margin_percent, saved.economics.shipping_minor) == (60, 800)
    assert [tier.cost.support_minor for tier in saved.tiers] == [2500, 4000, 2500]


def test_this_form_changes_nothing_that_a_member_gets(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    sent = ASSUMED | {"tiers[0].entry": "1.00", "tiers[0].benefits[0].percent:int": "90"}

    fetched(line, ada_shop, "POST", "/app/economics/assumptions", data=sent).raise_for_status()

    silver = draft(line, ada_shop).tiers[0]
    assert silver.entry == 200_000 and "90" not in silver.model_dump_json()


def test_what_is_wrong_stays_beside_its_field_as_it_was_typed(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    wrong = ASSUMED | {"economics.margin_percent:int": "140", "tiers[1].cost.support": "much"}

    answer = fetched(line, ada_shop, "POST", "/app/economics/assumptions", data=wrong)

    assert answer.status_code == 422
    for path, typed in (("economics.margin_percent:int", "140"), ("tiers[1].cost.support", "much")):
        field = re.search(rf'<s-[a-z-]+ name="{re.escape(path)}"[^>]*>', answer.text)
        assert field and f'value="{typed}"' in field[0] and "error=" in field[0], path
    assert len(versions(line, ada_shop)) == 1


def test_the_page_takes_few_queries_and_adds_the_year_up_once(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    with counted_queries(line) as first:
        seen(line, ada_shop, "/app/economics").raise_for_status()
    with counted_queries(line) as again:
        seen(line, ada_shop, "/app/economics").raise_for_status()

    assert len(again) < len(first) <= MOST_QUERIES


def test_the_year_of_a_large_store_is_added_up_by_a_worker_while_the_page_says_so(
    line: Line, ada_shop: Store, command: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that takes seconds within a request; then the numbers of the command."""
    live_store(line, ada_shop)
    gold = gold_of(command())["economics"]
    monkeypatch.setattr("app.web.large_stores.MANY_CUSTOMERS", 1)

    with counted_queries(line) as asked:
        for _ in range(2):
            waiting = seen(line, ada_shop, "/app/economics")
            assert 'hx-trigger="every 2s"' in waiting.text and "<s-progress" in waiting.text
    assert not [each for each in asked if "sum(ledger_entry" in each]
    assert fetched(line, ada_shop, "GET", "/app/economics/sliders").status_code == 404
    with line.context.db.read() as session:
        shop_id = ada_shop.shop(session).id
        assert len(session.exec(select(Report).where(Report.shop_id == shop_id)).all()) == 1

    line.settle()
    part = fetched(line, ada_shop, "GET", "/app/economics")
    assert part.text.strip().startswith('<div id="economics">')
    assert money(shown(Fraction(gold["year"]["cost_minor"])), "USD") in words(part)


def test_a_large_store_is_told_what_was_last_found_while_a_worker_looks_again(
    line: Line, ada_shop: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    live_store(line, ada_shop)
    monkeypatch.setattr("app.web.large_stores.MANY_CUSTOMERS", 1)
    seen(line, ada_shop, "/app/economics")
    line.settle()
    first = words(seen(line, ada_shop, "/app/economics"))
    ada_shop.order(ada_shop.customer("ben@example.com", first_name="Ben"), "5500.00")
    line.settle()

    assert words(seen(line, ada_shop, "/app/economics")) == first
    line.clock(advance_seconds=timedelta(minutes=6).total_seconds())
    assert words(seen(line, ada_shop, "/app/economics")) == first
    line.settle()
    line.clock(advance_seconds=timedelta(minutes=6).total_seconds())
    again = words(seen(line, ada_shop, "/app/economics"))

    assert "The average of 2 members." in again and "The average of 2 members." not in first


def test_before_there_is_a_history_the_page_teaches(line: Line, ada_shop: Store, cleo_shop: Store) -> None:
    cleo_shop.post("/install")
    page = seen(line, cleo_shop, "/app/economics")
    assert "There are no numbers yet" in page.text
