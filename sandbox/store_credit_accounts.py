"""The store-credit accounts of a store. Whoever looks at one sees it with what has expired by now."""

from dataclasses import replace
from typing import TYPE_CHECKING

from sandbox.store_credit import (
    StoreCreditAccount,
    StoreCreditTransaction,
    joined,
    next_to_expire,
    with_transaction,
    without_credit,
)

if TYPE_CHECKING:
    from sandbox.store import Store
    from sandbox.world import World


def up_to_now(world: "World", store: "Store", account: StoreCreditAccount) -> StoreCreditAccount:
    """The account with everything that has expired taken off."""
    while (credit := next_to_expire(account, world.clock.now())) is not None:
        number = world.ids.take("StoreCreditAccountTransaction")
        account = without_credit(account, credit, number)
    store.store_credit[account.id] = account
    return account


def find_account(world: "World", store: "Store", account_id: int) -> StoreCreditAccount | None:
    """None as well when its customer is gone: the account stays in the store's books, out of reach."""
    found = store.store_credit.get(account_id)
    if found is None or found.customer_id not in store.customers:
        return None
    return up_to_now(world, store, found)


def accounts_of(world: "World", store: "Store", customer_id: int) -> list[StoreCreditAccount]:
    return [up_to_now(world, store, account) for account in store.store_credit.found_by(customer_id)]


def account_in(world: "World", store: "Store", customer_id: int, currency: str) -> StoreCreditAccount | None:
    return next((a for a in accounts_of(world, store, customer_id) if a.currency == currency), None)


def opened(world: "World", store: "Store", customer_id: int, currency: str) -> StoreCreditAccount:
    """The customer's account in that currency, made when there is none (recorded)."""
    found = account_in(world, store, customer_id, currency)
    if found is None:
        found = StoreCreditAccount(world.ids.take("StoreCreditAccount"), customer_id, currency)
        store.store_credit[found.id] = found
    return found


def post(
    world: "World", store: "Store", account: StoreCreditAccount, new: StoreCreditTransaction
) -> StoreCreditTransaction:
    """Keeps the account with one transaction more. `new` comes without id and balance, and gets both."""
    number = world.ids.take("StoreCreditAccountTransaction")
    after = with_transaction(account, replace(new, id=number))
    store.store_credit[account.id] = after
    return after.transactions[-1]


def move_accounts(world: "World", store: "Store", from_id: int, to_id: int) -> None:
    """For a merge: accounts change hands; two in one currency become the survivor's one (assumed)."""
    for account in accounts_of(world, store, from_id):
        present = account_in(world, store, to_id, account.currency)
        if present is None:
            store.store_credit[account.id] = replace(account, customer_id=to_id)
        else:
            store.store_credit[present.id] = joined(present, account)
            del store.store_credit[account.id]
