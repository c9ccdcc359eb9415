"""Store credit is paid as often as it is asked for, expires by the clock, and keeps its whole history."""

from typing import Any

import pytest

from tests.sandbox.sandbox_shop import ALL_SCOPES, Shop

CREDIT = """mutation($id: ID!, $credit: StoreCreditAccountCreditInput!) {
  storeCreditAccountCredit(id: $id, creditInput: $credit) {
    storeCreditAccountTransaction { id amount { amount currencyCode } balanceAfterTransaction { amount }
      createdAt expiresAt event origin { __typename } account { id } }
    userErrors { field message code } } }"""
DEBIT = """mutation($id: ID!, $debit: StoreCreditAccountDebitInput!) {
  storeCreditAccountDebit(id: $id, debitInput: $debit) {
    storeCreditAccountTransaction { id amount { amount } balanceAfterTransaction { amount } }
    userErrors { field message code } } }"""
ACCOUNTS = """query($id: ID!, $after: String) { customer(id: $id) { storeCreditAccounts(first: 5) { nodes {
  id balance { amount currencyCode } transactions(first: 2, after: $after, reverse: true) {
    pageInfo { hasNextPage endCursor }
    nodes { __typename amount { amount } balanceAfterTransaction { amount } event createdAt
      ... on StoreCreditAccountCreditTransaction { expiresAt remainingAmount { amount } }
      ... on StoreCreditAccountExpirationTransaction { creditTransaction { amount { amount } } }
    } } } } } }"""
MONEY_SCOPES = [
    *ALL_SCOPES,
    "read_store_credit_accounts",
    "read_store_credit_account_transactions",
    "write_store_credit_account_transactions",
]


@pytest.fixture
def ada(open_shop: Any) -> Any:
    shop = open_shop("ada", scopes=MONEY_SCOPES)
    clock(shop, run=False, now="2026-11-26T10:00:00Z")
    yield shop
    clock(shop, run=True)


def clock(shop: Shop, **moved: Any) -> None:
    shop.session.post(f"{shop.url}/control/clock", json=moved, timeout=10).raise_for_status()


def money(amount: str, currency: str = "USD") -> dict[str, str]:
    return {"amount": amount, "currencyCode": currency}


def credit(shop: Shop, owner: str, amount: str, currency: str = "USD", **more: Any) -> Any:
    given = {"creditAmount": money(amount, currency), **more}
    return shop.data(CREDIT, {"id": owner, "credit": given})["storeCreditAccountCredit"]


def debit(shop: Shop, owner: str, amount: str) -> Any:
    given = {"debitAmount": money(amount)}
    return shop.data(DEBIT, {"id": owner, "debit": given})["storeCreditAccountDebit"]


def accounts(shop: Shop, owner: str, after: str | None = None) -> Any:
    found = shop.data(ACCOUNTS, {"id": owner, "after": after})
    return found["customer"]["storeCreditAccounts"]["nodes"]


def truth(shop: Shop) -> Any:
    return shop.control("GET", "/store-credit")


def test_the_same_call_twice_pays_twice(ada: Shop) -> None:
    ben = ada.customer()
    for _ in range(2):
        paid = credit(ada, ben, "25.00", expiresAt="2027-11-26T10:00:17Z")
        assert paid["userErrors"] == []
    row = paid["storeCreditAccountTransaction"]
    assert (row["amount"], row["balanceAfterTransaction"]) == (money("25.0"), {"amount": "50.0"})
    assert (row["event"], row["origin"]) == ("ADJUSTMENT", None)
    assert (row["createdAt"], row["expiresAt"]) == ("2026-11-26T10:00:00Z", "2027-11-26T10:00:17Z")
    (account,) = truth(ada)
    assert [t["amount"] for t in account["transactions"]] == ["25.00", "25.00"]


def test_each_currency_has_an_account_of_its_own(ada: Shop) -> None:
    ben = ada.customer()
    for currency in ("USD", "EUR", "USD"):
        credit(ada, ben, "1.00", currency)
    assert [row["balance"] for row in accounts(ada, ben)] == [money("2.0"), money("1.0", "EUR")]


def test_a_credit_expires_by_the_clock_and_debits_use_up_what_expires_first(ada: Shop) -> None:
    ben = ada.customer()
    credit(ada, ben, "10.00")
    credit(ada, ben, "5.00", expiresAt="2026-11-26T10:30:00Z")
    debit(ada, ben, "2.00")
    clock(ada, now="2026-11-26T10:31:00Z")
    (account,) = accounts(ada, ben)
    assert account["balance"] == money("10.0")
    expired, spent = account["transactions"]["nodes"]
    assert expired == {
        "__typename": "StoreCreditAccountExpirationTransaction",
        "amount": {"amount": "-3.0"},
        "balanceAfterTransaction": {"amount": "10.0"},
        "event": "ADJUSTMENT",
        "createdAt": "2026-11-26T10:30:00Z",
        "creditTransaction": {"amount": {"amount": "5.0"}},
    }
    assert spent["amount"] == {"amount": "-2.0"}


def test_a_page_of_the_newest_keeps_its_place_when_another_credit_comes_in_between(ada: Shop) -> None:
    ben = ada.customer()
    for amount in ("1.00", "2.00", "3.00"):
        credit(ada, ben, amount)
    (first,) = accounts(ada, ben)
    credit(ada, ben, "4.00")
    (second,) = accounts(ada, ben, first["transactions"]["pageInfo"]["endCursor"])
    shown = [row["amount"]["amount"] for page in (first, second) for row in page["transactions"]["nodes"]]
    assert shown == ["3.0", "2.0", "1.0"]


