"""Grants as a person reads them in a terminal."""

from typing import Any

from app.cli.backtest_report import printable
from app.grants.listing import Listed
from app.models import Shop
from app.rules.money import major
from app.rules.periods import local_day

HEAD = ["Id", "Customer", "What", "For", "Worth", "State", "Due", "Problem"]


def data(listed: Listed) -> dict[str, Any]:
    customer = listed.customer
    about = {"customer_id": customer.id, "platform_id": customer.platform_id, "email": customer.email}
    return listed.grant.model_dump(exclude={"shop_id", "customer_id", "watermark", "fence"}) | about


def cells(listed: Listed, shop: Shop) -> list[str]:
    grant = listed.grant
    return [
        str(grant.id),
        _who(listed),
        grant.benefit.replace("_", " "),
        printable(grant.period),
        _worth(listed),
        grant.state.replace("_", " "),
        local_day(grant.settled_at or grant.due_at, shop.zone).isoformat(),
        printable(grant.problem),
    ]


def words(listed: Listed, shop: Shop) -> str:
    grant = listed.grant
    what = f"{grant.benefit.replace('_', ' ')} {printable(grant.period)}, {_worth(listed)}"
    return f"Grant {grant.id} ({what}) for {_who(listed)} of {shop.domain} is {grant.state.replace('_', ' ')}"


def _worth(listed: Listed) -> str:
    grant = listed.grant
    much = (
        f"{grant.percent} %"
        if grant.percent
        else f"{major(grant.amount_minor, grant.currency)} {grant.currency}"
    )
    return f"{much} {grant.form.replace('_', ' ')}"


def _who(listed: Listed) -> str:
    customer = listed.customer
    return printable(customer.email or f"customer {customer.platform_id or customer.id}")
