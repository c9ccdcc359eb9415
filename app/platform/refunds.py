"""Money back for an order: what was paid for its lines, and one refund under an idempotency key.

The platform keeps a key for 24 hours and answers the same request with the same refund (platform 1.9).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.errors import PlatformError
from app.platform.calls import ShopCalls
from app.rules.money import major, minor
from app.rules.price_protection import BoughtLine
from app.rules.said import said

PAID = ("PAID", "PARTIALLY_REFUNDED")


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment of the order that can be given back, in the customer's currency."""

    parent: str
    gateway: str
    most_minor: int


@dataclass(frozen=True, slots=True)
class PaidOrder:
    """`standing`: neither cancelled nor unpaid. `refunds` are gids by their notes."""

    gid: str
    standing: bool
    lines: tuple[BoughtLine, ...]
    payments: tuple[Payment, ...]
    refunds: dict[str, str]
    currency: str
    store_currency: str
    """In which the store has its prices now; that of older orders may be another."""
    presentment: str
    total_minor: int
    total_presentment_minor: int

    def in_presentment(self, amount_minor: int) -> int:
        """An amount of the shop's currency in the customer's, by the order's own rate, never more."""
        if not self.total_minor:
            return 0
        return amount_minor * self.total_presentment_minor // self.total_minor


def read_paid(calls: ShopCalls, order_id: int) -> PaidOrder | None:
    """None if the platform does not show the order. Raises PlatformError."""
    variables = {"id": f"gid://shopify/Order/{order_id}"}
    data = calls.named("order_paid", variables | {"after": None}).data
    node = data["order"]
    if node is None:
        return None
    shop, theirs = node["totalPriceSet"]["shopMoney"], node["totalPriceSet"]["presentmentMoney"]
    return PaidOrder(
        gid=node["id"],
        standing=node["cancelledAt"] is None and node["displayFinancialStatus"] in PAID,
        lines=tuple(_line(each, shop["currencyCode"]) for each in _lines(calls, variables, node)),
        payments=tuple(_payments(node, theirs["currencyCode"])),
        refunds={each["note"]: each["id"] for each in node["refunds"] if each["note"]},
        currency=shop["currencyCode"],
        store_currency=data["shop"]["currencyCode"],
        presentment=theirs["currencyCode"],
        total_minor=minor(shop["amount"], shop["currencyCode"]),
        total_presentment_minor=minor(theirs["amount"], theirs["currencyCode"]),
    )


def give(
    calls: ShopCalls, order: PaidOrder, payment: Payment, amount_minor: int, note: str, key: str, notify: bool
) -> str:
    """Gives `amount_minor` of the customer's currency back, once for the key; returns the refund's gid."""
    back = {
        "orderId": order.gid,
        "parentId": payment.parent,
        "kind": "REFUND",
        "gateway": payment.gateway,
        "amount": major(amount_minor, order.presentment),
    }
    refund = {"orderId": order.gid, "note": note, "notify": notify, "currency": order.presentment}
    refund |= {"discrepancyReason": "CUSTOMER", "transactions": [back]}
    answer = calls.once("refund_give", {"input": refund, "key": key})
    made = (answer.data.get("refundCreate") or {}).get("refund") or {}
    if made.get("id"):
        return str(made["id"])
    answer.root("refundCreate")
    raise PlatformError(said("The refund was answered without its id."), unknown_outcome=True)


def _lines(calls: ShopCalls, variables: dict[str, Any], node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    page = node["lineItems"]
    yield from page["nodes"]
    while page["pageInfo"]["hasNextPage"]:
        after = variables | {"after": page["pageInfo"]["endCursor"]}
        page = calls.named("order_paid", after).data["order"]["lineItems"]
        yield from page["nodes"]


def _line(node: dict[str, Any], currency: str) -> BoughtLine:
    off = sum(
        minor(each["allocatedAmountSet"]["shopMoney"]["amount"], currency)
        for each in node["discountAllocations"]
    )
    return BoughtLine(
        line_id=_number(node["id"]),
        variant_id=_number(node["variant"]["id"]) if node["variant"] else None,
        quantity=node["quantity"],
        held=node["currentQuantity"],
        paid_minor=minor(node["originalTotalSet"]["shopMoney"]["amount"], currency) - off,
    )


def _payments(node: dict[str, Any], currency: str) -> Iterator[Payment]:
    for each in node["suggestedRefund"]["suggestedTransactions"] if node["suggestedRefund"] else ():
        if each["parentTransaction"] and each["maximumRefundableSet"]:
            most = minor(each["maximumRefundableSet"]["presentmentMoney"]["amount"], currency)
            yield Payment(each["parentTransaction"]["id"], each["gateway"], most)


def _number(gid: str) -> int:
    return int(gid.rsplit("/", 1)[-1])
