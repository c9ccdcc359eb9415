"""Order.suggestedRefund: the refund as it would be, worked out on a copy that nobody keeps (assumed)."""

from typing import Any

from sandbox.amounts import minor
from sandbox.api_errors import NotSupported
from sandbox.context import Context
from sandbox.ids import Ids
from sandbox.order import Order
from sandbox.order_money import net_payment, shipping_net, shipping_tax
from sandbox.refund import Refund
from sandbox.refund_input import units
from sandbox.refund_payments import payments, refundable
from sandbox.refunds import RefundAsk, everything, refund
from sandbox.resolvers import Resolver
from sandbox.resolvers.order_bag import RefundLineOf, bag
from sandbox.resolvers.transaction import transaction


def suggested_refund(order: Order, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    if args.get("refundDuties") or args.get("refundMethodAllocation") == "STORE_CREDIT":
        raise NotSupported("suggestedRefund of duties or as store credit")
    after = refund(Ids(), order, _ask(order, args), ctx.now)
    found = after.refunds[-1]
    suggested = sum(t.amount for t in found.transactions)
    goods, taxes = sum(row.subtotal for row in found.lines), sum(row.tax for row in found.lines)
    return {
        "amountSet": bag(order, suggested),
        "maximumRefundableSet": bag(order, net_payment(order)),
        "subtotalSet": bag(order, goods),
        "discountedSubtotalSet": bag(order, goods),
        "totalTaxSet": bag(order, taxes + found.shipping_tax),
        "totalDutiesSet": bag(order, found.duties),
        "totalCartDiscountAmountSet": bag(order, 0),
        "refundLineItems": [RefundLineOf(after, row) for row in found.lines],
        "refundDuties": [],
        "shipping": _shipping(order, found),
        "suggestedTransactions": _transactions(order, found),
        "suggestedRefundMethods": [],
    }


def _ask(order: Order, args: dict[str, Any]) -> RefundAsk:
    if args.get("suggestFullRefund"):
        return everything(order)
    amount = args.get("shippingAmount")
    return RefundAsk(
        lines=units(args.get("refundLineItems")),
        shipping=minor(amount, order.currency) if amount is not None else None,
        shipping_in_full=bool(args.get("refundShipping")),
    )


def _shipping(order: Order, found: Refund) -> dict[str, Any]:
    left = shipping_net(order.shipping) - (order.shipping.refunded if order.shipping else 0)
    return {
        "amountSet": bag(order, found.shipping),
        "maximumRefundableSet": bag(order, left),
        "taxSet": bag(order, shipping_tax(order.shipping, order.taxes_included, of=found.shipping)),
    }


def _transactions(order: Order, found: Refund) -> list[dict[str, Any]]:
    """One for each payment of which something is left, also if nothing of it is suggested."""
    return [
        {
            "kind": "SUGGESTED_REFUND",
            "gateway": paid.gateway,
            "formattedGateway": paid.gateway.replace("_", " ").title(),
            "amountSet": bag(order, sum(t.amount for t in found.transactions if t.parent_id == paid.id)),
            "maximumRefundableSet": bag(order, refundable(order, paid)),
            "parentTransaction": transaction(order, paid),
            "accountNumber": None,
            "paymentDetails": None,
        }
        for paid in payments(order)
        if refundable(order, paid)
    ]


FIELDS: dict[str, dict[str, Resolver]] = {"Order": {"suggestedRefund": suggested_refund}}
