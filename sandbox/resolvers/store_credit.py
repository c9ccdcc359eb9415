"""Store-credit accounts: reading one, and those of a customer."""

from typing import Any

from sandbox.clock import utc_text
from sandbox.connection import Listing
from sandbox.context import Context
from sandbox.customers import Customer
from sandbox.ids import gid
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import number_of
from sandbox.resolvers.order_bag import money
from sandbox.resolvers.store_credit_transaction import shown
from sandbox.search import at_instant, at_number, equals, search
from sandbox.store_credit import StoreCreditAccount
from sandbox.store_credit_accounts import accounts_of, find_account

_FILTERS = {
    "id": at_number(lambda of: of.id),
    "type": equals(lambda of: of.row.kind),
    "expires_at": at_instant(lambda of: of.row.expires_at),
}
_ACCOUNT_FILTERS = {"id": at_number(lambda a: a.id), "currency_code": equals(lambda a: a.currency)}
_SORTS = {
    "CREATED_AT": lambda of: utc_text(of.row.created_at),
    "EXPIRES_AT": lambda of: utc_text(of.row.expires_at) if of.row.expires_at else None,
}


def _transactions(account: StoreCreditAccount, args: dict[str, Any], _: Context) -> Listing:
    fits = search(args.get("query"), _FILTERS)
    rows = [shown(account, row) for row in account.transactions]
    return Listing([of for of in rows if fits(of)], sort=_SORTS[args.get("sortKey") or "CREATED_AT"])


def _accounts(customer: Customer, args: dict[str, Any], ctx: Context) -> Listing:
    fits = search(args.get("query"), _ACCOUNT_FILTERS)
    found = accounts_of(ctx.world, ctx.store, customer.id)
    return Listing([a for a in found if fits(a)], sort=lambda a: a.id)


def _account(_: None, args: dict[str, Any], ctx: Context) -> StoreCreditAccount | None:
    return find_account(ctx.world, ctx.store, number_of(args["id"], "StoreCreditAccount"))


FIELDS: dict[str, dict[str, Resolver]] = {
    "Customer": {"storeCreditAccounts": _accounts},
    "StoreCreditAccount": {
        "id": lambda a, _, __: gid("StoreCreditAccount", a.id),
        "balance": lambda a, _, __: money(a.balance, a.currency),
        "owner": lambda a, _, ctx: ctx.store.customers[a.customer_id],
        "transactions": _transactions,
    },
}


ROOTS: dict[str, Resolver] = {"storeCreditAccount": _account}
NODES = {"StoreCreditAccount": lambda ctx, number: find_account(ctx.world, ctx.store, number)}
TYPENAMES: dict[type, str] = {StoreCreditAccount: "StoreCreditAccount"}
