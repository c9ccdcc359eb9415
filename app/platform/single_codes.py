"""A discount code for one customer and one use (platform 1.5)."""

from typing import Any

from app.errors import PlatformError
from app.models import Grant
from app.platform.calls import ShopCalls
from app.rules.money import major
from app.rules.said import said

ROOT = "discountCodeBasicCreate"


def make(calls: ShopCalls, grant: Grant, customer: str, code: str) -> str:
    """Makes the code and returns its gid. Raises UserErrors (TAKEN) where there is one, and PlatformError."""
    answer = calls.once("percent_code_create", {"discount": _body(calls, grant, customer, code)})
    node = (answer.data.get(ROOT) or {}).get("codeDiscountNode") or {}
    if node.get("id"):
        return str(node["id"])
    answer.root(ROOT)
    raise PlatformError(said("The code was answered without its node."), unknown_outcome=True)


def find(calls: ShopCalls, _grant: Grant, _customer: str, code: str) -> str | None:
    found = calls.named("code_find", {"code": code}).data["codeDiscountNodeByCode"]
    return str(found["id"]) if found else None


def _body(calls: ShopCalls, grant: Grant, customer: str, code: str) -> dict[str, Any]:
    value: dict[str, Any] = (
        {"percentage": grant.percent / 100}
        if grant.percent
        else {
            "discountAmount": {
                "amount": major(grant.amount_minor, grant.currency),
                "appliesOnEachItem": False,
            }
        }
    )
    body: dict[str, Any] = {
        "title": f"{grant.benefit.replace('_', ' ').capitalize()} {grant.period}",
        "code": code,
        "startsAt": calls.clock().isoformat(timespec="seconds"),
        "context": {"customers": {"add": [customer]}},
        "customerGets": {"value": value, "items": {"all": True}},
        "combinesWith": {"orderDiscounts": False, "productDiscounts": False, "shippingDiscounts": True},
        "usageLimit": 1,
        "appliesOncePerCustomer": True,
    }
    if grant.expires_at is not None:
        body["endsAt"] = grant.expires_at.isoformat(timespec="seconds")
    return body
