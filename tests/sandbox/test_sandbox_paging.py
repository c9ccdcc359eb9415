"""Connections are paged like the real ones, also while records come and go."""

from typing import Any

from tests.sandbox.sandbox_shop import Shop

PAGE = """query($first: Int, $after: String, $last: Int, $before: String, $reverse: Boolean, $query: String) {
  customers(first: $first, after: $after, last: $last, before: $before, reverse: $reverse, query: $query) {
    nodes { email } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""


def emails(page: dict[str, Any]) -> str:
    return "".join(node["email"][0] for node in page["nodes"])


def test_pages_follow_each_other_without_gap_or_repeat(ada: Shop) -> None:
    for letter in "abcde":
        ada.customer(email=f"{letter}@example.com")
    seen, after = "", None
    while True:
        page = ada.data(PAGE, {"first": 2, "after": after})["customers"]
        seen += emails(page)
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == "abcde"


def test_the_last_two_of_the_reversed_list_are_the_first_two(ada: Shop) -> None:
    for letter in "abc":
        ada.customer(email=f"{letter}@example.com")
    page = ada.data(PAGE, {"last": 2, "reverse": True})["customers"]
    assert emails(page) == "ba"
    assert page["pageInfo"]["hasPreviousPage"]


def test_a_cursor_keeps_its_place_when_its_record_is_gone(ada: Shop) -> None:
    ids = [ada.customer(email=f"{letter}@example.com") for letter in "abc"]
    page = ada.data(PAGE, {"first": 2})["customers"]
    ada.control("DELETE", f"/customers/{ids[1].rpartition('/')[2]}")
    after = ada.data(PAGE, {"first": 2, "after": page["pageInfo"]["endCursor"]})["customers"]
    assert emails(after) == "c"


def test_customers_are_found_by_tag_mail_and_time(ada: Shop) -> None:
    ada.control("POST", "/customers", {"email": "ben@example.com", "tags": ["VIP-Gold"]})
    ada.control("POST", "/customers", {"email": "old@example.com", "at": "2020-01-01T00:00:00+00:00"})
    for query, found in (
        ("tag:vip-gold", "b"),
        ("email:OLD@example.com", "o"),
        ("updated_at:>='2021-01-01T00:00:00Z'", "b"),
        ("updated_at:<2021-01-01 AND -tag:x", "o"),
    ):
        assert emails(ada.data(PAGE, {"first": 5, "query": query})["customers"]) == found


def test_a_window_needs_exactly_one_side_and_at_most_250(ada: Shop) -> None:
    for window, message in (
        ({}, "you must provide one of first or last"),
        ({"first": 1, "last": 1}, "providing both first and last is not supported"),
    ):
        assert ada.ask(PAGE, window)["errors"][0]["message"] == message
    assert ada.ask(PAGE, {"first": 251})["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
