"""All addresses of the app at once, read from its own table: a new page is looked at without a line here."""

import hashlib
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import RowMapping, Table, select
from sqlmodel import SQLModel
from werkzeug.routing import Rule

from tests.flows.paying import surprise
from tests.stage import Line, Store
from tests.web.queries import counted_queries
from tests.web.test_pages import MOST_QUERIES, fetched, live_store, seen

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SECRETS = ("Cleopatra", "cleo@example.com", "cleo-shop.myshopify.com")
NAMED = ("id", "who", "event", "subject", "version", "by", "one", "other", "products", "q")
"""Fields of bodies and queries that name something of a store."""
NAMING = (
    ("POST", "/app/members/by-hand"),
    ("POST", "/app/benefits/1/preview"),
    ("POST", "/app/try-again"),
    ("POST", "/app/replay"),
    ("POST", "/app/problems/try-again"),
    ("POST", "/app/problems/replay"),
    ("POST", "/app/simulations"),
    ("POST", "/app/drops/new/look"),
    ("GET", "/app/settings/privacy/find"),
    ("GET", "/app/benefits/1/people"),
    ("GET", "/app/members"),
)
"""Where such fields are read without a number in the address."""


def test_no_route_opens_another_store(line: Line, ada_shop: Store, cleo_shop: Store) -> None:
    """Reliability T1, T2: Ada's staff tries every number of Cleo's at every address, reading and writing."""
    live_store(line, ada_shop)
    owner = cleo_shop.customer("cleo@example.com", first_name="Cleopatra", last_name="Philopator")
    cleo_shop.order(owner, "900000")
    cleo_shop.install()
    cleo_shop.go_live()
    surprise(line, cleo_shop, "cleo@example.com")
    line.settle()
    numbers = far_apart(line, cleo_shop, ada_shop)
    before = everything(line, cleo_shop)

    tried = [*addresses(line, numbers)]
    tried += [(method, address, number) for number in sorted(numbers) for method, address in NAMING]
    for method, address, number in tried:
        told = dict.fromkeys(NAMED, str(number)) | {"kind": "customer", "number": "1", "act": "paid"}
        sent = {"params": told} if method == "GET" else {"data": told}
        answer = fetched(line, ada_shop, method, address, **sent)
        assert answer.status_code < 500, (method, address, answer.text)
        assert not [each for each in SECRETS if each in answer.text], (method, address)

    assert everything(line, cleo_shop) == before


def test_no_page_asks_the_database_too_often(line: Line, ada_shop: Store) -> None:
    """Of a member who used a discount and was set by hand too: nothing of the page is asked for in vain."""
    member = live_store(line, ada_shop)
    ada_shop.checkout(member.platform_id, "100.00", place=True)
    line.settle()
    given = {"kind": "floor", "give_tier": "Gold", "reason": "Press", "until": "", "give": "1"}
    fetched(line, ada_shop, "POST", f"/app/members/{member.id}/by-hand", data=given).raise_for_status()
    line.settle()
    for path in (*pages(line), *parts_of(line, member.id)):
        with counted_queries(line) as asked:
            answer = seen(line, ada_shop, path)
        assert answer.status_code == 200, (path, answer.text)
        assert len(asked) <= MOST_QUERIES, (path, len(asked), asked)


def test_what_stands_aside_is_told_before_what_stands_beside_it(line: Line, ada_shop: Store) -> None:
    """A page that is laid out before all of it has come does not get narrower when it has."""
    member = live_store(line, ada_shop)
    for path in (*pages(line), f"/app/members/{member.id}"):
        cards = re.findall("<s-section[^>]*>", seen(line, ada_shop, path).text)
        aside = ['slot="aside"' in each for each in cards]
        assert aside == sorted(aside, reverse=True), (path, cards)


def pages(line: Line) -> list[str]:
    """Those that need no number, and are whole pages or parts of them."""
    assert line.app is not None
    rules = [rule for rule in line.app.url_map.iter_rules() if rule.rule.startswith("/app")]
    return sorted(
        {rule.rule for rule in rules if "GET" in (rule.methods or ()) and not rule.arguments} - {"/app/state"}
    )


def parts_of(line: Line, customer_id: int) -> list[str]:
    """Of a member's page, and the page itself."""
    assert line.app is not None
    rules = [rule for rule in line.app.url_map.iter_rules() if rule.arguments == {"customer_id"}]
    found = {filled(rule, customer_id) for rule in rules if "GET" in (rule.methods or ())}
    one, day = f"/app/members/{customer_id}", line.context.clock().date()
    questions = ("order?amount=120", f"as-of?day={day}", f"as-of?day={day}&known=now")
    return sorted(found - {f"{one}/order", f"{one}/as-of"} | {f"{one}/{each}" for each in questions})


def addresses(line: Line, numbers: set[int]) -> Iterator[tuple[str, str, int]]:
    """Every address with a number in it, with each of these."""
    assert line.app is not None
    for rule in line.app.url_map.iter_rules():
        if not rule.rule.startswith("/app") or not rule.arguments or "path:" in rule.rule:
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            for number in sorted(numbers):
                yield method, filled(rule, number), number


def filled(rule: Rule, number: int) -> str:
    built = rule.build(dict.fromkeys(rule.arguments, number))
    assert built is not None, rule.rule
    return built[1]


def far_apart(line: Line, store: Store, other: Store) -> set[int]:
    """A number of each table by which a row of this store is known, and none of the other's is."""
    theirs = {number for numbers in _numbers(line, other) for number in numbers}
    return {max(numbers - theirs) for numbers in _numbers(line, store) if numbers - theirs}


def _numbers(line: Line, store: Store) -> Iterator[set[int]]:
    for table, rows in rows_of(line, store).items():
        keys = [column.name for column in table.primary_key if column.name != "shop_id"]
        yield {row[key] for row in rows for key in keys if isinstance(row[key], int)}


def everything(line: Line, store: Store) -> dict[str, str]:
    """What stands in every table of this store, in short."""
    return {
        table.name: hashlib.sha256(repr(sorted(repr(dict(row)) for row in rows)).encode()).hexdigest()
        for table, rows in rows_of(line, store).items()
    }


def rows_of(line: Line, store: Store) -> dict[Table, list[RowMapping]]:
    with line.context.db.read() as session:
        shop_id = store.shop(session).id
        return {
            table: list(session.execute(select(table).where(table.c.shop_id == shop_id)).mappings())
            for table in SQLModel.metadata.sorted_tables
            if "shop_id" in table.c
        }
