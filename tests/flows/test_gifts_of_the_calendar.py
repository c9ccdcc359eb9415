"""Birthdays, anniversaries, quarters and years: once each, for the tier of the day, ending on the account."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.rules.periods import local_day, starts_at
from tests.flows.paying import balance, credits, grants, pays, states, until_settled
from tests.stage import Line, Store


def member(line: Line, store: Store, *benefits: dict[str, Any]) -> int:
    """Ada, Silver since today, in a store with these benefits."""
    ada = store.customer("ada@example.com")
    pays(line, store, *benefits)
    store.order(ada, "2000.00")
    line.settle()
    return ada


def born(store: Store, customer: int, day: date) -> None:
    owner = f"gid://shopify/Customer/{customer}"
    about = {"namespace": "facts", "key": "birth_date", "type": "date"}
    store.post("/metafields", owner=owner, value=day.replace(year=1990).isoformat(), **about)


def today(line: Line, store: Store) -> date:
    with line.context.db.read() as session:
        return local_day(line.context.clock(), store.shop(session).zone)


def morning(line: Line, store: Store, day: date) -> None:
    """The clock comes to nine on the morning of a local day, and the jobs of the night have run."""
    with line.context.db.read() as session:
        at = starts_at(day, store.shop(session).zone) + timedelta(hours=9)
    while (left := (at - line.context.clock()).total_seconds()) > 0:
        line.clock(advance_seconds=min(left, 30 * 86_400))
        line.want_again(store, "shop", "settings")  # a token that nobody uses for 90 days is lost
        line.settle()
    for _ in range(2):  # who has a birthday is looked at once the birth dates were read
        line.run_jobs()
        line.clock(advance_seconds=1500)
    until_settled(line, store)


def test_a_birthday_gift_is_on_the_account_in_the_morning_once_a_year(
    line: Line, ada_shop: Store, cleo_shop: Store
) -> None:
    """TIER-T-BDAY, platform 1.3: whatever the date is changed to afterwards."""
    ada = member(line, ada_shop, {"kind": "birthday", "amount_minor": 25_00})
    cleo = cleo_shop.customer("cleo@example.com")
    day = today(line, ada_shop) + timedelta(days=3)
    born(ada_shop, ada, day)
    born(cleo_shop, cleo, day)
    morning(line, ada_shop, day - timedelta(days=1))
    assert states(line, ada_shop) == []

    morning(line, ada_shop, day)
    assert (states(line, ada_shop), balance(line, ada_shop, ada)) == (["delivered"], "25.00")

    born(ada_shop, ada, day + timedelta(days=2))
    for later in range(1, 4):
        morning(line, ada_shop, day + timedelta(days=later))
    assert credits(line, ada_shop) == ["25.00"]
    assert line.customer(ada_shop, ada).birthday == f"{day:%m-%d}"
    assert credits(line, cleo_shop) == []


def test_whoever_becomes_a_member_on_the_birthday_has_the_gift_the_next_morning(
    line: Line, ada_shop: Store
) -> None:
    ada = ada_shop.customer("ada@example.com")
    pays(line, ada_shop, {"kind": "birthday", "amount_minor": 25_00})
    day = today(line, ada_shop) + timedelta(days=1)
    born(ada_shop, ada, day)
    morning(line, ada_shop, day)
    ada_shop.order(ada, "2000.00")
    line.settle()

    morning(line, ada_shop, day + timedelta(days=1))

    [grant] = grants(line, ada_shop)
    assert (grant.state, grant.occasion_on, balance(line, ada_shop, ada)) == ("delivered", day, "25.00")


def test_no_birthday_is_read_for_a_program_that_gives_nothing_on_it(line: Line, ada_shop: Store) -> None:
    """Platform 1.3: a birth date is personal data."""
    ada = member(line, ada_shop)
    born(ada_shop, ada, today(line, ada_shop) + timedelta(days=1))
    morning(line, ada_shop, today(line, ada_shop) + timedelta(days=1))

    assert line.customer(ada_shop, ada).birthday == ""
    assert not [each for each in line.requests_log() if each["operation"] == "BirthDates"]


def test_a_birthday_is_told_on_request_and_forgotten_with_the_person(line: Line, ada_shop: Store) -> None:
    ada = member(line, ada_shop, {"kind": "birthday", "amount_minor": 25_00})
    born(ada_shop, ada, today(line, ada_shop) + timedelta(days=9))
    morning(line, ada_shop, today(line, ada_shop) + timedelta(days=1))
    assert line.customer(ada_shop, ada).birthday != ""

    ada_shop.post("/privacy/customer_redact", customer_id=ada)
    line.settle()

    assert line.customer(ada_shop, ada).birthday == ""


@pytest.mark.parametrize(
    ("benefit", "months"),
    [
        pytest.param({"kind": "anniversary", "amount_minor": 10_00}, 12, marks=pytest.mark.long),
        pytest.param({"kind": "annual_gift", "amount_minor": 10_00}, 12, marks=pytest.mark.long),
    ],
    ids=["anniversary", "annual gift"],
)
def test_a_year_of_membership_is_rewarded_on_its_day(
    line: Line, ada_shop: Store, benefit: dict[str, Any], months: int
) -> None:
    """BEN-FIN-CREDIT, TIER-T-ANNUAL: and not by the day before."""
    ada = member(line, ada_shop, benefit)
    entered = today(line, ada_shop)
    morning(line, ada_shop, entered + timedelta(days=200))
    ada_shop.order(ada, "2000.00")
    line.settle()

    morning(line, ada_shop, entered + timedelta(days=364))
    assert states(line, ada_shop) == []
    morning(line, ada_shop, entered + timedelta(days=365))

    assert (states(line, ada_shop), balance(line, ada_shop, ada)) == (["delivered"], "10.00")


def test_a_quarter_is_rewarded_on_its_first_morning_or_within_a_week_and_no_later(
    line: Line, ada_shop: Store
) -> None:
    """No flood after a long stop: a day is caught up for seven days."""
    ada = member(line, ada_shop, {"kind": "quarterly", "amount_minor": 5_00})
    day = today(line, ada_shop)
    quarter = date(day.year + (day.month > 9), (day.month + 2) // 3 * 3 % 12 + 1, 1)

    morning(line, ada_shop, quarter + timedelta(days=7))
    assert (states(line, ada_shop), balance(line, ada_shop, ada)) == (["delivered"], "5.00")
    following = (quarter + timedelta(days=95)).replace(day=1)
    morning(line, ada_shop, following + timedelta(days=8))

    assert credits(line, ada_shop) == ["5.00"]


def test_gifts_of_other_days_do_not_wait_for_birth_dates_that_the_store_refuses(
    line: Line, ada_shop: Store
) -> None:
    """Reliability P15: one refusal for good must not end all gifts."""
    gifts = ({"kind": "birthday", "amount_minor": 25_00}, {"kind": "quarterly", "amount_minor": 5_00})
    ada = member(line, ada_shop, *gifts)
    refused = {"operation": "standardMetafieldDefinitionEnable", "action": "user_errors", "times": 99}
    line.faults(api=[refused])
    day = today(line, ada_shop)

    morning(line, ada_shop, date(day.year + (day.month > 9), (day.month + 2) // 3 * 3 % 12 + 1, 1))

    assert (states(line, ada_shop), balance(line, ada_shop, ada)) == (["delivered"], "5.00")


def test_nothing_is_promised_while_the_program_is_paused(line: Line, ada_shop: Store) -> None:
    ada = member(line, ada_shop, {"kind": "birthday", "amount_minor": 25_00})
    day = today(line, ada_shop) + timedelta(days=1)
    born(ada_shop, ada, day)
    line.run_jobs()
    with line.context.db.write() as session:
        shop = ada_shop.shop(session)
        shop.paused_at = line.context.clock()
        session.add(shop)

    morning(line, ada_shop, day)

    assert (states(line, ada_shop), credits(line, ada_shop)) == ([], [])


def test_what_was_spent_is_told_as_used_the_next_morning(line: Line, ada_shop: Store) -> None:
    """GAP-DELIVERY: promised → delivered → used."""
    ada = member(line, ada_shop, {"kind": "birthday", "amount_minor": 25_00})
    day = today(line, ada_shop) + timedelta(days=1)
    born(ada_shop, ada, day)
    morning(line, ada_shop, day)
    assert states(line, ada_shop) == ["delivered"]

    ada_shop.checkout(ada, "100.00", store_credit=True, place=True)
    line.settle()
    morning(line, ada_shop, day + timedelta(days=1))

    assert states(line, ada_shop) == ["used"]
