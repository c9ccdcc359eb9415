"""A store whose tiers bring one-time benefits, and what its customers really have on their accounts."""

from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from app import outbox
from app.grants.code import code_of
from app.grants.family import survivor_of
from app.grants.review import give
from app.models import Customer, Grant
from app.programs import program_of
from app.rules.benefits.reward import Reward
from app.rules.program import Program
from tests.stage import Line, Store

DAY, TWO_WEEKS = 86_400, 14 * 86_400


def pays(line: Line, store: Store, *benefits: dict[str, Any], **money_out: Any) -> None:
    """Installs the app and goes live with these benefits on every tier, and none beside them that pays."""
    store.install()
    with line.context.db.write() as session:
        version, program = program_of(session, store.shop(session).id, line.context.clock())
        told = program.model_dump()
        for tier in told["tiers"]:
            unpaid = [each for each in tier["benefits"] if each["kind"] != "birthday"]
            tier["benefits"] = [*unpaid, *benefits]
        told["money_out"] |= money_out
        version.rules = Program.model_validate(told).model_dump_json()
        session.add(version)
    store.go_live()
    line.clock(advance_seconds=2)  # what is bought within the second of going live was there before it


def entry(amount: int = 50_00, **more: Any) -> dict[str, Any]:
    return {"kind": "entry_reward", "amount_minor": amount, **more}


def later(line: Line, seconds: float) -> None:
    line.clock(advance_seconds=seconds)
    line.settle()


def grants(line: Line, store: Store) -> list[Grant]:
    with line.context.db.read() as session:
        found = select(Grant).where(Grant.shop_id == store.shop(session).id)
        return list(session.exec(found.order_by(col(Grant.id))).all())


def states(line: Line, store: Store) -> list[str]:
    return [grant.state for grant in grants(line, store)]


def credits(line: Line, store: Store, customer: int | None = None) -> list[str]:
    """What was really credited by the app, by the books of the store."""
    of_whom = f"?customer_id={customer}" if customer else ""
    accounts = line.control("GET", f"/{store.domain}/store-credit{of_whom}")
    return [
        row["amount"]
        for account in accounts
        for row in account["transactions"]
        if row["kind"] == "credit" and row["by"] == "app"
    ]


def balance(line: Line, store: Store, customer: int) -> str:
    accounts = line.control("GET", f"/{store.domain}/store-credit?customer_id={customer}")
    return str(accounts[0]["balance"]) if accounts else "nothing"


def until_settled(line: Line, store: Store, most: timedelta = timedelta(minutes=15)) -> None:
    """Lets the clock go on from one due wake-up to the next, as long as any is due within `most`."""
    end = line.context.clock() + most
    while True:
        line.settle()
        due = [row.due_at for row in line.outbox(store, outbox.GRANT) if row.wanted > row.sent]
        due = [at for at in due if at <= end]
        if not due:
            return
        line.clock(advance_seconds=max(1.0, (min(due) - line.context.clock()).total_seconds() + 1))


def surprise(
    line: Line, store: Store, email: str, key: str = "", *, form: Any = "store_credit", valid_days: int = 90
) -> Grant:
    """10.00, given by hand."""
    with line.context.db.write() as session:
        shop = store.shop(session)
        found = select(Customer).where(Customer.shop_id == shop.id, Customer.email == email)
        reward = Reward(kind="surprise", form=form, amount_minor=10_00, valid_days=valid_days)
        who, at = session.exec(found).one(), line.context.clock()
        return give(session, shop, who, reward, "a lost parcel", "operator", at, key)[0]


def code_told(line: Line, store: Store, grant: Grant) -> str:
    """The code as the member is told it."""
    with line.context.db.read() as session:
        shop = store.shop(session)
        return code_of(shop, grant, survivor_of(session, shop.id, grant.customer_id))