@pytest.mark.parametrize(
    ("amount", "currency", "more", "code"),
    [
        ("0.00", "USD", {}, "NEGATIVE_OR_ZERO_AMOUNT"),
        ("1.00", "USD", {"expiresAt": "2026-11-26T10:00:00Z"}, "EXPIRES_AT_IN_PAST"),
        ("15000.01", "USD", {}, "CREDIT_LIMIT_EXCEEDED"),
        ("1.00", "BYR", {}, "UNSUPPORTED_CURRENCY"),
    ],
)
def test_what_cannot_be_credited_is_refused_by_code(
    ada: Shop, amount: str, currency: str, more: dict[str, str], code: str
) -> None:
    refused = credit(ada, ada.customer(), amount, currency, **more)
    assert (refused["storeCreditAccountTransaction"], refused["userErrors"][0]["code"]) == (None, code)
    assert truth(ada) == []


def test_no_more_is_debited_than_there_is(ada: Shop) -> None:
    ben = ada.customer()
    credit(ada, ben, "10.00")
    assert debit(ada, ben, "10.01")["userErrors"][0]["code"] == "INSUFFICIENT_FUNDS"
    assert debit(ada, ben, "10.00")["userErrors"] == []


def test_without_the_scope_to_write_them_nothing_is_credited(open_shop: Any) -> None:
    shop = open_shop("cleo", scopes=["write_customers", "read_store_credit_accounts"])
    refused = shop.ask(CREDIT, {"id": shop.customer(), "credit": {"creditAmount": money("1.00")}})
    assert refused["errors"][0]["extensions"]["code"] == "ACCESS_DENIED"
    assert truth(shop) == []


def test_without_the_scope_to_read_accounts_the_credit_is_made_but_not_told(open_shop: Any) -> None:
    """The types of the payload ask for scopes of their own (platform.md 1.6)."""
    scopes = ["write_customers", "read_orders", "write_store_credit_account_transactions"]
    shop = open_shop("cleo", scopes=scopes)
    answer = shop.ask(CREDIT, {"id": shop.customer(), "credit": {"creditAmount": money("1.00")}})
    assert [error["path"][-1] for error in answer["errors"]] == ["account"]
    assert answer["data"]["storeCreditAccountCredit"]["storeCreditAccountTransaction"] is None
    assert [row["balance"] for row in truth(shop)] == ["1.00"]


def test_a_transaction_is_found_again_by_its_id(ada: Shop) -> None:
    paid = credit(ada, ada.customer(), "25.00")["storeCreditAccountTransaction"]
    shown = "... on StoreCreditAccountCreditTransaction { amount { amount } remainingAmount { amount } }"
    found = ada.data(f"query($id: ID!) {{ node(id: $id) {{ {shown} }} }}", {"id": paid["id"]})["node"]
    assert found == {"amount": {"amount": "25.0"}, "remainingAmount": {"amount": "25.0"}}


def test_staff_credit_debit_and_edit_by_hand_and_the_history_says_who(ada: Shop) -> None:
    number = int(ada.customer().rpartition("/")[2])
    made = ada.control("POST", f"/customers/{number}/store-credit", {"amount": "20.00"})
    ada.control("POST", f"/customers/{number}/store-credit", {"amount": "-5.00"})
    edit = {"amount": "30.00", "expires_at": "2027-01-01T00:00:00Z"}
    account = ada.control("PATCH", f"/store-credit/transactions/{made['id']}", edit)
    assert account["balance"] == "25.00"
    assert [(t["by"], t["amount"], t["balance"]) for t in account["transactions"]] == [
        ("staff", "30.00", "30.00"),
        ("staff", "-5.00", "25.00"),
    ]


def test_a_merge_moves_store_credit_to_the_survivor(ada: Shop) -> None:
    ben, cleo = ada.customer(), ada.customer()
    credit(ada, ben, "10.00")
    credit(ada, cleo, "5.00")
    credit(ada, cleo, "1.00", "EUR")
    ids = [int(owner.rpartition("/")[2]) for owner in (ben, cleo)]
    ada.control("POST", "/customers/merge", {"keep": ids[0], "remove": ids[1]})
    assert [row["balance"] for row in accounts(ada, ben)] == [money("15.0"), money("1.0", "EUR")]
    assert {row["customer_id"] for row in truth(ada)} == {ids[0]}


def test_the_history_outlives_its_customer(ada: Shop) -> None:
    ben = ada.customer()
    credit(ada, ben, "10.00")
    ada.control("DELETE", f"/customers/{ben.rpartition('/')[2]}")
    (account,) = truth(ada)
    found = ada.data(
        f'{{ storeCreditAccount(id: "gid://shopify/StoreCreditAccount/{account["id"]}") {{ id }} }}'
    )
    assert found == {"storeCreditAccount": None}


def test_a_store_may_have_store_credit_switched_off(open_shop: Any) -> None:
    question = "{ storeCreditConfiguration { storeCreditEnabled } }"
    for enabled in (True, False):
        shop = open_shop(f"shop-{enabled}".lower(), store_credit_enabled=enabled)
        assert shop.data(question) == {"storeCreditConfiguration": {"storeCreditEnabled": enabled}}
