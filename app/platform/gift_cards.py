"""A gift card of our own code for one customer (platform 1.6)."""

from datetime import timedelta
from typing import Any

from app.errors import PlatformError
from app.models import Grant
from app.platform.calls import ShopCalls
from app.rules.money import major
from app.rules.periods import local_day
from app.rules.said import said

ROOT = "giftCardCreate"


def make(calls: ShopCalls, grant: Grant, customer: str, code: str) -> str:
    """Makes the card and returns its gid. Raises UserErrors (TAKEN) where there is one, and PlatformError."""
    card: dict[str, Any] = {
        "initialAmount": {
            "amount": major(grant.amount_minor, grant.currency),
            "currencyCode": grant.currency,
        },
        "code": code,
        "customerId": customer,
        "note": note_of(grant),
    }
    if grant.expires_at is not None:
        last_day = local_day(grant.expires_at - timedelta(seconds=1), calls.shop.zone)
        card["expiresOn"] = last_day.isoformat()
    answer = calls.once("gift_card_make", {"card": card})
    made = (answer.data.get(ROOT) or {}).get("giftCard") or {}
    if made.get("id"):
        return str(made["id"])
    answer.root(ROOT)
    raise PlatformError(said("The gift card was answered without its id."), unknown_outcome=True)


def find(calls: ShopCalls, grant: Grant, customer: str, code: str) -> str | None:
    """Cards cannot be searched by their code: the customer's, with our note, and the code's end."""
    since = f"created_at:>='{grant.since_on.isoformat()}'"
    after = None
    while True:
        page = calls.named("gift_cards_find", {"query": since, "after": after}).data["giftCards"]
        for node in page["nodes"]:
            owner = (node["customer"] or {}).get("id")
            ends_alike = code.lower().endswith(node["lastCharacters"].lower())
            if (owner, node["note"]) == (customer, note_of(grant)) and ends_alike:
                return str(node["id"])
        if not page["pageInfo"]["hasNextPage"]:
            return None
        after = page["pageInfo"]["endCursor"]


def note_of(grant: Grant) -> str:
    return f"{grant.benefit.replace('_', ' ').capitalize()} {grant.period}"
